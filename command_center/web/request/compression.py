"""Compresses answers to reads, whoever made them; short or streamed answers are left unchanged."""

from flask import Flask, Response, request

from command_center.live.encoded import Encoded

MIMETYPES = frozenset({"application/json", "text/html", "text/csv"})
VARY = "Accept-Encoding"
OWN = frozenset({"same-origin", "none"})
"""Where a browser's question comes from that asks for itself; one that does not say so is no browser of today."""


def install_compression(server: Flask) -> None:
    """Compress the answers to GET and HEAD."""

    @server.after_request
    def shrink(response: Response) -> Response:
        return compressed(response) if request.method in ("GET", "HEAD") else response


def compressed(response: Response) -> Response:
    """Return this answer of the current request in the best encoding that its client takes; a strong ETag becomes
    weak. Streamed, already encoded, unsuccessful or small (under 1 KiB) answers are unchanged.

    A compressed length leaks a secret only to someone who makes a signed-in browser repeat requests with guesses
    beside it: the session's cookie is SameSite=Lax, and requests from another origin's pages are not compressed.
    """
    if response.mimetype not in MIMETYPES or response.is_streamed:
        return response
    vary = response.headers.get("Vary", "")
    if VARY.lower() not in vary.lower():
        response.headers["Vary"] = f"{vary}, {VARY}" if vary else VARY
    if (
        response.status_code != 200
        or "Content-Encoding" in response.headers
        or request.headers.get("Sec-Fetch-Site", "none") not in OWN
    ):
        return response
    encoded = Encoded(response.get_data(), response.headers.get("ETag", ""))
    content, encoding = encoded.best(request.headers.get("Accept-Encoding", ""))
    if encoding:
        response.set_data(content)
        response.headers["Content-Encoding"] = encoding
        if encoded.etag.startswith('"'):
            response.headers["ETag"] = encoded.etag_of(encoding)
    return response
