"""The provider's own metadata: its addresses and signing keys (OpenID Connect Discovery 1.0)."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Any

import gevent
import requests
import urllib3
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from requests.adapters import HTTPAdapter

from command_center import log
from command_center.web.provider.errors import NotGenuine, ProviderDown

METADATA_S = 300.0
"""What it says of itself is believed so long."""
DOWN_S = 10.0
"""A provider that did not answer is asked again only after so long: no sign-in waits for it meanwhile."""
KEYS_S = 10.0
"""New keys are fetched at most this often, however many tokens with unknown keys are sent to us."""
WHOLE = 3
"""A whole answer may take so many limits of time: one that drips byte by byte holds nobody for ever."""
BROKEN = (
    requests.RequestException, urllib3.exceptions.HTTPError, OSError, ValueError, TypeError,
)  # fmt: skip
"""What no answer, half of one, or one that is none, is raised as."""
LARGEST = 1 << 20
"""Bytes of an answer: no metadata or key set is larger."""

_log = log.get(__name__)


@dataclass(frozen=True, slots=True)
class Addresses:
    """The provider's addresses. `end_session` and `userinfo` may be missing."""

    authorization: str
    token: str
    keys: str
    userinfo: str | None
    end_session: str | None


class TimedAdapter(HTTPAdapter):
    """Sets a time limit on every request: a library without one must not block a sign-in for ever."""

    def __init__(self, timeout_s: float) -> None:
        super().__init__()
        self._timeout_s = timeout_s

    def send(self, request: Any, *args: Any, **options: Any) -> requests.Response:
        options["timeout"] = self._timeout_s
        return super().send(request, *args, **options)


def bounded(session: requests.Session, timeout_s: float, ca: str | None) -> requests.Session:
    """Return `session` with time limits and the plant's own authority; it follows no redirect."""
    for scheme in ("https://", "http://"):
        session.mount(scheme, TimedAdapter(timeout_s))
    session.max_redirects = 3
    if ca is not None:
        session.verify = ca
    return session


class Discovery:
    """Caches the provider's addresses and keys. `elapsed` is any monotonic clock in seconds."""

    def __init__(
        self, issuer: str, timeout_s: float, ca: str | None, elapsed: Callable[[], float]
    ) -> None:
        self.issuer = issuer
        self._timeout_s, self._ca, self._elapsed = timeout_s, ca, elapsed
        self._lock = Lock()
        self._addresses: tuple[float, Addresses] | None = None
        self._down_at: float | None = None
        self._keys: tuple[float, KeySet] | None = None

    def reachable(self) -> bool:
        """Whether the provider answers, as known within `DOWN_S` seconds."""
        try:
            self.addresses()
        except (ProviderDown, NotGenuine):
            return False
        return self._down_at is None

    def addresses(self) -> Addresses:
        """The provider's addresses. Raises ProviderDown, NotGenuine."""
        with self._lock:
            now = self._elapsed()
            if self._addresses and now - self._addresses[0] < METADATA_S and self._up(now):
                return self._addresses[1]
            if not self._up(now):
                raise ProviderDown("it did not answer a moment ago")
            found = _addresses(self._fetch(self._metadata_url), self.issuer)
            self._addresses = (now, found)
            return found

    def keys(self, *, anew: bool = False) -> KeySet:
        """Return its signing keys; `anew` refetches them after a token with an unknown key. Raises ProviderDown,
        NotGenuine.
        """
        address = self.addresses().keys
        with self._lock:
            now = self._elapsed()
            if self._keys and (not anew or now - self._keys[0] < KEYS_S):
                return self._keys[1]
            told = self._fetch(address)
            try:
                keys = KeySet.import_key_set(told)
            except (JoseError, ValueError, KeyError, TypeError) as error:
                raise NotGenuine("its keys cannot be read") from error
            self._keys = (now, keys)
            return keys

    def mark_down(self) -> None:
        """Notes that the provider failed to answer another request."""
        self._down_at = self._elapsed()

    @property
    def _metadata_url(self) -> str:
        return f"{self.issuer.rstrip('/')}/.well-known/openid-configuration"

    def _up(self, now: float) -> bool:
        return self._down_at is None or now - self._down_at >= DOWN_S

    def _fetch(self, url: str) -> Any:
        try:
            with (
                gevent.Timeout(WHOLE * self._timeout_s, TimeoutError()),
                bounded(requests.Session(), self._timeout_s, self._ca) as session,
                session.get(url, stream=True) as answer,
            ):
                answer.raise_for_status()
                body = answer.raw.read(LARGEST + 1, decode_content=True)
            if len(body) > LARGEST:
                raise ProviderDown("its answer is too large")
            told = json.loads(body)
        except (*BROKEN, ProviderDown) as error:
            self.mark_down()
            _log.warning("the identity provider does not answer", url=url, error=str(error)[:200])
            raise ProviderDown(str(error)) from error
        self._down_at = None
        return told


def _addresses(told: Any, issuer: str) -> Addresses:
    """Read a provider's metadata. Raises NotGenuine when it speaks for another issuer (RFC 8414, 3.3)."""
    if not isinstance(told, dict) or told.get("issuer") != issuer:
        raise NotGenuine("its metadata names another issuer")
    plain = issuer.startswith("http://")  # the settings allow it on this very machine only

    def address(name: str, needed: bool) -> str | None:
        value = told.get(name)
        if value is None and not needed:
            return None
        if not isinstance(value, str) or not value.startswith(
            ("https://", "http://") if plain else "https://"
        ):
            raise NotGenuine(f"its metadata has no {name} over HTTPS")
        return value

    return Addresses(
        str(address("authorization_endpoint", True)),
        str(address("token_endpoint", True)),
        str(address("jwks_uri", True)),
        address("userinfo_endpoint", False),
        address("end_session_endpoint", False),
    )
