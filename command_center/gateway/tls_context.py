"""The TLS context of a connection: whom it trusts, and which certificate it presents."""

import ssl
from pathlib import Path


class ClosedWhenRefused(ssl.SSLSocket):
    """A TLS socket that closes itself when its handshake is refused. A caller that does the handshake after wrapping,
    as paho does, would drop the socket but leave it open.
    """

    def do_handshake(self, block: bool = False) -> None:
        """Do the handshake; close the socket if the peer refuses, or its certificate is refused."""
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
    """Return the context. The peer's certificate must be valid by the system's authorities, or by `authority` alone.
    `certificate` and `key` are our own. Names are read from subjectAltName only (RFC 9525, 2): a common name that
    looks like a host name would break the name constraints of an authority for addresses. Raises OSError if a file
    cannot be read.
    """
    context = ssl.create_default_context(cafile=None if authority is None else str(authority))
    context.hostname_checks_common_name = False
    context.sslsocket_class = ClosedWhenRefused
    if certificate is not None:
        context.load_cert_chain(certificate, key)
    return context
