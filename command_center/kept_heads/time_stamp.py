"""Has heads stamped by a time-stamping authority (RFC 3161); the stamps are kept in the heads file."""

import contextlib
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import requests
from cryptography.x509 import Certificate, load_pem_x509_certificates
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    VerifierBuilder,
    decode_timestamp_response,
)

from command_center.kept_heads.in_file import InFile
from command_center.kept_heads.line import KeptHead
from command_center.kept_heads.place import NotKept

PATIENCE_S = 10.0
LONGEST = 64 * 1024
"""A stamp with its certificates has a few KiB; no answer is read beyond this."""
QUERY, REPLY = "application/timestamp-query", "application/timestamp-reply"
"""RFC 3161, 3.4."""

Roots = tuple[Certificate, ...]


def roots_of(file: Path) -> Roots:
    """Return the root certificates of an authority's chain. Raises OSError, ValueError."""
    return tuple(load_pem_x509_certificates(file.read_bytes()))


def is_stamped(head: KeptHead, roots: Roots) -> bool:
    """Whether its time stamp covers this head and comes from an authority of `roots`."""
    return head.stamp is not None and _proved(head.stamp, head, roots, None)


class TimeStamped:
    """Has each head stamped, verifies the stamp, and appends both to the heads file."""

    name = "time_stamp"

    def __init__(self, url: str, roots: Roots, file: InFile) -> None:
        self._url = url
        self._roots = roots
        self._file = file
        self.every_s = file.every_s

    def keep(self, head: KeptHead) -> None:
        """Request a stamp and keep it. Raises NotKept, also for a stamp that does not verify."""
        asked = (
            TimestampRequestBuilder()
            .data(head.content)
            .hash_algorithm(HashAlgorithm.SHA256)
            .nonce(nonce=True)
            .cert_request(cert_request=True)
            .build()
        )
        answer = self._asked(asked.as_bytes())
        if not _proved(answer, head, self._roots, asked.nonce):
            raise NotKept("the answer is no stamp of a trusted authority over this head")
        self._file.keep(replace(head, stamp=answer))

    def _asked(self, query: bytes) -> bytes:
        try:
            with requests.post(
                self._url,
                data=query,
                headers={"Content-Type": QUERY, "Accept": REPLY},
                timeout=PATIENCE_S,
                allow_redirects=False,
                stream=True,
            ) as answer:
                if answer.status_code != 200:
                    raise NotKept(f"the authority answered {answer.status_code}")
                return answer.raw.read(LONGEST, decode_content=True)
        except (requests.RequestException, OSError) as error:
            # Its text may quote an address with a name and password in it.
            raise NotKept(type(error).__name__) from error


def _proved(answer: bytes, head: KeptHead, roots: Roots, nonce: int | None) -> bool:
    # Whatever the readers of ASN.1 and X.509 stumble over (InvalidVersion is no ValueError): no proof.
    with contextlib.suppress(Exception):
        builder = VerifierBuilder(roots=list(roots), nonce=nonce)
        response = decode_timestamp_response(certificates_in_order(answer))
        return builder.build().verify_message(response, head.content)
    return False


# Sorts the certificates of a time stamp into DER order, which the reader requires. OpenSSL writes
# them in the order of its configuration (seen with 3.5: `certs`), and so do authorities built on
# it. No signature covers that order (RFC 5652, 5.4).

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
