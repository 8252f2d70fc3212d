"""The expiry of the certificate that a connection presents to its peer."""

from functools import lru_cache
from pathlib import Path

from command_center.gateway.file.model import Connection, Opcua
from command_center.gateway.file.reading import Gateway

LARGEST = 1_000_000
"""Bytes of a certificate's file (ours)."""


def certificate_of(gateway: Gateway, connection: Connection) -> Path | None:
    """Return the file of a connection's certificate; None if it presents none."""
    if isinstance(connection, Opcua):
        security = connection.security
        if security.mode == "none":
            return None
        return security.certificate or gateway.buffer.path / "pki" / "gateway.der"
    found: Path | None = getattr(connection, "certificate", None)
    return found


def certificate_ends(gateway: Gateway, connection: Connection) -> int | None:
    """Return the certificate's expiry, UTC epoch ms; None if the connection presents none or it cannot be read."""
    path = certificate_of(gateway, connection)
    if path is None:
        return None
    try:
        return _ends(path, path.stat().st_mtime_ns)
    except (OSError, ValueError):
        return None


@lru_cache(maxsize=200)
def _ends(path: Path, changed: int) -> int:
    """Raises OSError, ValueError. `changed` makes a file that was replaced be read again."""
    from cryptography import x509  # 8 MB, which only a gateway with a certificate needs

    with path.open("rb") as file:
        content = file.read(LARGEST)
    load = x509.load_pem_x509_certificate
    if not content.lstrip().startswith(b"-----BEGIN"):
        load = x509.load_der_x509_certificate
    return round(load(content).not_valid_after_utc.timestamp() * 1000)
