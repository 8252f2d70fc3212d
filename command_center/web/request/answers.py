"""Builds responses: JSON that is never cached, or shared bytes compressed once."""

import hashlib
from typing import Any

import orjson
from flask import Request, Response

from command_center.live.encoded import Encoded


def answer_json(content: Any, status: int = 200) -> Response:
    """Return a JSON response for this caller only (no-store)."""
    return answer_bytes(orjson.dumps(content), status)


def answer_bytes(content: bytes, status: int = 200) -> Response:
    """Return a response with already encoded JSON, for this caller only."""
    response = Response(content, status, content_type="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response


def encoded_json(content: Any) -> Encoded:
    """Return JSON that is the same for everybody, encoded once."""
    plain = orjson.dumps(content)
    return Encoded(plain, f'"{hashlib.sha256(plain).hexdigest()[:20]}"')


def answer_encoded(
    request: Request, encoded: Encoded, *, content_type: str = "application/json"
) -> Response:
    """Return shared bytes in the best encoding that the client takes; 304 if it already has them."""
    accepted = request.headers.get("Accept-Encoding", "")
    if request.if_none_match.contains_weak(encoded.etag.strip('"')):
        response, encoding = Response(status=304), encoded.encoding(accepted)
    else:
        content, encoding = encoded.best(accepted)
        response = Response(content, content_type=content_type)
        if encoding:
            response.headers["Content-Encoding"] = encoding
    # Kept by the browser, asked for again each time: who may see it can change at any moment.
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["ETag"] = encoded.etag_of(encoding)
    response.headers["Vary"] = "Accept-Encoding, Cookie, Authorization"
    return response
