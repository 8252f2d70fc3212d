"""The canonical text of a fact: the bytes that are hashed, stored and exported."""

import gc
import hashlib
import json
from collections.abc import Iterable
from dataclasses import fields
from operator import itemgetter
from typing import Any

import orjson

from command_center.domain.actor import ActorKind, Via
from command_center.domain.bounds.json_bounds import (
    DEEPEST,
    LARGEST_FACT,
    Beyond,
    Unkeepable,
    beyond,
    shortened,
)
from command_center.domain.fact import AtBasis, Fact

GENESIS = "0" * 64
"""What the first fact of every journal is chained to."""

FIELDS = tuple(field.name for field in fields(Fact) if field.name != "hash")

_NOT_FINITE = ("NaN", "Infinity")
"""How Python writes numbers that JSON has not."""

_AT_BASIS = {member.value: member for member in AtBasis}
_ACTOR_KIND = {member.value: member for member in ActorKind}
_VIA = {member.value: member for member in Via}

# A frozen dataclass's own __init__ is the slowest step of a replay (measured: 3.1 us, so 1.8 us).
_PUT = tuple(getattr(Fact, name).__set__ for name in FIELDS)
_put_hash = vars(Fact)["hash"].__set__
_values = itemgetter(*FIELDS)


def canonical(fact: Fact, **stamped: int) -> str:
    """Return every field but `hash` as JSON: keys sorted by code point, no spaces, minimal escaping. `stamped` fields
    replace the fact's own. Raises Unkeepable (a ValueError) for values that would not be read back unchanged, or that
    some reader could not take: see `domain/bounds/json_bounds.py`.
    """
    body = _body_of(fact) | stamped
    text = _plainly_written(body)
    if text is None:
        if (found := beyond(body, DEEPEST)) is not None:
            raise Unkeepable(found)
        text = _written(body)
    if len(text) > LARGEST_FACT // 4 and len(text.encode()) > LARGEST_FACT:
        raise Unkeepable(Beyond("too_large", fact.kind, {"most": LARGEST_FACT}))
    return text


def _plainly_written(body: dict[str, Any]) -> str | None:
    """The text of what two encoders, which walk faster than `beyond`, find nothing wrong with; None where somebody has
    to look. orjson takes no integer, text or key beyond the bounds, json nothing that is no JSON; it names what is not
    finite. There are no more levels than brackets."""
    try:
        seen = orjson.dumps(body, option=orjson.OPT_STRICT_INTEGER)
        text = _written(body)
    except TypeError:
        return None
    if b"\\u0000" in seen or _count(seen) > DEEPEST or any(name in text for name in _NOT_FINITE):
        return None
    return text


def rewritten(fact: Fact, body: str | bytes) -> str:
    """Return the text of a stored fact as `canonical` writes it, without its limits: older releases
    had wider ones.
    """
    if is_too_deep(body):
        return _written(orjson.loads(body))
    return _written(_body_of(fact))


def _body_of(fact: Fact) -> dict[str, Any]:
    body = {name: getattr(fact, name) for name in FIELDS}
    body["data"] = dict(fact.data)
    return body


def _written(body: dict[str, Any]) -> str:
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def chained(previous: str, body: str | bytes) -> str:
    """Return the hash of a fact: sha256 over the previous hash (64 hex digits), a newline, and the fact's bytes."""
    raw = body.encode() if isinstance(body, str) else body
    return hashlib.sha256(previous.encode() + b"\n" + raw).hexdigest()


def decoded(body: str | bytes, digest: str) -> Fact:
    """Return the fact stored as `body`, with its hash; shortened if an older release stored it nested more deeply
    than any reader takes. Raises ValueError for anything else.
    """
    parts: dict[str, Any] = orjson.loads(body)
    if is_too_deep(body, parts):
        parts = shortened(parts, DEEPEST)
    try:
        parts["at_basis"] = _AT_BASIS[parts["at_basis"]]
        parts["actor_kind"] = _ACTOR_KIND[parts["actor_kind"]]
        parts["via"] = _VIA[parts["via"]]
        if len(parts) != len(FIELDS):  # written before a field with a default came to be
            return Fact(hash=digest, **parts)
        fact = object.__new__(Fact)
        for put, value in zip(_PUT, _values(parts), strict=True):
            put(fact, value)
        _put_hash(fact, digest)
        return fact
    except (KeyError, TypeError) as error:
        raise ValueError(f"not the text of a fact: {error!r}") from None


def decoded_all(rows: Iterable[tuple[str, str]]) -> list[Fact]:
    """Return the facts of (body, hash) rows, in order.

    The garbage collector is paused, because nothing made here can be garbage before it is returned: this doubles the
    speed (measured: 106,000 to 214,000 facts a second).
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        return [decoded(body, digest) for body, digest in rows]
    finally:
        if collecting:
            gc.enable()


def is_too_deep(body: str | bytes, parts: Any = None) -> bool:
    """Whether a stored fact is nested more deeply than is served (`parts`: its parsed body). Hardly any fact has
    enough brackets to need the check.
    """
    opens = _count(body)
    if opens <= DEEPEST:
        return False
    found = beyond(orjson.loads(body) if parts is None else parts, DEEPEST)
    return found is not None and found.why == "too_deep"


def _count(body: str | bytes) -> int:
    if isinstance(body, str):
        return body.count("[") + body.count("{")
    return body.count(b"[") + body.count(b"{")
