"""WeCom's message interface, imitated: tokens, cards with task ids, error codes in answers of HTTP 200, callbacks.

The signature and the cipher of the callbacks are written here anew, after WeCom's documentation
(developer.work.weixin.qq.com/document/path/90968), not taken from the product.
"""

import base64
import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from xml.sax.saxutils import escape

from cryptography.hazmat.primitives import padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from pydantic import SecretStr

from command_center.clock import Clock
from command_center.domain.state.notices.notice import Error
from command_center.notify.provider import Accepted, Inbound, Message, Outcome
from command_center.notify.providers.wecom_app import Settings, WecomApp
from tests.support.fake_providers.http_service import HttpService, Reply, Request

NOW_MS = 1_795_838_400_000
CORP, SECRET = "ww0123456789abcdef", "corp-secret-of-the-test"
TOKEN, AES_KEY = "CallbackToken", "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
AGENT = 1000002


class StoppedClock(Clock):
    """A clock that shows one time."""

    def now(self) -> int:
        return NOW_MS


class FakeWecom(HttpService):
    """One corp with one application and the member `li.gong`."""

    address = "li.gong"
    secrets: Sequence[str] = (SECRET, TOKEN, AES_KEY)
    refusal: Error = "rejected"
    outcomes: Sequence[Outcome] = ("answered",)
    callback = True

    def __init__(self) -> None:
        super().__init__()
        self.tokens: list[str] = []
        self.good_token: str | None = None
        self.life_s = 7200
        self.task_ids: set[str] = set()
        self.cards: list[dict[str, Any]] = []
        self.code: int | None = None
        """Every message is answered with this errcode."""

    def provider(self, timeout_s: float) -> WecomApp:
        return WecomApp(self.settings(timeout_s), StoppedClock())

    def settings(self, timeout_s: float = 10.0) -> Settings:
        secret = "another-secret" if self.behaviour == "refuses_us" else SECRET
        return Settings(
            id="wecom",
            type="wecom_app",
            endpoint=self.url,
            corp=CORP,
            agent=AGENT,
            secret=SecretStr(secret),
            token=SecretStr(TOKEN) if self.callback else None,
            aes_key=SecretStr(AES_KEY) if self.callback else None,
            timeout_s=timeout_s,
        )

    def gives(self, request: Request) -> bool:
        return request.path == "/cgi-bin/message/send"

    def expire_token(self) -> None:
        """The token is taken no longer, as when somebody else fetched one anew."""
        self.good_token = None

    def answered(self, request: Request) -> Reply:
        if request.path == "/cgi-bin/gettoken":
            return self._token(request)
        if self.good_token is None or request.query.get("access_token") != self.good_token:
            return Reply({"errcode": 42001, "errmsg": "access_token expired"})
        if request.path == "/cgi-bin/agent/get":
            return Reply({"errcode": 0, "errmsg": "ok", "agentid": AGENT, "close": 0})
        if request.path == "/cgi-bin/message/send" and request.method == "POST":
            return self._sent(request.json())
        return Reply({"errcode": 404, "errmsg": "no such interface"})

    def _token(self, request: Request) -> Reply:
        if request.query.get("corpid") != CORP or request.query.get("corpsecret") != SECRET:
            return Reply({"errcode": 40001, "errmsg": f"invalid credential {request.query}"})
        self.good_token = f"token-{len(self.tokens)}"
        self.tokens.append(self.good_token)
        token = {"access_token": self.good_token, "expires_in": self.life_s}
        return Reply({"errcode": 0, "errmsg": "ok", **token})

    def _sent(self, given: dict[str, Any]) -> Reply:
        if self.behaviour == "busy":
            return Reply({"errcode": 45009, "errmsg": "api freq out of limit"})
        if self.code is not None:
            return Reply({"errcode": self.code, "errmsg": f"refused for {given['touser']}"})
        if given.get("agentid") != AGENT:
            return Reply({"errcode": 40056, "errmsg": "invalid agentid"})
        if self.behaviour == "refuses_address" or given.get("touser") != self.address:
            return Reply({"errcode": 81013, "errmsg": f"user {given.get('touser')} not found"})
        wrong = self._wrong(given)
        if wrong is not None:
            return wrong
        if given["msgtype"] == "text":
            self.texts.append(given["text"]["content"])
        else:
            card = given["template_card"]
            self.cards.append(card)
            self.task_ids.add(card["task_id"])
            self.texts.append(f"{card['main_title']['title']}\n{card['sub_title_text']}")
        return Reply(
            {"errcode": 0, "errmsg": "ok", "invaliduser": "", "msgid": f"msg-{len(self.texts)}"}
        )

    def _wrong(self, given: dict[str, Any]) -> Reply | None:
        """What WeCom's documentation forbids."""
        if given.get("msgtype") == "text":
            long = len(given["text"]["content"].encode()) > 2048
            return Reply({"errcode": 40058, "errmsg": "too long"}) if long else None
        if given.get("msgtype") != "template_card":
            return Reply({"errcode": 40008, "errmsg": "invalid message type"})
        card = given["template_card"]
        task = card.get("task_id", "")
        if not re.fullmatch(r"[A-Za-z0-9_@-]{1,128}", task) or task in self.task_ids:
            return Reply(
                {"errcode": 42014, "errmsg": "taskid has existed or empty or exceed max len"}
            )
        if card["card_type"] == "text_notice" and not card.get("card_action", {}).get("url"):
            return Reply({"errcode": 40058, "errmsg": "missing card_action"})
        if card["card_type"] == "button_interaction":
            buttons = card.get("button_list") or []
            whole = all(one.get("text") and one.get("key") for one in buttons)
            if not 1 <= len(buttons) <= 6 or not whole or not self.callback:
                return Reply({"errcode": 40058, "errmsg": "bad button_list"})
        return None

    def post(self, message: Message, accepted: Accepted, outcome: Outcome) -> Inbound:
        """The press of a card's first button."""
        assert outcome == "answered"
        button = self.cards[-1]["button_list"][0]
        return self.pressed(message.ref, button["key"])

    def pressed(
        self, ref: str, key: str, person: str | None = None, at_s: int | None = None
    ) -> Inbound:
        """The callback of a button."""
        created = NOW_MS // 1000 if at_s is None else at_s
        fields = {
            "ToUserName": CORP,
            "FromUserName": person or self.address,
            "MsgType": "event",
            "Event": "template_card_event",
            "CreateTime": str(created),
            "AgentID": str(AGENT),
            "EventKey": key,
            "TaskId": ref,
            "CardType": "button_interaction",
            "ResponseCode": "response-code",
        }
        return self.called_back("".join(f"<{k}>{escape(v)}</{k}>" for k, v in fields.items()))

    def typed(self, text: str) -> Inbound:
        """The callback of a text that a member wrote to the application."""
        fields = {
            "FromUserName": self.address,
            "MsgType": "text",
            "CreateTime": str(NOW_MS // 1000),
            "Content": text,
            "MsgId": "4561255354251345929",
        }
        return self.called_back("".join(f"<{k}>{escape(v)}</{k}>" for k, v in fields.items()))

    def called_back(
        self, inner: str, corp: str = CORP, key: str = AES_KEY, at_s: int = NOW_MS // 1000
    ) -> Inbound:
        """A callback whose text is `inner`, sealed and signed as WeCom does."""
        sealed = seal(f"<xml>{inner}</xml>".encode(), corp, key)
        stamp, nonce = str(at_s), "1372623149"
        query = {
            "msg_signature": sign(TOKEN, stamp, nonce, sealed),
            "timestamp": stamp,
            "nonce": nonce,
        }
        body = f"<xml><ToUserName>{CORP}</ToUserName><Encrypt><![CDATA[{sealed}]]></Encrypt></xml>"
        return Inbound("POST", query, {"content-type": "text/xml"}, body.encode())

    def asked_for_echo(self, text: str) -> Inbound:
        """The check of the callback's address."""
        sealed = seal(text.encode(), CORP, AES_KEY)
        stamp, nonce = str(NOW_MS // 1000), "263014780"
        signature = sign(TOKEN, stamp, nonce, sealed)
        query = {
            "msg_signature": signature,
            "timestamp": stamp,
            "nonce": nonce,
            "echostr": sealed,
        }
        return Inbound("GET", query, {}, b"")

    def forged(self, request: Inbound) -> Sequence[Inbound]:
        """Without a signature, with a wrong one, changed, by another corp, with another key, and too old."""
        signature = request.query["msg_signature"]
        without = {name: value for name, value in request.query.items() if name != "msg_signature"}
        wrong = {
            **request.query,
            "msg_signature": signature[:-1] + ("0" if signature[-1] != "0" else "1"),
        }
        later = {**request.query, "nonce": "1372623150"}
        other_key = base64.b64encode(bytes(32)).decode()[:43]
        return [
            replace(request, query=without),
            replace(request, query=wrong),
            replace(request, query=later),
            replace(request, body=b"<xml><Encrypt>AAAA</Encrypt></xml>"),
            self.called_back("<Event>template_card_event</Event>", corp="ww-another"),
            self.called_back("<Event>template_card_event</Event>", key=other_key),
            self.called_back("<Event>template_card_event</Event>", at_s=NOW_MS // 1000 - 3600),
            self.called_back("<Event>template_card_event</Event>", at_s=NOW_MS // 1000 + 3600),
        ]


def sign(token: str, stamp: str, nonce: str, sealed: str) -> str:
    """WeCom's msg_signature."""
    digest = hashlib.sha1(usedforsecurity=False)
    for part in sorted([sealed, nonce, stamp, token]):
        digest.update(part.encode())
    return digest.hexdigest()


def _aes(key: str) -> Cipher[modes.CBC]:
    raw = base64.b64decode(key + "=")
    return Cipher(algorithms.AES(raw), modes.CBC(raw[:16]))


def seal(text: bytes, corp: str, key: str) -> str:
    """AES-CBC of 16 bytes at random, the length, the text and the corp, padded to 32 bytes (PKCS #7)."""
    padder = padding.PKCS7(256).padder()
    content = b"0123456789abcdef" + len(text).to_bytes(4, "big") + text + corp.encode()
    encryptor = _aes(key).encryptor()
    padded = padder.update(content) + padder.finalize()
    return base64.b64encode(encryptor.update(padded) + encryptor.finalize()).decode()


def unseal(sealed: str, key: str) -> bytes:
    """The text of what the product sealed."""
    decryptor = _aes(key).decryptor()
    padded = decryptor.update(base64.b64decode(sealed)) + decryptor.finalize()
    unpadder = padding.PKCS7(256).unpadder()
    content = unpadder.update(padded) + unpadder.finalize()
    return content[20 : 20 + int.from_bytes(content[16:20], "big")]
