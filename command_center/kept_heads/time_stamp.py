"""Has heads stamped by a time-stamping authority (RFC 3161); the stamps are kept in the heads file."""

import contextlib
from dataclasses import replace
from pathlib import Path

import requests
from cryptography.x509 import Certificate, load_pem_x509_certificates
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    VerifierBuilder,
    decode_timestamp_response,
)

from command_center.kept_heads.der import certificates_in_order
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
