"""Signs requests to Tencent Cloud: TC3-HMAC-SHA256.

Source: cloud.tencent.com, "Signature v3" (document/api/213/30654).
"""

import hashlib
import hmac
from datetime import UTC, datetime

ALGORITHM = "TC3-HMAC-SHA256"
CONTENT_TYPE = "application/json; charset=utf-8"
SIGNED = "content-type;host;x-tc-action"


def authorization(
    secret_id: str,
    secret_key: str,
    host: str,
    action: str,
    at_s: int,
    body: bytes,
    service: str = "sms",
) -> str:
    """Return the `Authorization` header of a JSON POST to `/`. `at_s` is the request's `X-TC-Timestamp`."""
    canonical = "\n".join((
        "POST",
        "/",
        "",
        f"content-type:{CONTENT_TYPE}\nhost:{host}\nx-tc-action:{action.lower()}\n",
        SIGNED,
        hashlib.sha256(body).hexdigest(),
    ))  # fmt: skip
    day = datetime.fromtimestamp(at_s, UTC).strftime("%Y-%m-%d")
    scope = f"{day}/{service}/tc3_request"
    text = "\n".join((ALGORITHM, str(at_s), scope, hashlib.sha256(canonical.encode()).hexdigest()))
    key = f"TC3{secret_key}".encode()
    for part in (day, service, "tc3_request"):
        key = _hmac(key, part)
    signature = _hmac(key, text).hex()
    return (
        f"{ALGORITHM} Credential={secret_id}/{scope}, SignedHeaders={SIGNED}, Signature={signature}"
    )


def _hmac(key: bytes, text: str) -> bytes:
    return hmac.digest(key, text.encode(), hashlib.sha256)
