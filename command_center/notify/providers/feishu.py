"""Feishu (飞书) messages from an application: a card with answer buttons, answers and read receipts by callbacks.

Protocol: open.feishu.cn, "Send message" (im-v1/message/create), "Card callback" (card.action.trigger), "Message
read" (im.message.message_read_v1), "Receive events" (signature and encryption), "Rate limits".
"""

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Literal, Self

import orjson
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from command_center.clock import Clock
from command_center.domain.state.notices.notice import Channel
from command_center.notify.channel_entry import ChannelEntry, Secret
from command_center.notify.provider import (
    Accepted,
    Health,
    Heard,
    Inbound,
    Limits,
    Message,
    NotTheirs,
    Permanent,
    Receipt,
    Temporary,
    Unknown,
)
from command_center.notify.providers._cloud import (
    JSON,
    Answer,
    Ask,
    CloudEntry,
    Deadline,
    Endpoint,
    Service,
    event_of,
    known_word,
    probed,
    sent_mark,
)
from command_center.notify.providers._token_keeper import TokenKeeper

TYPE = "feishu"
ABROAD = False

REPLAY_MS = 300_000
"""How far a callback's time may lie from ours, in either direction."""
LIMITS = Limits(per_minute=1000, per_address_minute=300)
"""1,000 requests a minute for an application, 5 a second to one person ("Send message", "Limits")."""

ADDRESS = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.@+-]{0,127}")
BAD_TOKEN = frozenset({99991661, 99991663, 99991677})
BUSY = frozenset({99991400, 230020, 230049})
"""Over a limit, or the message of this `uuid` is just being sent."""
NO_SUCH_PERSON = frozenset({230013, 230034, 230053, 99992351})
"""The person is unknown, outside of the application's availability, or has blocked it."""
LEFT = 230029
"""The person has left the company."""
OURS = {
    10003: "the app id or the secret is wrong",
    10014: "the secret is wrong",
    230006: "the application has no bot: switch the bot on and publish a version",
    99991672: "the application lacks the permission im:message:send_as_bot",
}


class Settings(CloudEntry):
    """`app` and `secret` belong to the application; `id_type` says what kind of id the contacts' addresses are.
    `verification` and `encrypt_key` secure its callbacks; without them no answers and receipts are accepted.
    """

    kind: Literal["im"] = "im"
    endpoint: Endpoint = "https://open.feishu.cn"
    app: str = Field(min_length=1, max_length=64)
    secret: Secret
    id_type: Literal["open_id", "user_id", "union_id", "email"] = "open_id"
    verification: Secret | None = None
    encrypt_key: Secret | None = None

    @model_validator(mode="after")
    def _the_callback_is_whole(self) -> Self:
        if (self.verification is None) != (self.encrypt_key is None):
            raise PydanticCustomError(
                "channels.callback_half",
                "a callback needs both {keys}",
                {"keys": "verification, encrypt_key"},
            )
        return self


class Feishu:
    """Sends by one Feishu application of one company."""

    kind: Channel = "im"
    limits = LIMITS

    def __init__(self, settings: Settings, clock: Clock | None = None) -> None:
        self.settings = settings
        self.timeout_s, self.workers = settings.timeout_s, settings.workers
        self._clock = clock or Clock()
        self._service = Service("Feishu", settings.endpoint, settings)
        self._tokens = TokenKeeper(self._fetched_token)

    def __repr__(self) -> str:
        return f"Feishu({self.settings.app!r})"

    def send(self, message: Message) -> Accepted:
        """Hand one message over. For an hour Feishu merges repetitions with the same ref (`uuid`)."""
        if not ADDRESS.fullmatch(message.address):
            raise Permanent(f"the address is no {self.settings.id_type} of Feishu", "rejected")
        body = {
            "receive_id": message.address,
            "msg_type": "interactive",
            "content": orjson.dumps(
                card_of(message, answers=self.settings.encrypt_key is not None)
            ).decode(),
            "uuid": message.ref,
        }
        query: dict[str, str] = {"receive_id_type": self.settings.id_type}
        answer = self._asked_with_token(
            "POST", "/open-apis/im/v1/messages", query, orjson.dumps(body)
        )
        code = answer.fields.get("code")
        if not isinstance(code, int):
            raise Unknown("Feishu gave an answer that we cannot read")
        _check(code, answer)
        data = answer.fields.get("data")
        found = data.get("message_id") if isinstance(data, dict) else None
        return Accepted(id=found if isinstance(found, str) else None)

    def probe(self) -> Health:
        """Query the application's bot, which needs a token and the bot switched on."""

        def look() -> Health:
            answer = self._asked_with_token("GET", "/open-apis/bot/v3/info", {}, None)
            _check(answer.fields.get("code"), answer)
            return Health(True)

        return probed(look)

    def receipts(self, request: Inbound) -> Heard:
        """Read an answer by button, a read receipt, or the challenge by which Feishu checks the address."""
        settings = self.settings
        if settings.encrypt_key is None or settings.verification is None:
            raise NotTheirs
        key = settings.encrypt_key.get_secret_value()
        event = _opened(_object(request.body).get("encrypt"), key)
        header = _mapping(event.get("header"))
        token = (
            event.get("token") if event.get("type") == "url_verification" else header.get("token")
        )
        wanted = settings.verification.get_secret_value()
        if not isinstance(token, str) or not hmac.compare_digest(token.encode(), wanted.encode()):
            raise NotTheirs
        if event.get("type") == "url_verification":
            # Feishu does not sign this one; the token inside of the encrypted text vouches for it.
            return Heard(
                body=orjson.dumps({"challenge": str(event.get("challenge"))}), type=JSON_TYPE
            )
        self._check_signature(request, key)
        kind, body = header.get("event_type"), _mapping(event.get("event"))
        if kind == "card.action.trigger":
            return self._pressed(header, body)
        if kind == "im.message.message_read_v1":
            return Heard(self._read(body), body=b"{}", type=JSON_TYPE)
        return Heard(body=b"{}", type=JSON_TYPE)

    def _check_signature(self, request: Inbound, key: str) -> None:
        told = request.headers
        stamp, nonce = (
            told.get("x-lark-request-timestamp", ""),
            told.get("x-lark-request-nonce", ""),
        )
        signed = hashlib.sha256(f"{stamp}{nonce}{key}".encode() + request.body).hexdigest()
        given = told.get("x-lark-signature", "")
        if not hmac.compare_digest(signed.encode(), given.encode()):
            raise NotTheirs
        at = _ms(stamp)
        if at is None or abs(self._clock.now() - at) > REPLAY_MS:
            raise NotTheirs

    def _pressed(self, header: Mapping[str, Any], event: Mapping[str, Any]) -> Heard:
        value = _mapping(_mapping(event.get("action")).get("value"))
        word, ref = known_word(value.get("word")), value.get("ref")
        event_id = header.get("event_id")
        if word is None or not isinstance(ref, str) or not isinstance(event_id, str):
            return Heard(body=b"{}", type=JSON_TYPE)
        receipt = Receipt(
            event=f"button:{event_id}",
            outcome="answered",
            ref=ref,
            id=_text(_mapping(event.get("context")), "open_message_id"),
            address=self._person(event.get("operator")),
            word=word,
            at=_ms(header.get("create_time")),
        )
        said = sent_mark(str(value.get("label", "")), 60)
        toast = {"toast": {"type": "info", "content": said}}
        return Heard((receipt,), body=orjson.dumps(toast), type=JSON_TYPE)

    def _read(self, event: Mapping[str, Any]) -> list[Receipt]:
        reader = _mapping(event.get("reader"))
        person, at = self._person(reader.get("reader_id")), _ms(reader.get("read_time"))
        listed = event.get("message_id_list")
        ids = listed if isinstance(listed, list) else []
        return [
            Receipt(event_of("read", one, person), "read", id=one, address=person, at=at)
            for one in ids
            if isinstance(one, str)
        ]

    def _person(self, ids: Any) -> str | None:
        """The address of who acted, in the form that our contacts have; None where Feishu does not say it."""
        return _text(_mapping(ids), self.settings.id_type)

    def _asked_with_token(
        self, method: str, path: str, query: dict[str, str], body: bytes | None
    ) -> Answer:
        """One request with the token, and once more with a new one if Feishu calls it bad."""
        deadline = Deadline(self.timeout_s)
        for _ in range(2):
            token = self._tokens.token(deadline)
            headers = JSON | {"Authorization": f"Bearer {token}"}
            gives = body is not None
            ask = Ask(method, path, query, headers, body, gives=gives, repeatable=True)
            answer = self._service.ask(ask, deadline)
            if answer.fields.get("code") not in BAD_TOKEN:
                return answer
            self._tokens.forget(token)
        raise Temporary("Feishu took neither our access token nor a new one")

    def _fetched_token(self, deadline: Deadline) -> tuple[str, float]:
        secret = self.settings.secret.get_secret_value()
        body = orjson.dumps({"app_id": self.settings.app, "app_secret": secret})
        path = "/open-apis/auth/v3/tenant_access_token/internal"
        answer = self._service.ask(Ask("POST", path, headers=JSON, body=body), deadline)
        _check(answer.fields.get("code"), answer)
        token, life = answer.fields.get("tenant_access_token"), answer.fields.get("expire")
        if not isinstance(token, str) or not token or not isinstance(life, int) or life <= 0:
            raise Temporary("Feishu gave no access token")
        return token, life


JSON_TYPE = "application/json; charset=utf-8"


def card_of(message: Message, *, answers: bool) -> dict[str, Any]:
    """Return the card of a message: a red title for life safety, its text, a button for each choice.

    `answers`: whether buttons can be used. A tap elsewhere opens the phone page.
    """
    colour = {"life_safety": "red", "urgent": "orange"}.get(message.urgency, "blue")
    elements: list[dict[str, Any]] = [
        {"tag": "div", "text": {"tag": "plain_text", "content": message.text}}
    ]
    if answers and message.choices:
        buttons = [
            {
                "tag": "button",
                "text": {"tag": "plain_text", "content": one.label},
                "type": "primary" if number == 0 else "default",
                "value": {"ref": message.ref, "word": one.word, "label": one.label},
            }
            for number, one in enumerate(message.choices)
        ]
        elements.append({"tag": "action", "actions": buttons})
    title = {"tag": "plain_text", "content": message.title}
    card: dict[str, Any] = {
        "config": {"wide_screen_mode": True, "enable_forward": False},
        "header": {"title": title, "template": colour},
        "elements": elements,
    }
    if message.link:
        card["card_link"] = {"url": message.link}
    return card


def _check(code: object, answer: Answer) -> None:
    """Raises the error that a code other than 0 means."""
    if code == 0:
        return
    if not isinstance(code, int):
        raise Temporary("Feishu gave an answer that we cannot read")
    if code in BUSY:
        raise Temporary(f"Feishu is busy or over its limit ({code})", answer.after_s)
    if code == LEFT:
        raise Permanent(f"the person has left the company ({code})", "not_in_service")
    said = answer.fields.get("msg")
    if code in NO_SUCH_PERSON or (
        code == 230001 and isinstance(said, str) and "receive_id" in said
    ):
        raise Permanent(
            f"Feishu knows no such person, or the application may not write to them ({code})",
            "rejected",
        )
    raise Permanent(
        f"Feishu refuses: {OURS.get(code, 'see its list of error codes')} ({code})", "provider"
    )


def _opened(sealed: object, key: str) -> Mapping[str, Any]:
    """The event in an encrypted text: AES-256-CBC, its key the SHA-256 of the encrypt key, the IV in front.

    Raises NotTheirs.
    """
    return _object(decrypted(sealed, key))


def decrypted(sealed: object, key: str) -> bytes:
    """The bytes that Feishu encrypted with this key. Raises NotTheirs."""
    try:
        raw = base64.b64decode(sealed, validate=True) if isinstance(sealed, str) else b""
    except (binascii.Error, ValueError):
        raise NotTheirs from None
    if len(raw) < 32 or len(raw) % 16:
        raise NotTheirs
    cipher = Cipher(algorithms.AES(hashlib.sha256(key.encode()).digest()), modes.CBC(raw[:16]))
    decryptor = cipher.decryptor()
    padded = decryptor.update(raw[16:]) + decryptor.finalize()
    pad = padded[-1]
    if not 1 <= pad <= 16 or padded[-pad:] != bytes([pad]) * pad:
        raise NotTheirs
    return padded[:-pad]


def _object(document: bytes) -> Mapping[str, Any]:
    """A JSON object. Raises NotTheirs."""
    with suppress(orjson.JSONDecodeError):
        found = orjson.loads(document)
        if isinstance(found, dict):
            return found
    raise NotTheirs


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(fields: Mapping[str, Any], key: str) -> str | None:
    value = fields.get(key)
    return value if isinstance(value, str) and value else None


def _ms(value: object) -> int | None:
    """A time as epoch ms: Feishu writes seconds, milliseconds or microseconds, by the event."""
    if not isinstance(value, str) or not value.isdecimal() or len(value) > 16:
        return None
    number = int(value)
    if len(value) <= 10:
        return number * 1000
    return number if len(value) <= 13 else number // 1000


def provider(settings: ChannelEntry) -> Feishu:
    """The application that an entry describes."""
    assert isinstance(settings, Settings)
    return Feishu(settings)
