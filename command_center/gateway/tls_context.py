"""Whom a connection over TLS trusts, and what it shows of itself."""

import ssl
from pathlib import Path


class ClosedWhenRefused(ssl.SSLSocket):
    """Whoever shakes hands later than it wraps drops a socket that was refused, and leaves it open: paho does."""

    def do_handshake(self, block: bool = False) -> None:
        """Closes itself where the peer, or what it shows, is refused."""
        try:
            super().do_handshake(block)
        except (ssl.SSLWantReadError, ssl.SSLWantWriteError):
            raise  # it goes on
        except BaseException:
            self.close()
            raise


def tls_context(
    authority: Path | None, certificate: Path | None = None, key: Path | None = None
) -> ssl.SSLContext:
    """The peer's certificate must hold: by the system's authorities, or by `authority` alone. `certificate` and `key`
    are our own. Names stand in a certificate's subjectAltName only (RFC 9525, 2): a common name that reads like a
    host's would break the limits of an authority that is for addresses. Raises OSError where a file cannot be read."""
    context = ssl.create_default_context(cafile=None if authority is None else str(authority))
    context.hostname_checks_common_name = False
    context.sslsocket_class = ClosedWhenRefused
    if certificate is not None:
        context.load_cert_chain(certificate, key)
    return context
