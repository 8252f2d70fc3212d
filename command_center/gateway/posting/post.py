"""One POST to the board's public interface, and the meaning of its answer for the posted items."""

import time
from enum import Enum
from http.client import HTTPException
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import orjson
import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection

from command_center.gateway.posting.ended_at import Late, ended_at

CONNECT_S, READ_S = 5.0, 20.0
LARGEST_ANSWER = 32_000_000
"""Bytes of an answer that are read (ours). The board's longest, of a batch that it refuses item by item, has 2 MB."""
LONGEST_ASKED_S = 60.0
"""How long an answer may ask to wait (`Retry-After`): a proxy that asks for a year must not get it."""
OWN = frozenset({200, 202})
"""Statuses of the board's own answers."""
UNWELCOME = frozenset({401, 403, 404, 407})
"""Answers that a person must mend (token, address). The data waits."""
REFUSES = frozenset({400, 409, 413, 415, 422})
"""Answers of a board that does not want the batch as a whole. They name no value, so nothing is given up."""


class Outcome(Enum):
    """The outcome of a batch. Only TAKEN, which names each wrong item, settles anything."""

    TAKEN = "taken"
    LATER = "later"
    UNWELCOME = "unwelcome"
    REFUSED = "refused"


class Answer(NamedTuple):
    """The outcome of a batch. `rejected` gives the indexes of items that were not taken, with reasons; `accepted`
    counts the others. `status` is the HTTP status; None means no answer.
    """

    outcome: Outcome
    why: str = ""
    rejected: tuple[tuple[int, str, str], ...] = ()
    wait_s: float | None = None
    status: int | None = None
    accepted: int | None = None

    def of_batch(self, size: int) -> "Answer":
        """Return this answer if it accounts for each of `size` items; LATER if it is the answer to another batch."""
        if self.outcome is not Outcome.TAKEN or self.accepted is None:
            return self
        refused = {index for index, _, _ in self.rejected if index < size}
        if self.accepted + len(refused) == size:
            return self
        return Answer(
            Outcome.LATER,
            f"{self.status} accounts for {self.accepted + len(refused)} of {size} items",
            status=self.status,
        )


class Post(Protocol):
    """Posts a batch; blocking, for use in a thread."""

    def __call__(self, path: str, body: dict[str, Any]) -> Answer: ...


class BoardGet(Protocol):
    """Reads from the board; blocking, for use in a thread. Returns the JSON of an answer that is TAKEN, else None."""

    def __call__(self, path: str) -> tuple[Answer, Any]: ...


class _InTime(HTTPConnection):
    """An answer's head must be here in time, however slowly it drips. After an answer that is not the board's own
    the connection ends with it: a server that failed may close it a moment later, under the next post.
    """

    def getresponse(self) -> urllib3.response.HTTPResponse:  # type: ignore[override]  # as urllib3 has it
        with ended_at(time.monotonic() + READ_S, self.sock):
            answer = super().getresponse()
        if answer.status not in OWN and self.sock is not None:
            self.sock.close()  # the answer's own handle reads its body to the end
            self.sock = None
        return answer


class _InTimeSecure(_InTime, HTTPSConnection):
    """The same over TLS."""


class _Pool(urllib3.HTTPConnectionPool):
    ConnectionCls = _InTime


class _SecurePool(urllib3.HTTPSConnectionPool):
    ConnectionCls = _InTimeSecure


class BoardPost:
    """Posts to the board at `url` with a token. Certificates are always verified."""

    def __init__(self, url: str, token: str, authority: Path | None = None) -> None:
        self._url = url
        self._headers = {
            "Authorization": f"Bearer {token}",
            "Content-Type": "application/json",
            "Accept-Language": "en",
        }
        self._pool = urllib3.PoolManager(
            maxsize=4,
            retries=False,
            timeout=urllib3.Timeout(connect=CONNECT_S, read=READ_S),
            cert_reqs="CERT_REQUIRED",
            ca_certs=str(authority) if authority else None,
        )
        self._pool.pool_classes_by_scheme = {"http": _Pool, "https": _SecurePool}

    def __call__(self, path: str, body: dict[str, Any]) -> Answer:
        """Sends a POST and reads the answer."""
        try:
            status, data, wait = self._asked("POST", path, orjson.dumps(body))
        except (urllib3.exceptions.HTTPError, HTTPException, OSError, ValueError, Late) as error:
            return Answer(Outcome.LATER, _first_line(error))
        return answer_of(status, data, wait)

    def get(self, path: str) -> tuple[Answer, Any]:
        """Sends a GET and reads the answer."""
        try:
            status, data, _ = self._asked("GET", path, None)
            if status == 200:
                return Answer(Outcome.TAKEN, status=status), orjson.loads(data)
        except (urllib3.exceptions.HTTPError, HTTPException, OSError, ValueError, Late) as error:
            return Answer(Outcome.LATER, _first_line(error)), None
        return answer_of(status, data), None

    def _asked(self, method: str, path: str, body: bytes | None) -> tuple[int, bytes, str | None]:
        """Status, body and Retry-After of an answer that is whole, in time, and not too long."""
        answer = self._pool.request(
            method, f"{self._url}{path}", body=body, headers=self._headers, redirect=False,
            preload_content=False,
        )  # fmt: skip
        ends = time.monotonic() + READ_S
        data = bytearray()
        try:
            while piece := answer.read1(65_536):
                data += piece
                if len(data) > LARGEST_ANSWER:
                    raise ValueError(f"an answer longer than {LARGEST_ANSWER} bytes")
                if time.monotonic() > ends:
                    raise Late(f"an answer that was not whole in {READ_S:g} s")
        except BaseException:
            answer.close()
            raise
        answer.release_conn()
        return answer.status, bytes(data), answer.headers.get("Retry-After")


def answer_of(status: int, data: bytes, retry_after: str | None = None) -> Answer:
    """Return the meaning of an HTTP answer. Only the board's own 202, which names the wrong items, takes a batch."""
    if status == 202:
        try:
            told = orjson.loads(data)
            rejected = tuple(_rejected(one) for one in told["rejected"])
            accepted = _count(told["accepted"])
        except (ValueError, KeyError, TypeError) as error:
            why = f"202 without the board's answer: {_first_line(error)}"
            return Answer(Outcome.LATER, why, status=status)
        return Answer(Outcome.TAKEN, rejected=rejected, status=status, accepted=accepted)
    why = f"{status} {data[:200].decode('utf-8', 'replace')}"
    if status in UNWELCOME or 300 <= status < 400:
        return Answer(Outcome.UNWELCOME, why, status=status)
    if status in REFUSES:
        return Answer(Outcome.REFUSED, why, status=status)
    wait = float(retry_after[:9]) if retry_after and retry_after.isdecimal() else None
    wait = None if wait is None else min(wait, LONGEST_ASKED_S)
    return Answer(Outcome.LATER, why, wait_s=wait, status=status)


def _rejected(one: Any) -> tuple[int, str, str]:
    index, code, why = _count(one["index"]), one["code"], one["error"]
    if not isinstance(code, str) or not isinstance(why, str):
        raise TypeError("a refusal without a code and a sentence")
    return index, code, why


def _count(given: Any) -> int:
    if isinstance(given, bool) or not isinstance(given, int) or given < 0:
        raise TypeError(f"no number of an item: {str(given)[:40]}")
    return given


def _first_line(error: BaseException) -> str:
    lines = str(error).splitlines()
    return (lines[0] if lines else type(error).__name__)[:300]
