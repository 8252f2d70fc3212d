"""Push messages by the plant's own ntfy server: a topic is a person's address, and buttons answer without signing in.

Works without the internet. If the server lets everybody read, whoever knows a topic can read it; so topics are
secrets and the server must refuse anonymous users (docs/channels/ntfy.md).
"""

import json
import re
import ssl
from collections.abc import Mapping
from typing import Any, Literal, Self
from urllib.parse import quote, urlsplit

import requests
from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_core import PydanticCustomError
from requests.auth import AuthBase
from urllib3.exceptions import HTTPError, NewConnectionError, SSLError

from command_center.domain.state.notices.notice import Channel
from command_center.notify.channel_entry import ChannelEntry, Secret
from command_center.notify.provider import (
    Accepted,
    Health,
    Limits,
    Message,
    Permanent,
    Temporary,
    Unknown,
)

TYPE = "ntfy"
ABROAD = False
TOPIC = re.compile(r"[A-Za-z0-9_-]{1,64}")
"""What ntfy takes for a topic."""
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
PRIORITY = {"life_safety": 5, "urgent": 4, "normal": 3, "routine": 2}
SIGN = {"life_safety": "rotating_light", "urgent": "warning"}
"""Tags that ntfy draws as a picture before the title."""
BUTTONS = 3
"""How many ntfy draws."""
LONGEST_ANSWER = 1_000_000
"""Bytes (ours): a topic's messages of one ref are a few."""
NEVER_READ = "CommandCenterProbe"
"""A topic that nobody uses, to ask whether strangers may read."""


class Settings(ChannelEntry):
    """`url` is the server's; `token` is the access token of a user that may write and read the topics; `ca` is a file
    of certificates trusted for the server; `allow_http` permits sending the token over an unencrypted network.
    """

    kind: Literal["push"] = "push"
    url: str
    token: Secret | None = None
    ca: str | None = None
    allow_http: bool = False
    per_minute: int | None = Field(default=None, ge=1)

    @field_validator("url")
    @classmethod
    def _is_a_server(cls, url: str) -> str:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
            raise PydanticCustomError(
                "channels.ntfy_url", "the ntfy server is http(s)://HOST[:PORT]"
            )
        if parts.path not in ("", "/") or parts.query or parts.fragment:
            raise PydanticCustomError(
                "channels.ntfy_url", "the ntfy server is http(s)://HOST[:PORT]"
            )
        return url.rstrip("/")

    @model_validator(mode="after")
    def _token_is_not_sent_in_the_clear(self) -> Self:
        parts = urlsplit(self.url)
        clear = parts.scheme == "http" and parts.hostname not in LOOPBACK
        if self.token is not None and clear and not self.allow_http:
            raise PydanticCustomError(
                "channels.ntfy_in_the_clear",
                "http:// would send the token readable over the network: use https://, or say allow_http: true",
            )
        return self


class NtfyProvider:
    """Publishes each message as JSON; the ref is its sequence id and a tag for looking it up."""

    kind: Channel = "push"

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.timeout_s, self.workers = settings.timeout_s, settings.workers
        self.limits = Limits(per_minute=settings.per_minute)

    def __repr__(self) -> str:
        return f"NtfyProvider({self.settings.url})"

    def send(self, message: Message) -> Accepted:
        """Publish one message."""
        if not TOPIC.fullmatch(message.address):
            raise Permanent("the address is not a topic of ntfy", "rejected")
        status, body = self._asked("POST", "/", published(message))
        if status == 200 and isinstance(answer := _json(body), dict) and answer.get("id"):
            return Accepted(str(answer["id"]))
        raise _refusal(status, _json(body))

    def look_up(self, message: Message) -> Accepted | None:
        """Return the message if it is among those that the server keeps for late phones (12 hours by default)."""
        if not TOPIC.fullmatch(message.address):
            return None
        query = f"poll=1&since=all&tags={quote(message.ref)}"
        try:
            status, body = self._asked("GET", f"/{message.address}/json?{query}")
        except (Permanent, Unknown) as why:
            raise Temporary(str(why)) from None
        if status != 200:
            raise Temporary(f"ntfy answered {status} when asked for a message")
        for line in body.splitlines():
            found = _json(line)
            if isinstance(found, dict) and message.ref in (found.get("tags") or ()):
                return Accepted(str(found["id"]))
        return None

    def probe(self) -> Health:
        """Check whether the server is healthy, knows our token, and refuses anonymous users."""
        try:
            status, body = self._asked("GET", "/v1/health", signed_in=False)
            if status != 200 or _json(body) != {"healthy": True}:
                return Health(False, f"ntfy answered {status} when asked for its health")
            status, body = self._asked("GET", "/v1/account")
            account = _json(body)
            if status != 200 or not isinstance(account, dict):
                return Health(False, str(_refusal(status, account)))
            status, _ = self._asked("GET", f"/{NEVER_READ}/auth", signed_in=False)
        except (Temporary, Permanent, Unknown) as why:
            return Health(False, str(why))
        detail: dict[str, str | float] = {"anybody_reads": "yes" if status == 200 else "no"}
        left = account.get("stats", {}).get("messages_remaining")
        if isinstance(left, int):
            detail["messages_left"] = left
        return Health(left != 0, "" if left != 0 else "the day's messages are used up", detail)

    def _asked(
        self, method: str, path: str, body: Mapping[str, Any] | None = None, signed_in: bool = True
    ) -> tuple[int, bytes]:
        """Status and body of one request. Raises Temporary where it was not made, else Unknown."""
        half = self.timeout_s / 2
        sent = None if body is None else json.dumps(body, ensure_ascii=False).encode()
        try:
            with requests.Session() as session:
                session.trust_env = False  # no proxy stands before a server of the plant's own
                answer = session.request(
                    method,
                    self.settings.url + path,
                    data=sent,
                    auth=_Bearer(self.settings.token if signed_in else None),
                    timeout=(half, half),
                    verify=self.settings.ca or True,
                    allow_redirects=False,
                    stream=True,
                )
                read = answer.raw.read(LONGEST_ANSWER, decode_content=True)
                return answer.status_code, read or b""
        except requests.RequestException as error:
            raise _broken(error) from None
        except (OSError, HTTPError) as error:
            raise Unknown(f"ntfy broke off while it answered ({type(error).__name__})") from None


class _Bearer(AuthBase):
    """The token, or nothing; a ~/.netrc is not looked into."""

    def __init__(self, token: SecretStr | None) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        if self._token is not None:
            request.headers["Authorization"] = f"Bearer {self._token.get_secret_value()}"
        return request


def published(message: Message) -> dict[str, Any]:
    """The message as ntfy's JSON. Servers since 2.16 replace an earlier message of one `sequence_id`."""
    buttons = [
        {"action": "http", "label": one.label, "url": one.url, "method": "POST", "clear": True}
        for one in message.choices
        if one.url is not None
    ]
    sign = SIGN.get(message.urgency)
    asked = {
        "topic": message.address,
        "title": message.title,
        "message": message.text,
        "priority": PRIORITY[message.urgency],
        "tags": [sign, message.ref] if sign else [message.ref],
        "sequence_id": message.ref,
        "actions": buttons[:BUTTONS],
    }
    return asked if message.link is None else {**asked, "click": message.link}


def _refusal(status: int, answer: Any) -> Exception:
    """What an answer other than an accepted message means; codes as in ntfy's `server/errors.go`."""
    code = answer.get("code") if isinstance(answer, dict) else None
    why = f"ntfy answered {status}" if code is None else f"ntfy answered {code}"
    if code == 40009:
        return Permanent(f"{why}: no topic that it takes", "rejected")
    if status in (401, 403):
        return Permanent(f"{why}: the token is wrong or may not write to this topic", "provider")
    if status == 429:
        return Temporary(f"{why}: over its limit for us (visitor-request-limit-exempt-hosts)")
    if 300 <= status < 500 and status != 408:
        return Permanent(why, "provider")
    return Temporary(why if status >= 400 else f"{why} without a message's id: is this ntfy?")


def _broken(error: requests.RequestException) -> Exception:
    """Whether the message may have been given. The library's own text holds the address."""
    reason = getattr(error.args[0], "reason", None) if error.args else None
    if isinstance(error, requests.exceptions.SSLError):
        inner = reason.args[0] if isinstance(reason, SSLError) and reason.args else None
        if isinstance(inner, ssl.SSLCertVerificationError):
            why = f"ntfy's certificate is not trusted: {inner.verify_message}"
            return Permanent(why, "provider")
        return Temporary("ntfy: no encrypted connection")
    if isinstance(error, requests.ConnectTimeout) or isinstance(reason, NewConnectionError):
        return Temporary("ntfy cannot be reached")
    return Unknown(f"ntfy broke off or did not answer ({type(error).__name__})")


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return None


def provider(settings: Settings) -> NtfyProvider:
    """A provider by its entry of the channels file."""
    return NtfyProvider(settings)
