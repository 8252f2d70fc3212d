"""The HTTP client for cloud services.

Every request is limited in time and size, follows no redirect, and uses nothing from the environment: no proxy, no
`.netrc`. Errors are classified by one question: may the message have reached the service? They are reported without
addresses, queries or answers, because these contain tokens and people's numbers.
"""

import hashlib
import logging
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Annotated, Any
from urllib.parse import urlsplit

import orjson
import requests
from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    MaxRetryError,
    NewConnectionError,
    ReadTimeoutError,
)

from command_center.domain.notifications.answers import CODES
from command_center.notify.channel_entry import ChannelEntry
from command_center.notify.provider import Health, Permanent, Temporary, Unknown, Word

ANSWER_LIMIT = 1_048_576
"""The most bytes of an answer that are read (ours; the services answer with a few hundred)."""
IDLE_S = 20.0
"""A connection that lay idle for longer is not used again: a firewall between may have forgotten it, and the first
page after a quiet night would wait for its timeout."""
CONNECT_SHARE = 1 / 3
"""The share of the time left that connecting may take."""
LONGEST_WAIT_S = 3600.0
JSON = {"Content-Type": "application/json; charset=utf-8"}
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})

# Its debug records write whole addresses, and WeCom wants its secret and token in them.
logging.getLogger("urllib3.connectionpool").setLevel(logging.WARNING)


def _address(given: str) -> str:
    """An address of a service, without a slash at its end: https, or http to this machine."""
    try:
        parts = urlsplit(given)
        host, _port = parts.hostname, parts.port
    except ValueError:
        host = None
    if not host or "@" in parts.netloc or parts.query or parts.fragment or " " in given:
        raise PydanticCustomError("channels.endpoint", "an endpoint is https://HOST")
    if parts.scheme != "https" and not (parts.scheme == "http" and host in LOOPBACK):
        raise PydanticCustomError("channels.endpoint", "an endpoint is https://HOST")
    return given.rstrip("/")


def _proxy(given: str) -> str:
    try:
        parts = urlsplit(given)
        whole = bool(parts.hostname) and parts.scheme in ("http", "https") and "@" not in given
    except ValueError:
        whole = False
    if not whole:
        raise PydanticCustomError("channels.proxy", "a proxy is http://HOST:PORT")
    return given


Endpoint = Annotated[str, Field(max_length=300), AfterValidator(_address)]
"""Where a service is reached: https. Plain http is taken to this machine alone, for a relay beside us."""


class CloudEntry(ChannelEntry):
    """Extra keys of cloud channels. `proxy` is the way out of the plant (http://HOST:PORT); environment variables are
    not read. `ca` is a file of certificates trusted for a relay.
    """

    proxy: Annotated[str, Field(max_length=300), AfterValidator(_proxy)] | None = None
    ca: str | None = None


class Deadline:
    """The deadline of a whole call."""

    def __init__(self, seconds: float, elapsed: Callable[[], float] = time.monotonic) -> None:
        self._elapsed = elapsed
        self._end = elapsed() + seconds

    def left(self) -> float:
        """Return the seconds left, not below zero."""
        return max(0.0, self._end - self._elapsed())


@dataclass(frozen=True, slots=True)
class Ask:
    """One request. `gives`: it hands over a message, so a broken connection leaves the message's fate unknown.
    `repeatable`: the service ignores a repetition, so the request may be repeated after a service error.
    """

    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    gives: bool = False
    repeatable: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """A service's answer: the HTTP status, the JSON object (empty if there was none), and the wait it asks for."""

    status: int
    fields: Mapping[str, Any]
    after_s: float | None = None


class Service:
    """One cloud service at `endpoint`. Thread-safe: each thread has connections of its own."""

    def __init__(self, name: str, endpoint: str, entry: CloudEntry) -> None:
        self.name, self.endpoint = name, endpoint
        self._proxies = {"http": entry.proxy, "https": entry.proxy} if entry.proxy else None
        self._verify: bool | str = entry.ca or True
        self._ca_is_good = entry.ca is None or _are_certificates(entry.ca)
        self._of_thread = threading.local()

    def __repr__(self) -> str:
        return f"Service({self.name!r}, {self.endpoint!r})"

    def ask(self, ask: Ask, deadline: Deadline) -> Answer:
        """Send one request and return its answer, for any status below 500 except 429.

        Raises Temporary if the service was not reached or is overloaded, Unknown if it may have taken a message,
        Permanent if it redirects or no certificates can be read.
        """
        if not self._ca_is_good:
            raise Permanent(
                f"the file {self._verify} holds no certificates that we can read", "provider"
            )
        failure = None
        try:
            answer = self._asked(ask, deadline)
        except (requests.RequestException, HTTPError, OSError, _Broken) as error:
            # Raised below, outside of the handler: the causes name the whole address.
            failure = self._failure(ask, error)
        if failure is not None:
            raise failure
        self._check_status(ask, answer)
        return answer

    def _asked(self, ask: Ask, deadline: Deadline) -> Answer:
        left = deadline.left()
        if left <= 0:
            raise _Broken("no time was left", given=False)
        session = self._session()
        connect = left * CONNECT_SHARE
        response = session.request(
            ask.method,
            self.endpoint + ask.path,
            params=dict(ask.query),
            data=ask.body,
            headers=dict(ask.headers),
            timeout=(connect, left - connect),
            allow_redirects=False,
            stream=True,
            proxies=self._proxies,
            verify=self._verify,
        )
        try:
            content = _read(response, deadline)
        except BaseException:
            response.close()  # half read: it cannot serve the next request
            raise
        told = response.headers
        after = _seconds(told.get("Retry-After") or told.get("x-ogw-ratelimit-reset"))
        return Answer(response.status_code, _object(content), after)

    def _session(self) -> requests.Session:
        now = time.monotonic()
        of_thread = self._of_thread
        session: requests.Session | None = getattr(of_thread, "session", None)
        if session is not None and now - of_thread.used > IDLE_S:
            session.close()
            session = None
        if session is None:
            session = requests.Session()
            session.trust_env = False
            of_thread.session = session
        of_thread.used = now
        return session

    def _failure(self, ask: Ask, error: Exception) -> Temporary | Unknown:
        what = error.args[0] if isinstance(error, _Broken) else _kind(error)
        if not ask.gives or not _may_have_been_given(error):
            return Temporary(f"{self.name} could not be reached: {what}")
        return Unknown(f"{self.name} was given the message, and then {what}")

    def _check_status(self, ask: Ask, answer: Answer) -> None:
        status = answer.status
        if status == 429:
            raise Temporary(f"{self.name} has too many requests of ours", answer.after_s)
        if status >= 500:
            why = f"{self.name} answered with an error of its own (HTTP {status})"
            # Whoever answers 503 took nothing; the others may fail after taking.
            if ask.gives and not ask.repeatable and status != 503:
                raise Unknown(why)
            raise Temporary(why, answer.after_s)
        if 300 <= status < 400:
            raise Permanent(
                f"{self.name} answered with a redirect (HTTP {status}): check endpoint", "provider"
            )


class _Broken(Exception):
    """An exchange that we broke off. `given`: the request may have reached the service."""

    def __init__(self, why: str, *, given: bool) -> None:
        super().__init__(why)
        self.given = given


def _are_certificates(path: str) -> bool:
    try:
        ssl.create_default_context(cafile=path)
    except (OSError, ssl.SSLError):
        return False
    return True


def _read(response: requests.Response, deadline: Deadline) -> bytes:
    """The answer's bytes, as they come: a service that drips them cannot hold us beyond the deadline."""
    content = bytearray()
    while piece := response.raw.read1(65_536, decode_content=True):
        content += piece
        if len(content) > ANSWER_LIMIT:
            raise _Broken("it answered with far more than an answer", given=True)
        if deadline.left() <= 0:
            raise _Broken("its answer did not end in time", given=True)
    return bytes(content)


def _object(content: bytes) -> dict[str, Any]:
    with suppress(orjson.JSONDecodeError):
        found = orjson.loads(content)
        if isinstance(found, dict):
            return found
    return {}


def _seconds(given: str | None) -> float | None:
    if given is None or not given.strip().isdecimal():
        return None
    return min(float(given), LONGEST_WAIT_S)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and all errors that caused it."""
    seen: list[BaseException] = []
    todo: list[BaseException] = [error]
    while todo:
        one = todo.pop()
        if any(one is other for other in seen):
            continue
        seen.append(one)
        yield one
        inner = [one.__cause__, one.__context__, getattr(one, "reason", None), *one.args]
        todo += [each for each in inner if isinstance(each, BaseException)]


def _may_have_been_given(error: Exception) -> bool:
    """Whether the request may have reached the service, as far as the error tells."""
    if isinstance(error, _Broken):
        return error.given
    if isinstance(error, requests.ConnectTimeout | requests.exceptions.ProxyError):
        return False
    never = (NewConnectionError, ConnectTimeoutError, ssl.SSLCertVerificationError)
    return not any(isinstance(one, never) for one in _causes(error))


def _kind(error: Exception) -> str:
    """A description of an error without an address."""
    causes = list(_causes(error))
    if any(isinstance(one, ssl.SSLCertVerificationError) for one in causes):
        return "its certificate is vouched for by nobody we trust"
    if any(isinstance(one, requests.Timeout | ReadTimeoutError | TimeoutError) for one in causes):
        return "it did not answer in time"
    if any(isinstance(one, NewConnectionError | MaxRetryError) for one in causes):
        return "no connection could be made"
    return f"the connection broke ({type(error).__name__})"


def sent_mark(label: str, longest: int) -> str:
    """Return the label of a pressed button, in the label's own language: it says "sent". The board has not judged the
    answer yet, so it does not say that it counts.
    """
    sent = " · 已发送" if any("\u4e00" <= one <= "\u9fff" for one in label) else " · sent"
    return label[: longest - len(sent)] + sent


def probed(look: Callable[[], Health]) -> Health:
    """Return what `look` finds; an error it raises is the reason why the service would not take a message now."""
    try:
        return look()
    except (Temporary, Permanent, Unknown) as why:
        return Health(False, str(why))


def known_word(given: object) -> Word | None:
    """The word that a callback carries, if it is one of ours."""
    return next((word for word in CODES if word == given), None)


def event_of(kind: str, *parts: object) -> str:
    """Return the name of an event, equal in repeated reports. It reveals nobody: addresses enter it as a hash."""
    digest = hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()
    return f"{kind}:{digest[:24]}"
