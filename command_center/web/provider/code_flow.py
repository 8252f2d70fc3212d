"""The authorization code flow with PKCE, state and nonce (RFC 6749, RFC 7636, OpenID Connect Core 1.0).

Everything about one attempt is derived from a secret in the browser's own cookie: a provider's answer brought by
another browser, or a second time, finds no cookie and is refused. No table is needed, so nobody can fill one by
starting sign-ins.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import gevent
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.errors import BadSignatureError, InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from command_center.web.provider.discovery import BROKEN, WHOLE, Discovery, bounded
from command_center.web.provider.errors import Declined, NotGenuine, ProviderDown

ATTEMPT_MS = 10 * 60_000
"""So long a person may take at the provider's page."""
_OURS = frozenset(
    {"invalid_client", "unauthorized_client", "unsupported_grant_type", "invalid_scope"}
)
"""Errors of the token endpoint (RFC 6749, 5.2) that blame our own settings, not the person."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One sign-in under way. `cookie` is what the browser stores of it."""

    cookie: str
    state: str
    nonce: str
    verifier: str
    next: str


# Validates an id token (OpenID Connect Core 1.0, section 3.1.3.7).

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


@dataclass(frozen=True, slots=True)
class Granted:
    """What the provider has granted: verified claims, and tokens for later."""

    claims: Claims
    id_token: str | None
    refresh_token: str | None


class Attempts:
    """Makes and recognises attempts with a `secret` shared by every process of a center."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def begin(self, next: str, now: int) -> Attempt:
        """Return a new attempt at `now` (UTC epoch ms) that leads to `next` afterwards."""
        return self._of(secrets.token_urlsafe(32), now, next)

    def recognised(self, cookie: str | None, state: str | None, now: int) -> Attempt | None:
        """Return the attempt of this cookie, if the provider's answer belongs to it and it is not
        too old; else None.
        """
        secret, _, rest = (cookie or "").partition("~")
        since, _, next = rest.partition("~")
        if not (since.isascii() and since.isdigit() and len(since) < 16):
            return None
        attempt = self._of(secret, int(since), next)
        fits = hmac.compare_digest(attempt.state.encode(), (state or "").encode())
        return attempt if fits and 0 <= now - int(since) <= ATTEMPT_MS else None

    def _of(self, secret: str, since: int, next: str) -> Attempt:
        cookie = f"{secret}~{since}~{next}"

        def derived(what: str) -> str:
            told = hmac.new(self._secret, f"{what}~{cookie}".encode(), hashlib.sha256).digest()
            return base64.urlsafe_b64encode(told).rstrip(b"=").decode()

        return Attempt(cookie, derived("state"), derived("nonce"), derived("verifier"), next)


class CodeFlow:
    """The client of one provider. `now` is UTC epoch ms."""

    def __init__(
        self,
        discovery: Discovery,
        client: str,
        secret: str | None,
        scopes: str,
        groups_claim: str,
        timeout_s: float,
        ca: str | None,
        now: Callable[[], int],
    ) -> None:
        self.discovery = discovery
        self.client = client
        self._secret, self._scopes, self._groups_claim = secret, scopes, groups_claim
        self._timeout_s, self._ca, self._now = timeout_s, ca, now

    def address(self, attempt: Attempt, back: str) -> str:
        """Return the provider's sign-in address; the provider returns the browser to `back`. Raises ProviderDown,
        NotGenuine.
        """
        with self._session(back) as session:
            address, _ = session.create_authorization_url(
                self.discovery.addresses().authorization,
                state=attempt.state,
                nonce=attempt.nonce,
                code_verifier=attempt.verifier,
            )
        return str(address)

    def granted(self, code: str, attempt: Attempt, back: str) -> Granted:
        """Exchange the code for tokens. Raises ProviderDown, NotGenuine, Declined."""
        token = self._asked(
            back,
            grant_type="authorization_code",
            code=code,
            code_verifier=attempt.verifier,
        )
        id_token = token.get("id_token")
        if not isinstance(id_token, str):
            raise NotGenuine("there is no id token in its answer")
        claims = self._proven(id_token, attempt.nonce)
        return Granted(
            self._with_groups(claims, token), id_token, _text(token.get("refresh_token"))
        )

    def refreshed(self, refresh_token: str, subject: str, id_token: str | None) -> Granted:
        """Ask whether the person may stay signed in, and get their current claims.

        Raises ProviderDown, NotGenuine, Declined.
        """
        token = self._asked(None, grant_type="refresh_token", refresh_token=refresh_token)
        fresh = _text(token.get("id_token"))
        claims: Claims = self._proven(fresh, None) if fresh else {"sub": subject}
        if claims.get("sub") != subject:
            raise NotGenuine("it answered for somebody else")
        claims = self._with_groups(claims, token)
        return Granted(
            claims, fresh or id_token, _text(token.get("refresh_token")) or refresh_token
        )

    def leaving(self, id_token: str | None, back: str) -> str | None:
        """Return the provider's sign-out address; None if it has none."""
        try:
            page = self.discovery.addresses().end_session
        except (ProviderDown, NotGenuine):
            return None
        if page is None:
            return None
        asked = {"client_id": self.client, "post_logout_redirect_uri": back}
        if id_token is not None:
            asked["id_token_hint"] = id_token
        return f"{page}{'&' if '?' in page else '?'}{urlencode(asked)}"

    def _proven(self, token: str, nonce: str | None) -> Claims:
        return claims_of(token, self.discovery, self.client, self._now() // 1000, nonce)

    def _with_groups(self, claims: Claims, token: Mapping[str, Any]) -> Claims:
        """Many providers tell the groups only at their userinfo."""
        address = self.discovery.addresses().userinfo
        access = _text(token.get("access_token"))
        if self._groups_claim in claims or address is None or access is None:
            return claims
        with _telling_down(self.discovery, self._timeout_s), self._session(None) as session:
            answer = session.get(
                address, withhold_token=True, headers={"Authorization": f"Bearer {access}"}
            )
            answer.raise_for_status()
            more = answer.json()
        if not isinstance(more, dict) or more.get("sub") != claims["sub"]:
            raise NotGenuine("its userinfo tells of somebody else")
        return {**more, **claims}

    def _asked(self, back: str | None, **told: Any) -> Mapping[str, Any]:
        """Asks the token endpoint; returns its answer."""
        address = self.discovery.addresses().token
        try:
            with _telling_down(self.discovery, self._timeout_s), self._session(back) as session:
                return dict(session.fetch_token(address, **told))
        except OAuthError as error:
            if error.error in _OURS:
                raise NotGenuine(f"it does not know this center: {error.error}") from error
            raise Declined(str(error.error)) from error

    @contextmanager
    def _session(self, back: str | None) -> Iterator[OAuth2Session]:
        session = OAuth2Session(
            self.client,
            self._secret,
            token_endpoint_auth_method="client_secret_basic" if self._secret else "none",
            scope=self._scopes,
            redirect_uri=back,
            code_challenge_method="S256",
        )
        with bounded(session, self._timeout_s, self._ca):
            yield session


@contextmanager
def _telling_down(discovery: Discovery, timeout_s: float) -> Iterator[None]:
    """No answer, or one that is none, is the provider's own failure."""
    try:
        with gevent.Timeout(WHOLE * timeout_s, TimeoutError()):
            yield
    except BROKEN as error:
        discovery.mark_down()
        raise ProviderDown(str(error)) from error


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None
