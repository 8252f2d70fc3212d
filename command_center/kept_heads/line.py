"""A kept head as one line of text, the same in a file, in syslog and in a mail. Pure functions."""

import base64
import binascii
import hashlib
import hmac
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, NamedTuple

import orjson

MARK = "command-center-head "
"""Begins a kept head, wherever on its line that is: syslog writes a time and a name before it."""
_FOUND = re.compile(MARK.encode() + rb"(\{[^\r\n]*\})")
_HASH = re.compile(r"[0-9a-f]{64}")
_MARKED = MARK.strip().encode()
MOST = 2**53 - 1
"""No journal has more facts (`store/journal/canonical.py`)."""


@dataclass(frozen=True, slots=True)
class KeptHead:
    """The newest fact of a site at a time: its number and hash. `at` is UTC, ISO 8601.

    `mac` is the HMAC-SHA256 of `content` in hex, `stamp` an RFC 3161 time stamp over it.
    """

    site: str
    seq: int
    hash: str
    at: str
    mac: str | None = None
    stamp: bytes | None = None

    @property
    def content(self) -> bytes:
        """Return the bytes that are signed and stamped: the mark, then the four fields as JSON with sorted keys."""
        fields = {"site": self.site, "seq": self.seq, "hash": self.hash, "at": self.at}
        return MARK.encode() + _json(fields)

    def signed(self, key: bytes) -> "KeptHead":
        """Return a copy signed with `key`."""
        return replace(self, mac=_mac(key, self.content))

    def is_signed_by(self, key: bytes) -> bool:
        """Whether it is signed with `key`."""
        return self.mac is not None and hmac.compare_digest(self.mac, _mac(key, self.content))

    @property
    def line(self) -> str:
        """Return the head as one ASCII line without a line end."""
        fields: dict[str, Any] = {"site": self.site, "seq": self.seq, "hash": self.hash}
        fields["at"] = self.at
        if self.mac is not None:
            fields["mac"] = self.mac
        if self.stamp is not None:
            fields["stamp"] = base64.b64encode(self.stamp).decode()
        return MARK + _json(fields).decode()


class Found(NamedTuple):
    """A line of a file that has the mark; `head` is None if it cannot be read as a kept head."""

    number: int
    head: KeptHead | None


def kept_at(now: int) -> str:
    """Format a time (UTC epoch ms) for a kept head."""
    moment = datetime.fromtimestamp(now / 1000, UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def heads_in(lines: Iterable[bytes]) -> Iterator[Found]:
    """Yield every line with the mark, numbered from 1; works for a heads file, a syslog file and a saved mail."""
    for number, line in enumerate(lines, 1):
        if match := _FOUND.search(line):
            yield Found(number, _head(match[1]))
        elif _MARKED in line:
            yield Found(number, None)


def _head(text: bytes) -> KeptHead | None:
    try:
        said = orjson.loads(text)
        site, seq, digest, at = (said[name] for name in ("site", "seq", "hash", "at"))
        mac, stamp = said.get("mac"), said.get("stamp")
        right = (
            all(isinstance(one, str) for one in (site, digest, at))
            and type(seq) is int
            and 0 < seq <= MOST
            and _HASH.fullmatch(digest)
            and (mac is None or (isinstance(mac, str) and mac.isascii()))
        )
        if not right:
            return None
        raw = None if stamp is None else base64.b64decode(stamp, validate=True)
        return KeptHead(site, seq, digest, at, mac, raw)
    except (ValueError, KeyError, TypeError, AttributeError, binascii.Error):
        return None


def _mac(key: bytes, content: bytes) -> str:
    return hmac.new(key, content, hashlib.sha256).hexdigest()


def _json(fields: dict[str, Any]) -> bytes:
    """ASCII alone: mail and syslog carry it unchanged."""
    return json.dumps(fields, sort_keys=True, separators=(",", ":")).encode()
