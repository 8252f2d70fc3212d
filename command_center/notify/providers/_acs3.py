"""Signs requests to Alibaba Cloud: ACS3-HMAC-SHA256.

Source: help.aliyun.com, "Request syntax and signature method V3" (document_detail/2593177).
"""

import hashlib
import hmac
from collections.abc import Mapping
from urllib.parse import quote

ALGORITHM = "ACS3-HMAC-SHA256"


def signed_headers(
    key: str,
    secret: str,
    method: str,
    query: Mapping[str, str],
    headers: Mapping[str, str],
    body: bytes,
) -> dict[str, str]:
    """The headers with the body's digest and `Authorization` added. `headers` have lower-case names, `host` and
    `x-acs-...` among them; the path is `/`."""
    digest = hashlib.sha256(body).hexdigest()
    all_headers = {**headers, "x-acs-content-sha256": digest}
    names = sorted(
        name
        for name in all_headers
        if name in ("host", "content-type") or name.startswith("x-acs-")
    )
    canonical = "\n".join((
        method,
        "/",
        "&".join(f"{_quoted(name)}={_quoted(query[name])}" for name in sorted(query)),
        "".join(f"{name}:{all_headers[name].strip()}\n" for name in names),
        ";".join(names),
        digest,
    ))  # fmt: skip
    text = f"{ALGORITHM}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    signature = hmac.digest(secret.encode(), text.encode(), hashlib.sha256).hex()
    told = f"Credential={key},SignedHeaders={';'.join(names)},Signature={signature}"
    return all_headers | {"Authorization": f"{ALGORITHM} {told}"}


def _quoted(text: str) -> str:
    return quote(text, safe="-_.~")
