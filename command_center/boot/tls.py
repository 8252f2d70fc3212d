"""The server's certificate and key (`CC_TLS_CERT`, `CC_TLS_KEY`) as a TLS context."""

from gevent.ssl import PROTOCOL_TLS_SERVER, SSLContext, SSLError, TLSVersion

from command_center.settings import Settings
from command_center.words.system import why
from command_center.words.worded_error import Said


class BadTls(Said):
    """The certificate or its key is missing, unreadable, or of another pair."""


def tls_of(settings: Settings) -> SSLContext | None:
    """None without a certificate: the server then speaks plain HTTP. TLS 1.2 is the oldest. Raises BadTls."""
    cert, key = settings.tls_cert, settings.tls_key
    if cert is None and key is None:
        return None
    if cert is None or key is None:
        raise BadTls("tls.both")
    for file in (cert, key):
        try:
            file.read_bytes()
        except OSError as error:
            raise BadTls("tls.unreadable", file=str(file), why=why(error)) from error
    context = SSLContext(PROTOCOL_TLS_SERVER)
    context.minimum_version = TLSVersion.TLSv1_2
    try:
        context.load_cert_chain(str(cert), str(key))
    except SSLError as error:
        raise BadTls("tls.no_pair", cert=str(cert), key=str(key), why=str(error)) from error
    return context
