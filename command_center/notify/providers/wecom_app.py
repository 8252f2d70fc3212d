"""WeCom (企业微信) application messages: a card with answer buttons, and the answers by encrypted callbacks.

Protocol: developer.work.weixin.qq.com, "Send application messages" (document/path/90236), "Receive messages and
events" (90240), "Global error codes" (90455), "Access frequency limits" (90312). HTTP 200 is no success: `errcode` is.
"""

import re
import secrets
from typing import Any, Literal, Self

import orjson
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from command_center.clock import Clock
from command_center.domain.state.notices.notice import Channel
from command_center.notify.answers.typed_answer import typed_answer
from command_center.notify.channel_entry import ChannelEntry, Secret
from command_center.notify.provider import (
    Accepted,
    Choice,
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
from command_center.notify.providers._flat_xml import fields_of
from command_center.notify.providers._token_keeper import TokenKeeper
from command_center.notify.providers._wecom_cipher import BadCipher, WecomCipher

TYPE = "wecom_app"
ABROAD = False

REPLAY_MS = 300_000
"""How far a callback's time may lie from ours, in either direction."""
LIMITS = Limits(per_address_minute=30, per_address_hour=1000)
"""An application may send a member 30 messages a minute and 1,000 an hour; WeCom drops the rest silently
(document/path/90312, "Frequency of application messages")."""
TEXT_BYTES = 2048
"""Of a text message; WeCom cuts what is longer (90236)."""

ADDRESS = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.@-]{0,63}")
"""A member's UserID (document/path/90195). A `|` would name several, `@all` everybody."""
BAD_TOKEN = frozenset({40014, 41001, 42001})
BUSY = {-1: None, 6000: None, 45009: 60.0, 45033: 5.0}
"""Errors of the moment, with the wait: a limit of a minute blocks for 60 s (90312)."""
NO_SUCH_MEMBER = frozenset({40003, 40031, 46004, 60111, 81013, 82001})
TAKEN_BEFORE = 42014
"""The `task_id` exists: an earlier try was taken, and nothing is sent twice."""
OURS = {
    40001: "the secret is wrong",
    40013: "the corp id is wrong",
    40056: "the agent id is wrong",
    48002: "the application may not send messages",
    60020: "WeCom does not know the address we come from: add the plant's fixed address, or the relay's, to the "
    "application's trusted addresses",
    301002: "the application may not use this agent",
}
"""Errors of our settings, with what mends them."""


class Settings(CloudEntry):
    """`corp`, `agent` and `secret` belong to the application. `token` and `aes_key` secure its callback ("receive
    messages"); without them WeCom accepts no buttons, and people answer on the phone page.
    """

    kind: Literal["im"] = "im"
    endpoint: Endpoint = "https://qyapi.weixin.qq.com"
    corp: str = Field(min_length=1, max_length=64)
    agent: int = Field(ge=0)
    secret: Secret
    token: Secret | None = None
    aes_key: Secret | None = None

    @model_validator(mode="after")
    def _the_callback_is_whole(self) -> Self:
        if (self.token is None) != (self.aes_key is None):
            raise PydanticCustomError(
                "channels.callback_half", "a callback needs both {keys}", {"keys": "token, aes_key"}
            )
        try:
            self.cipher()
        except ValueError:
            raise PydanticCustomError(
                "channels.aes_key", "an EncodingAESKey has 43 letters and digits"
            ) from None
        return self

    def cipher(self) -> WecomCipher | None:
        """The cipher of the callback, if one is set. Raises ValueError if the key has a wrong form."""
        if self.token is None or self.aes_key is None:
            return None
        return WecomCipher(
            self.token.get_secret_value(), self.aes_key.get_secret_value(), self.corp
        )


class WecomApp:
    """Sends through one WeCom application of one company."""

    kind: Channel = "im"
    limits = LIMITS

    def __init__(self, settings: Settings, clock: Clock | None = None) -> None:
        self.settings = settings
        self.timeout_s, self.workers = settings.timeout_s, settings.workers
        self._clock = clock or Clock()
        self._service = Service("WeCom", settings.endpoint, settings)
        self._tokens = TokenKeeper(self._fetched_token)
        self._cipher = settings.cipher()

    def __repr__(self) -> str:
        return f"WecomApp({self.settings.corp!r}, agent={self.settings.agent})"

    def send(self, message: Message) -> Accepted:
        """Hand one message over. A card already accepted under this ref is not shown twice."""
        if not ADDRESS.fullmatch(message.address):
            raise Permanent("the address is no UserID of WeCom", "rejected")
        content = self._content(message)
        answer = self._asked_with_token(
            "POST",
            "/cgi-bin/message/send",
            orjson.dumps(content),
            gives=True,
            repeatable="template_card" in content,
        )
        code = answer.fields.get("errcode")
        if code == TAKEN_BEFORE:
            return Accepted()
        if not isinstance(code, int):
            raise Unknown("WeCom gave an answer that we cannot read")
        _check(code)
        for key in ("invaliduser", "unlicenseduser"):
            if answer.fields.get(key):
                raise Permanent(_WHY[key], "rejected")
        return Accepted(id=_text(answer.fields, "msgid") or None)

    def probe(self) -> Health:
        """Query the application's permissions, which needs a token and a trusted IP address."""

        def look() -> Health:
            query = {"agentid": str(self.settings.agent)}
            answer = self._asked_with_token("GET", "/cgi-bin/agent/get", query=query)
            _check(answer.fields.get("errcode"))
            closed = answer.fields.get("close") == 1
            return Health(not closed, "the application is switched off" if closed else "")

        return probed(look)

    def receipts(self, request: Inbound) -> Heard:
        """Read an answer by button or text, or the challenge by which WeCom checks the callback's address."""
        cipher = self._cipher
        if cipher is None:
            raise NotTheirs
        query = request.query
        stamp, nonce = query.get("timestamp", ""), query.get("nonce", "")
        if request.method == "GET":
            encrypted = query.get("echostr", "")
        else:
            encrypted = _fields(request.body).get("Encrypt", "")
        try:
            text = cipher.opened(query.get("msg_signature", ""), stamp, nonce, encrypted)
        except BadCipher:
            raise NotTheirs from None
        if not stamp.isdecimal() or abs(self._clock.now() - int(stamp[:12]) * 1000) > REPLAY_MS:
            raise NotTheirs
        if request.method == "GET":
            return Heard(body=text)
        return self._heard(_fields(text), cipher)

    def _heard(self, fields: dict[str, str], cipher: WecomCipher) -> Heard:
        event, person = fields.get("Event"), fields.get("FromUserName", "")
        created = fields.get("CreateTime", "")
        at = int(created) * 1000 if created.isdecimal() else None
        if event == "template_card_event":
            word, _, label = fields.get("EventKey", "").partition(":")
            ref = fields.get("TaskId", "")
            known = known_word(word)
            if known is None or not ref:
                return Heard()
            told = event_of("button", ref, person, word, created)
            receipt = Receipt(told, "answered", ref=ref, address=person, word=known, at=at)
            return Heard((receipt,), body=self._pressed(fields, label, cipher), type=XML)
        typed = typed_answer(fields.get("Content", "")) if fields.get("MsgType") == "text" else None
        if typed is None:
            return Heard()
        told = f"text:{fields.get('MsgId', created)}"
        receipt = Receipt(
            told, "answered", address=person, reply=typed.reply, word=typed.word, at=at
        )
        return Heard((receipt,))

    def _pressed(self, fields: dict[str, str], label: str, cipher: WecomCipher) -> bytes:
        """The answer that turns the card's buttons into a mark of what was pressed (document/path/90241)."""
        stamp, nonce = str(self._clock.now() // 1000), secrets.token_hex(8)
        inner = (
            f"<xml><ToUserName>{_cdata(fields.get('FromUserName', ''))}</ToUserName>"
            f"<FromUserName>{_cdata(self.settings.corp)}</FromUserName><CreateTime>{stamp}</CreateTime>"
            f"<MsgType>{_cdata('update_button')}</MsgType>"
            f"<Button><ReplaceName>{_cdata(sent_mark(label, 16))}</ReplaceName></Button></xml>"
        )
        encrypted = cipher.sealed(inner.encode())
        signature = cipher.signature(stamp, nonce, encrypted)
        return (
            f"<xml><Encrypt>{_cdata(encrypted)}</Encrypt><MsgSignature>{_cdata(signature)}</MsgSignature>"
            f"<TimeStamp>{stamp}</TimeStamp><Nonce>{_cdata(nonce)}</Nonce></xml>"
        ).encode()

    def _content(self, message: Message) -> dict[str, Any]:
        """The message in WeCom's form: a card with buttons, a card that opens the phone page, or plain text."""
        base: dict[str, Any] = {"touser": message.address, "agentid": self.settings.agent}
        opens = {"type": 1, "url": message.link} if message.link else None
        card: dict[str, Any] = {
            "main_title": {"title": message.title},
            "sub_title_text": message.text,
            "task_id": message.ref,
        }
        if opens is not None:
            card["card_action"] = opens
        if message.choices and self._cipher is not None:
            card |= {"card_type": "button_interaction", "button_list": _buttons(message.choices)}
        elif opens is not None:
            card["card_type"] = "text_notice"
        else:
            text = f"{message.title}\n{message.text}".encode()[:TEXT_BYTES].decode(errors="ignore")
            return base | {"msgtype": "text", "text": {"content": text}}
        return base | {"msgtype": "template_card", "template_card": card}

    def _asked_with_token(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        query: dict[str, str] | None = None,
        *,
        gives: bool = False,
        repeatable: bool = False,
    ) -> Answer:
        """One request with the token, and once more with a new one if WeCom calls it bad."""
        deadline = Deadline(self.timeout_s)
        for _ in range(2):
            token = self._tokens.token(deadline)
            parameters = {"access_token": token, **(query or {})}
            ask = Ask(method, path, parameters, JSON, body, gives=gives, repeatable=repeatable)
            answer = self._service.ask(ask, deadline)
            if answer.fields.get("errcode") not in BAD_TOKEN:
                return answer
            self._tokens.forget(token)
        raise Temporary("WeCom took neither our access token nor a new one")

    def _fetched_token(self, deadline: Deadline) -> tuple[str, float]:
        secret = self.settings.secret.get_secret_value()
        query = {"corpid": self.settings.corp, "corpsecret": secret}
        answer = self._service.ask(Ask("GET", "/cgi-bin/gettoken", query), deadline)
        _check(answer.fields.get("errcode"))
        token, life = answer.fields.get("access_token"), answer.fields.get("expires_in")
        if not isinstance(token, str) or not token or not isinstance(life, int) or life <= 0:
            raise Temporary("WeCom gave no access token")
        return token, life


XML = "application/xml; charset=utf-8"
_WHY = {
    "invaliduser": "WeCom knows no such member, or the application may not write to them",
    "unlicenseduser": "the member has no licence for application messages",
}


def _check(code: object) -> None:
    """Raises the error that an errcode other than 0 means."""
    if code == 0:
        return
    if not isinstance(code, int):
        raise Temporary("WeCom gave an answer that we cannot read")
    if code in BUSY:
        raise Temporary(f"WeCom is busy or over its limit ({code})", BUSY[code])
    if code in NO_SUCH_MEMBER:
        raise Permanent(f"{_WHY['invaliduser']} ({code})", "rejected")
    raise Permanent(
        f"WeCom refuses: {OURS.get(code, 'see its list of error codes')} ({code})", "provider"
    )


def _buttons(choices: tuple[Choice, ...]) -> list[dict[str, Any]]:
    """The first in blue, the others plain. A key holds the word and what the pressed card shows."""
    return [
        {"text": one.label, "style": 1 if number == 0 else 2, "key": f"{one.word}:{one.label}"}
        for number, one in enumerate(choices)
    ]


def _fields(document: bytes) -> dict[str, str]:
    try:
        return fields_of(document)
    except ValueError:
        raise NotTheirs from None


def _text(fields: Any, key: str) -> str:
    value = fields.get(key)
    return value if isinstance(value, str) else ""


def _cdata(text: str) -> str:
    return "<![CDATA[" + text.replace("]]>", "]]&gt;") + "]]>"


def provider(settings: ChannelEntry) -> WecomApp:
    """The application that an entry describes."""
    assert isinstance(settings, Settings)
    return WecomApp(settings)
