"""Sorts the certificates of a time stamp into DER order, which the reader requires.

OpenSSL writes them in the order of its configuration (seen with 3.5: `certs`), and so do authorities built on it. No
signature covers that order (RFC 5652, 5.4).
"""

from typing import NamedTuple

SEQUENCE, CONTEXT_0 = 0x30, 0xA0


class Element(NamedTuple):
    """A DER value: its tag, and the offsets of its start, content and end."""

    tag: int
    begin: int
    content: int
    end: int


def certificates_in_order(answer: bytes) -> bytes:
    """Return a TimeStampResp (RFC 3161, 2.4.2) with its certificates sorted; unchanged if it has none.

    Raises ValueError for a malformed one.
    """
    response = _element(answer, 0, len(answer), SEQUENCE)
    parts = _elements(answer, response)
    if len(parts) < 2:
        return answer  # a refusal: a status alone
    info = _elements(answer, parts[1])
    if len(info) != 2:
        raise ValueError("no ContentInfo")
    signed = _elements(answer, _element(answer, info[1].content, info[1].end, SEQUENCE))
    for part in signed:
        if part.tag == CONTEXT_0:
            sorted_ones = sorted(answer[one.begin : one.end] for one in _elements(answer, part))
            return answer[: part.content] + b"".join(sorted_ones) + answer[part.end :]
    return answer


def _elements(raw: bytes, outer: Element) -> list[Element]:
    found, at = [], outer.content
    while at < outer.end:
        found.append(_element(raw, at, outer.end))
        at = found[-1].end
    return found


def _element(raw: bytes, at: int, until: int, tag: int | None = None) -> Element:
    if at + 2 > until or (tag is not None and raw[at] != tag):
        raise ValueError(f"no DER at {at}")
    length, content = raw[at + 1], at + 2
    if length & 0x80:
        octets = length & 0x7F
        if not 1 <= octets <= 4:
            raise ValueError(f"no DER at {at}")
        length, content = int.from_bytes(raw[content : content + octets]), content + octets
    if content + length > until:
        raise ValueError(f"cut short at {at}")
    return Element(raw[at], at, content, content + length)
