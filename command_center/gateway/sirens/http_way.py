"""Reaches a public address system or siren that takes CAP 1.2 by HTTP POST. Only a 2xx answer counts; redirects are
not followed.
"""

import asyncio
import contextlib
import http.client
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection

from command_center.gateway.file.model import Siren
from command_center.gateway.posting.ended_at import Late, ended_at
from command_center.gateway.sirens.cap_message import MEDIA
from command_center.gateway.sirens.way import FORGETS, Kind, NotReached, Reached
from command_center.gateway.tls_context import tls_context

MOST_READ = 200
"""Bytes of what a siren says to a refusal (ours)."""


class HttpWay:
    """Posts one message after the other; an end waits until the message on its way is answered or given up.
    Certificates are always verified.
    """

    def __init__(self, given: Siren) -> None:
        self._given = given
        self._thread = ThreadPoolExecutor(1, "siren")
        self._target = urllib3.util.parse_url(given.url).request_uri
        self._headers = {"Content-Type": f"{MEDIA}; charset=utf-8"}
        if given.bearer is not None:
            self._headers["Authorization"] = f"Bearer {given.bearer.get_secret_value()}"
        if given.login is not None:
            basic = f"{given.login.user}:{given.login.password.get_secret_value()}"
            self._headers |= urllib3.util.make_headers(basic_auth=basic)

    async def open(self) -> None:
        """Do nothing: each message has a connection of its own."""

    async def carry(self, kind: Kind, document: str, good_for_s: float) -> Reached | None:
        """POST the document. Raises NotReached."""
        loop = asyncio.get_running_loop()
        until = time.monotonic() + good_for_s
        return await loop.run_in_executor(self._thread, self._post, document.encode(), until)

    async def look(self) -> str:
        """Check whether its port answers, without sending a request. Return why not, or ""."""
        parts = urlsplit(self._given.url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        try:
            async with asyncio.timeout(self._given.answers_within / 1000):
                _, writer = await asyncio.open_connection(parts.hostname, port)
        except (OSError, TimeoutError) as error:
            return (str(error) or "no answer")[:300]
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()
        return ""

    async def close(self) -> None:
        """End the thread."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _post(self, body: bytes, until: float) -> Reached:
        within = min(self._given.answers_within / 1000, until - time.monotonic())
        if within <= 0:  # it waited behind another
            raise NotReached("too old")
        ends = time.monotonic() + within
        try:
            connection = self._connection(within)
            try:
                connection.connect()
                with ended_at(ends, connection.sock):
                    return self._asked(connection, body)
            finally:
                connection.close()
        except Late as error:
            raise NotReached(f"no answer in {within:g} s") from error
        except (urllib3.exceptions.HTTPError, http.client.HTTPException, OSError) as error:
            why = (str(error) or type(error).__name__).splitlines()[0]
            raise NotReached(why[:300]) from error

    def _asked(self, connection: HTTPConnection, body: bytes) -> Reached:
        connection.request(
            "POST", self._target, body=body, headers=self._headers, preload_content=False
        )
        answer = connection.getresponse()
        try:
            if 200 <= answer.status < 300:
                return "taken"
            told = answer.read1(MOST_READ)
        finally:
            answer.close()  # it is not waited for the rest: an end may wait behind it
        raise NotReached(f"{answer.status} {told.decode('utf-8', 'replace')}")

    def _connection(self, within: float) -> HTTPConnection:
        """A new connection for one message, not open yet. Each step may take `within` seconds."""
        given, parts = self._given, urlsplit(self._given.url)
        host, port = parts.hostname or "", parts.port
        options = [*HTTPConnection.default_socket_options, FORGETS]
        if parts.scheme != "https":
            return HTTPConnection(host, port, timeout=within, socket_options=options)
        context = tls_context(given.authority, given.certificate, given.key)
        return HTTPSConnection(
            host, port, timeout=within, socket_options=options, cert_reqs="CERT_REQUIRED",
            ssl_context=context,
        )  # fmt: skip
