"""The signature of a webhook: HMAC-SHA-256 of the second and the body. Neither can be changed, or sent again later."""

import hashlib
import hmac

SIGNATURE, TIMESTAMP, DELIVERY = "X-CC-Signature", "X-CC-Timestamp", "X-CC-Delivery"
"""The names of the headers. DELIVERY is the same each time that a fact is sent: a receiver takes it once."""
VERSION = "v1"


def signature(secret: str, second: int, body: bytes) -> str:
    """`v1=HEX` of a body that is sent at `second` (UTC epoch seconds)."""
    signed = str(second).encode() + b"." + body
    return f"{VERSION}={hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()}"
