"""Decodes Sparkplug B's payload, a part of Protocol Buffers, with size limits (Eclipse Sparkplug 3.0, 6.4).

The specification's message types are few and fixed, so reading them needs no compiler and no library.
"""

import struct
import zlib
from collections.abc import Iterator
from typing import NamedTuple

MOST_BYTES = 10_000_000
MOST_METRICS = 100_000
COMPRESSED = "SPBV1.0_COMPRESSED"
REBIRTH = "Node Control/Rebirth"
BOOLEAN = 11
"""The number of that type."""
VARINT, FIXED64, LENGTH, FIXED32 = 0, 1, 2, 5
SIGNED = {1: 8, 2: 16, 3: 32, 4: 64}
"""Bits of the signed types; a payload carries them as unsigned."""
GOOD_QUALITY, STALE_QUALITY = 192, 500
Value = float | int | bool | str | None


class Undecodable(ValueError):
    """A payload does not follow the specification."""


class Metric(NamedTuple):
    """One metric: its name, or only the alias that a birth gave it. `datatype` may be missing in data messages."""

    name: str | None
    alias: int | None
    ts: int | None
    datatype: int | None
    value: Value
    is_null: bool = False
    is_historical: bool = False
    quality: int | None = None
    unit: str | None = None


class Payload(NamedTuple):
    """One message: its time (UTC epoch ms), sequence number (0 to 255) and metrics."""

    ts: int | None
    seq: int | None
    metrics: tuple[Metric, ...]


def payload(data: bytes) -> Payload:
    """Decode a Sparkplug payload. Raises Undecodable."""
    ts = seq = None
    metrics: list[Metric] = []
    uuid, body = "", b""
    for number, value in _fields(data):
        if number == 1:
            ts = _int(value)
        elif number == 2:
            metrics.append(_metric(_bytes(value)))
            if len(metrics) > MOST_METRICS:
                raise Undecodable("too many metrics")
        elif number == 3:
            seq = _int(value)
        elif number == 4:
            uuid = _text(value)
        elif number == 5:
            body = _bytes(value)
    if uuid == COMPRESSED:
        return payload(_inflated(body))
    return Payload(ts, seq, tuple(metrics))


def rebirth(ts: int) -> bytes:
    """Return the payload of the only command ever sent: it asks an edge node to repeat its birth (`Node
    Control/Rebirth`, Eclipse Sparkplug 3.0, 6.4.16).
    """
    name = REBIRTH.encode()
    metric = bytes([1 << 3 | LENGTH, len(name)]) + name
    metric += bytes([3 << 3]) + _as_varint(ts) + bytes([4 << 3, BOOLEAN, 14 << 3, 1])
    return bytes([1 << 3]) + _as_varint(ts) + bytes([2 << 3 | LENGTH, len(metric)]) + metric


def _as_varint(number: int) -> bytes:
    found = bytearray()
    while number > 0x7F:
        found.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*found, number])


def as_type(value: Value, datatype: int | None) -> Value:
    """Convert a value to its datatype: signed types are transmitted as unsigned."""
    bits = SIGNED.get(datatype or 0)
    if bits is None or isinstance(value, bool) or not isinstance(value, int):
        return value
    value &= (1 << bits) - 1
    return value - (1 << bits) if value >> (bits - 1) else value


def _metric(data: bytes) -> Metric:
    name = alias = ts = datatype = quality = unit = None
    value: Value = None
    is_null = is_historical = False
    for number, raw in _fields(data):
        match number:
            case 1:
                name = _text(raw)
            case 2:
                alias = _int(raw)
            case 3:
                ts = _int(raw)
            case 4:
                datatype = _int(raw)
            case 5:
                is_historical = bool(_int(raw))
            case 7:
                is_null = bool(_int(raw))
            case 9:
                quality, unit = _properties(_bytes(raw))
            case 10 | 11:
                value = _int(raw)
            case 12:
                value = _real(raw, "<f")
            case 13:
                value = _real(raw, "<d")
            case 14:
                value = bool(_int(raw))
            case 15:
                value = _text(raw)
    return Metric(name, alias, ts, datatype, value, is_null, is_historical, quality, unit)


def _properties(data: bytes) -> tuple[int | None, str | None]:
    """The quality and the unit of a set of properties, where it has them."""
    keys: list[str] = []
    values: list[Value] = []
    for number, raw in _fields(data):
        if number == 1:
            keys.append(_text(raw))
        elif number == 2:
            values.append(_property(_bytes(raw)))
    quality = unit = None
    for key, value in zip(keys, values, strict=False):
        if key.lower() == "quality" and isinstance(value, int):
            quality = value
        elif key.lower() in ("engunit", "unit") and isinstance(value, str):
            unit = value
    return quality, unit


def _property(data: bytes) -> Value:
    for number, raw in _fields(data):
        if number in (3, 4):
            return _int(raw)
        if number == 8:
            return _text(raw)
    return None


def _fields(data: bytes) -> Iterator[tuple[int, int | bytes]]:
    at, end = 0, len(data)
    while at < end:
        key, at = _varint(data, at)
        number, kind = key >> 3, key & 7
        if number == 0:
            raise Undecodable("a field without a number")
        if kind == VARINT:
            value, at = _varint(data, at)
            yield number, value
            continue
        if kind == LENGTH:
            length, at = _varint(data, at)
        elif kind in (FIXED64, FIXED32):
            length = 8 if kind == FIXED64 else 4
        else:
            raise Undecodable(f"wire type {kind}")
        if length > end - at:
            raise Undecodable("it ends too early")
        yield number, data[at : at + length]
        at += length


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for shift in range(0, 70, 7):
        if at >= len(data):
            raise Undecodable("it ends too early")
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value & 0xFFFF_FFFF_FFFF_FFFF, at
    raise Undecodable("a number without an end")


def _int(raw: int | bytes) -> int:
    if not isinstance(raw, int):
        raise Undecodable("a number was expected")
    return raw


def _bytes(raw: int | bytes) -> bytes:
    if not isinstance(raw, bytes):
        raise Undecodable("bytes were expected")
    return raw


def _text(raw: int | bytes) -> str:
    try:
        return _bytes(raw).decode("utf-8")
    except UnicodeDecodeError as error:
        raise Undecodable("no UTF-8") from error


def _real(raw: int | bytes, form: str) -> float:
    data = _bytes(raw)
    if len(data) != struct.calcsize(form):
        raise Undecodable("a number of another length")
    found: float = struct.unpack(form, data)[0]
    return found


def _inflated(body: bytes) -> bytes:
    """A compressed body (GZIP or DEFLATE), up to a bound."""
    try:
        inflater = zlib.decompressobj(wbits=47)  # either header
        found = inflater.decompress(body, MOST_BYTES)
    except zlib.error as error:
        raise Undecodable(f"not to be decompressed: {error}") from error
    if inflater.unconsumed_tail:
        raise Undecodable(f"larger than {MOST_BYTES} bytes")
    return found
