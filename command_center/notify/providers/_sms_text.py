"""Splits a text into the parts of a short message: in the GSM alphabet if it has every character, else in UCS-2.

3GPP TS 23.038, 6.2.1 (alphabet), TS 23.040, 9.2.3.24.1 (concatenation).
"""

from collections.abc import Sequence
from dataclasses import dataclass

BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = {
    "\f": 0x0A, "^": 0x14, "{": 0x28, "}": 0x29, "\\": 0x2F, "[": 0x3C, "~": 0x3D, "]": 0x3E, "|": 0x40,
    "€": 0x65,
}  # fmt: skip
ESCAPE = 0x1B
GSM7, LATIN1, UCS2 = 0x00, 0x03, 0x08
"""Values of data_coding (SMPP 3.4, 5.2.19)."""
WHOLE = {GSM7: 160, UCS2: 140}
PART = {GSM7: 153, UCS2: 134}
"""Octets of a message, and of a part beside its header of six; the GSM alphabet has an octet a character here, the
service packs seven bits each."""
MOST_PARTS = 255


@dataclass(frozen=True, slots=True)
class SmsParts:
    """The octets of each part, without headers, and their coding."""

    coding: int
    parts: Sequence[bytes]


def sms_parts(text: str) -> SmsParts:
    """Return the parts of a text; no character is split. Raises ValueError for more than 255."""
    letters = [_gsm(letter) for letter in text]
    coding = UCS2 if None in letters else GSM7
    octets = (
        [letter.encode("utf-16-be") for letter in text]
        if coding == UCS2
        else [one for one in letters if one is not None]
    )
    if sum(map(len, octets)) <= WHOLE[coding]:
        return SmsParts(coding, [b"".join(octets)])
    parts = [b""]
    for one in octets:
        if len(parts[-1]) + len(one) > PART[coding]:
            parts.append(b"")
        parts[-1] += one
    if len(parts) > MOST_PARTS:
        raise ValueError(f"a text of {len(parts)} parts; a message has at most {MOST_PARTS}")
    return SmsParts(coding, parts)


def sms_whole(text: str) -> SmsParts:
    """The text in one piece, for services that split it themselves."""
    found = sms_parts(text)
    return SmsParts(found.coding, [b"".join(found.parts)])


def sms_text(content: bytes, coding: int) -> str:
    """Decode what a phone sent. Unreadable characters become U+FFFD."""
    if coding == UCS2:
        return content.decode("utf-16-be", "replace")
    if coding == GSM7:
        return _from_gsm(content)
    return content.decode("latin-1")


def concatenation(reference: int, total: int, number: int) -> bytes:
    """The header of part `number` of `total`; `reference` is the same in all of them."""
    return bytes((5, 0, 3, reference & 0xFF, total, number))


def _gsm(letter: str) -> bytes | None:
    if letter in EXTENDED:
        return bytes((ESCAPE, EXTENDED[letter]))
    at = BASIC.find(letter)
    return None if at < 0 or at == ESCAPE else bytes((at,))


def _from_gsm(content: bytes) -> str:
    extended = {code: letter for letter, code in EXTENDED.items()}
    told, escaped = [], False
    for octet in content:
        if octet == ESCAPE and not escaped:
            escaped = True
            continue
        letter = extended.get(octet) if escaped else None
        told.append(letter or (BASIC[octet] if octet < len(BASIC) else "\ufffd"))
        escaped = False
    return "".join(told)
