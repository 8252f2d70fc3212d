"""Feishu's message interface, imitated: tokens, cards folded by `uuid`, error codes, signed and encrypted events.

Signature and cipher are written here anew, after Feishu's documentation ("Receive events").
"""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import orjson
from cryptography.hazmat.primitives import padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from pydantic import SecretStr

from command_center.clock import Clock
from command_center.domain.state.notices.notice import Error
from command_center.notify.provider import Accepted, Inbound, Message, Outcome
from command_center.notify.providers.feishu import Feishu, Settings
from tests.support.fake_providers.http_service import HttpService, Reply, Request

NOW_MS = 1_795_838_400_000
APP, SECRET = "cli_a0123456789", "app-secret-of-the-test"
VERIFICATION, ENCRYPT_KEY = "verification-token", "encrypt-key-of-the-test"


class StoppedClock(Clock):
    """A clock that shows one time."""

    def now(self) -> int:
        return NOW_MS


class FakeFeishu(HttpService):
    """One application and the person `ou_li`."""

    address = "ou_7d8a6e6df7621556ce0d21922b676706"
    secrets: Sequence[str] = (SECRET, VERIFICATION, ENCRYPT_KEY)
    refusal: Error = "rejected"
    outcomes: Sequence[Outcome] = ("read", "answered")
    callback = True

    def __init__(self) -> None:
        super().__init__()
        self.tokens: list[str] = []
        self.good_token: str | None = None
        self.sent: dict[str, dict[str, Any]] = {}
        """The messages by their `uuid`."""
        self.code: int | None = None
        self.said = "refused"

    def provider(self, timeout_s: float) -> Feishu:
        return Feishu(self.settings(timeout_s), StoppedClock())

    def settings(self, timeout_s: float = 10.0) -> Settings:
        secret = "another-secret" if self.behaviour == "refuses_us" else SECRET
        return Settings(
            id="feishu",
            type="feishu",
            endpoint=self.url,
            app=APP,
            secret=SecretStr(secret),
            verification=SecretStr(VERIFICATION) if self.callback else None,
            encrypt_key=SecretStr(ENCRYPT_KEY) if self.callback else None,
            timeout_s=timeout_s,
        )

    def gives(self, request: Request) -> bool:
        return request.path == "/open-apis/im/v1/messages"

    def answered(self, request: Request) -> Reply:
        if request.path == "/open-apis/auth/v3/tenant_access_token/internal":
            if request.json() != {"app_id": APP, "app_secret": SECRET}:
                return Reply({"code": 10014, "msg": "app secret invalid"})
            self.good_token = f"t-{len(self.tokens)}"
            self.tokens.append(self.good_token)
            token = {"tenant_access_token": self.good_token, "expire": 7200}
            return Reply({"code": 0, "msg": "ok", **token})
        if request.headers.get("authorization") != f"Bearer {self.good_token}":
            return Reply({"code": 99991663, "msg": "Invalid access token"}, 400)
        if request.path == "/open-apis/bot/v3/info":
            return Reply({"code": 0, "msg": "ok", "bot": {"activate_status": 2}})
        if request.path == "/open-apis/im/v1/messages":
            return self._message(request)
        return Reply({"code": 99991401, "msg": "no such interface"}, 404)

    def _message(self, request: Request) -> Reply:
        if self.behaviour == "busy":
            waits = {"x-ogw-ratelimit-limit": "100", "x-ogw-ratelimit-reset": "52"}
            return Reply({"code": 99991400, "msg": "request trigger frequency limit"}, 429, waits)
        if self.code is not None:
            return Reply({"code": self.code, "msg": self.said}, 400)
        given = request.json()
        kind = request.query.get("receive_id_type")
        if (
            self.behaviour == "refuses_address"
            or given["receive_id"] != self.address
            or kind != "open_id"
        ):
            return Reply({"code": 230013, "msg": "Bot has NO availability to this user"}, 400)
        uuid = given.get("uuid", "")
        if (
            given.get("msg_type") != "interactive"
            or len(uuid) > 50
            or len(given["content"]) > 30_720
        ):
            return Reply({"code": 230001, "msg": "invalid request parameter"}, 400)
        if uuid not in self.sent:
            card = orjson.loads(given["content"])
            self.sent[uuid] = {"card": card, "message_id": f"om_{len(self.sent)}"}
            title = card["header"]["title"]["content"]
            self.texts.append(title + "\n" + card["elements"][0]["text"]["content"])
        return Reply(
            {"code": 0, "msg": "success", "data": {"message_id": self.sent[uuid]["message_id"]}}
        )

    def post(self, message: Message, accepted: Accepted, outcome: Outcome) -> Inbound:
        if outcome == "read":
            return self.read(accepted.id or "")
        action = self.sent[message.ref]["card"]["elements"][1]["actions"][0]
        return self.pressed(action["value"], accepted.id or "")

    def read(self, message_id: str) -> Inbound:
        """The event that a message was opened."""
        event = {
            "reader": {
                "reader_id": {"open_id": self.address},
                "read_time": str(NOW_MS),
                "tenant_key": "t",
            },
            "message_id_list": [message_id],
        }
        return self.event("im.message.message_read_v1", event)

    def pressed(
        self, value: Mapping[str, Any], message_id: str, event_id: str = "f7984f25"
    ) -> Inbound:
        """The callback of a button with this value."""
        event = {
            "operator": {"tenant_key": "t", "open_id": self.address, "union_id": "on_li"},
            "token": "c-295ee57216a5dc9de90fefd0aadb4b1d7dxxxx",
            "action": {"value": value, "tag": "button"},
            "host": "im_message",
            "context": {"open_message_id": message_id, "open_chat_id": "oc_x"},
        }
        return self.event("card.action.trigger", event, event_id)

    def event(
        self,
        kind: str,
        event: Mapping[str, Any],
        event_id: str = "5e3702a84e84",
        token: str = VERIFICATION,
        key: str = ENCRYPT_KEY,
        at_s: int = NOW_MS // 1000,
    ) -> Inbound:
        """An event of schema 2.0, encrypted and signed as Feishu does."""
        header = {
            "event_id": event_id,
            "token": token,
            "create_time": str(NOW_MS * 1000),
            "event_type": kind,
            "tenant_key": "t",
            "app_id": APP,
        }
        return self.sealed({"schema": "2.0", "header": header, "event": event}, key, at_s)

    def challenged(self, token: str = VERIFICATION) -> Inbound:
        """The check of the callback's address, which Feishu encrypts and does not sign."""
        request = self.sealed(
            {"challenge": "ajls384kdj", "token": token, "type": "url_verification"}
        )
        return replace(request, headers={"content-type": "application/json"})

    def sealed(self, content: Any, key: str = ENCRYPT_KEY, at_s: int = NOW_MS // 1000) -> Inbound:
        """A request with `content` encrypted."""
        body = orjson.dumps({"encrypt": seal(orjson.dumps(content), key)})
        stamp, nonce = str(at_s), "nonce-1"
        digest = hashlib.sha256()
        for part in (stamp.encode(), nonce.encode(), key.encode(), body):
            digest.update(part)
        headers = {
            "content-type": "application/json",
            "x-lark-request-timestamp": stamp,
            "x-lark-request-nonce": nonce,
            "x-lark-signature": digest.hexdigest(),
        }
        return Inbound("POST", {}, headers, body)

    def forged(self, request: Inbound) -> Sequence[Inbound]:
        """Without a signature, with a wrong one, in the clear, with another key or token, and too old."""
        signature = request.headers["x-lark-signature"]
        without = {
            name: value for name, value in request.headers.items() if name != "x-lark-signature"
        }
        wrong = {
            **request.headers,
            "x-lark-signature": signature[:-1] + ("0" if signature[-1] != "0" else "1"),
        }
        event = {"action": {"value": {"ref": "0" * 16, "word": "acknowledge"}}}
        clear = orjson.dumps(
            {"schema": "2.0", "header": {"token": VERIFICATION, "event_type": "x"}}
        )
        trigger = "card.action.trigger"
        return [
            replace(request, headers=without),
            replace(request, headers=wrong),
            replace(request, body=clear),
            self.event(trigger, event, key="another key"),
            self.event(trigger, event, token="another token"),
            self.event(trigger, event, at_s=NOW_MS // 1000 - 3600),
            self.event(trigger, event, at_s=NOW_MS // 1000 + 3600),
        ]


def seal(text: bytes, key: str) -> str:
    """AES-256-CBC, its key the SHA-256 of the encrypt key, the IV in front, padded by PKCS #7."""
    vector = b"fedcba9876543210"
    padder = padding.PKCS7(128).padder()
    encryptor = Cipher(
        algorithms.AES256(hashlib.sha256(key.encode()).digest()), modes.CBC(vector)
    ).encryptor()
    content = encryptor.update(padder.update(text) + padder.finalize()) + encryptor.finalize()
    return base64.b64encode(vector + content).decode()
