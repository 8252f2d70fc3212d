"""Validates an id token (OpenID Connect Core 1.0, section 3.1.3.7)."""

from collections.abc import Mapping
from typing import Any

from joserfc import jwt
from joserfc.errors import BadSignatureError, InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from command_center.web.provider.discovery import Discovery
from command_center.web.provider.errors import NotGenuine

ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]
"""Signatures with the provider's private key. `none` and those with a shared secret are refused."""
LEEWAY_S = 60
"""By so much the provider's clock may differ from ours."""

Claims = Mapping[str, Any]


def claims_of(
    token: str, discovery: Discovery, client: str, now_s: int, nonce: str | None = None
) -> Claims:
    """Return the claims of a genuine token. `nonce` is that of this sign-in; a refreshed token has none.

    Raises NotGenuine, ProviderDown.
    """
    try:
        claims = _signed(token, discovery)
        _registry(discovery.issuer, client, now_s, nonce).validate(dict(claims))
    except (JoseError, ValueError, TypeError) as error:
        raise NotGenuine(f"{type(error).__name__}: {error}") from error
    audience = claims.get("aud")
    many = isinstance(audience, list) and len(audience) > 1
    if claims.get("azp", None if many else client) != client:
        raise NotGenuine("it was issued to another client")
    if not isinstance(claims.get("sub"), str) or not claims["sub"]:
        raise NotGenuine("it names nobody")
    return claims


def _signed(token: str, discovery: Discovery) -> Claims:
    """The claims of a token with a good signature. A key nobody knows may be a new one: it is asked for once."""
    try:
        return _decoded(token, discovery.keys())
    except (BadSignatureError, InvalidKeyIdError, ValueError):
        return _decoded(token, discovery.keys(anew=True))


def _decoded(token: str, keys: KeySet) -> Claims:
    return jwt.decode(token, keys, algorithms=ALGORITHMS).claims


def _registry(issuer: str, client: str, now_s: int, nonce: str | None) -> jwt.JWTClaimsRegistry:
    asked: dict[str, Any] = {
        "iss": {"essential": True, "value": issuer},
        "aud": {"essential": True, "value": client},
        "exp": {"essential": True},
        "iat": {"essential": True},
    }
    if nonce is not None:
        asked["nonce"] = {"essential": True, "value": nonce}
    return jwt.JWTClaimsRegistry(now=lambda: now_s, leeway=LEEWAY_S, **asked)
