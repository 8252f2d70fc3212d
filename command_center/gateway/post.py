"""One POST to the board's public interface, and what its answer means for what was posted."""

from enum import Enum
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import orjson
import urllib3

CONNECT_S, READ_S = 5.0, 20.0
RETRIED = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Answers of a board, or of a proxy before it, that is not able to answer now."""
UNWELCOME = frozenset({401, 403, 404})
"""Answers that a person must mend (token, address). The data waits."""


class Outcome(Enum):
    """What became of a batch."""

    TAKEN = "taken"
    LATER = "later"
    UNWELCOME = "unwelcome"
    REFUSED = "refused"


class Answer(NamedTuple):
    """What became of a batch. `rejected` are the indexes of items that were not taken, and why."""

    outcome: Outcome
    why: str = ""
    rejected: tuple[tuple[int, str, str], ...] = ()
    wait_s: float | None = None


class Post(Protocol):
    """How a batch is posted; blocking, for a thread."""

    def __call__(self, path: str, body: dict[str, Any]) -> Answer: ...


class BoardGet(Protocol):
    """How the board is asked; blocking, for a thread. The JSON of an answer that is TAKEN, else None."""

    def __call__(self, path: str) -> tuple[Answer, Any]: ...


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

    def __call__(self, path: str, body: dict[str, Any]) -> Answer:
        """Post and read the answer."""
        try:
            response = self._pool.request(
                "POST", f"{self._url}{path}", body=orjson.dumps(body), headers=self._headers,
                redirect=False,
            )  # fmt: skip
        except (urllib3.exceptions.HTTPError, OSError) as error:
            return Answer(Outcome.LATER, _first_line(error))
        return answer_of(response.status, response.data, response.headers.get("Retry-After"))

    def get(self, path: str) -> tuple[Answer, Any]:
        """Ask and read the answer."""
        try:
            response = self._pool.request(
                "GET", f"{self._url}{path}", headers=self._headers, redirect=False
            )
            if response.status == 200:
                return Answer(Outcome.TAKEN), orjson.loads(response.data)
        except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
            return Answer(Outcome.LATER, _first_line(error)), None
        return answer_of(response.status, response.data), None


def answer_of(status: int, data: bytes, retry_after: str | None = None) -> Answer:
    """What an HTTP answer means."""
    if status == 202:
        try:
            told = orjson.loads(data)
            rejected = tuple((r["index"], r["code"], r["error"]) for r in told["rejected"])
        except (ValueError, KeyError, TypeError) as error:
            return Answer(Outcome.LATER, f"202 without the board's answer: {error}")
        return Answer(Outcome.TAKEN, rejected=rejected)
    why = f"{status} {data[:200].decode('utf-8', 'replace')}"
    if status in RETRIED:
        wait = float(retry_after) if retry_after and retry_after.isdecimal() else None
        return Answer(Outcome.LATER, why, wait_s=wait)
    if status in UNWELCOME or 300 <= status < 400:
        return Answer(Outcome.UNWELCOME, why)
    return Answer(Outcome.REFUSED, why)


def _first_line(error: BaseException) -> str:
    return (str(error) or type(error).__name__).splitlines()[0][:300]
