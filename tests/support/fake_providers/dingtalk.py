"""DingTalk's robot and card interfaces, imitated: tokens, cards by outTrackId, lists of refused people, callbacks.

The signature is written here anew, after DingTalk's documentation ("Event callback" of interactive cards).
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import orjson
from pydantic import SecretStr

from command_center.clock import Clock
from command_center.domain.state.notices.notice import Error
from command_center.notify.provider import Accepted, Inbound, Message, Outcome
from command_center.notify.providers.dingtalk import AskingDingTalk, DingTalk, Settings
from tests.support.fake_providers.http_service import HttpService, Reply, Request

NOW_MS = 1_795_838_400_000
APP, SECRET, ROBOT = "dingabcdefgh", "app-secret-of-the-test", "dingrobotcode"
TEMPLATE, ROUTE, CALLBACK_SECRET = (
    "0a1b2c3d.schema",
    "command-center",
    "callback-secret-of-the-test",
)


class HandClock(Clock):
    """A clock that is set by hand."""

    at = NOW_MS

    def now(self) -> int:
        return type(self).at


class FakeDingTalk(HttpService):
    """One application with a robot and the person `manager4521`."""

    address = "manager4521"
    secrets: Sequence[str] = (SECRET, CALLBACK_SECRET)
    refusal: Error = "rejected"
    outcomes: Sequence[Outcome] = ("answered",)
    card = True
    ask_read = False

    def __init__(self) -> None:
        super().__init__()
        self.tokens: list[str] = []
        self.good_token: str | None = None
        self.cards: dict[str, dict[str, Any]] = {}
        self.keys: list[str] = []
        self.read: set[str] = set()
        self.error: Reply | None = None
        """Every message is answered with this."""
        self.lists: Mapping[str, Sequence[str]] = {}
        """Added to the answers for plain messages."""

    def provider(self, timeout_s: float) -> DingTalk:
        made = AskingDingTalk if self.ask_read else DingTalk
        return made(self.settings(timeout_s), HandClock())

    def settings(self, timeout_s: float = 10.0) -> Settings:
        secret = "another-secret" if self.behaviour == "refuses_us" else SECRET
        return Settings(
            id="dingtalk",
            type="dingtalk",
            endpoint=self.url,
            app=APP,
            secret=SecretStr(secret),
            robot=ROBOT,
            card_template=TEMPLATE if self.card else None,
            callback_key=ROUTE if self.card else None,
            callback_secret=SecretStr(CALLBACK_SECRET) if self.card else None,
            ask_read=self.ask_read,
            timeout_s=timeout_s,
        )

    def gives(self, request: Request) -> bool:
        return request.path in (
            "/v1.0/card/instances/createAndDeliver",
            "/v1.0/robot/oToMessages/batchSend",
        )

    def answered(self, request: Request) -> Reply:
        if request.path == "/v1.0/oauth2/accessToken":
            if request.json() != {"appKey": APP, "appSecret": SECRET}:
                return Reply({"code": "invalidClientIdOrSecret", "message": str(request.body)}, 400)
            self.good_token = f"token-{len(self.tokens)}"
            self.tokens.append(self.good_token)
            return Reply({"accessToken": self.good_token, "expireIn": 7200})
        if request.headers.get("x-acs-dingtalk-access-token") != self.good_token:
            return Reply({"code": "InvalidAuthentication", "message": "不合法的access_token"}, 400)
        if request.path == "/v1.0/robot/oToMessages/readStatus" and request.method == "GET":
            return self._read_status(request.query)
        if self.gives(request):
            return self._message(request)
        return Reply({"code": "InvalidAction.NotFound", "message": "no such interface"}, 404)

    def _message(self, request: Request) -> Reply:
        given = request.json()
        if self.behaviour == "busy":
            return Reply({"code": "Forbidden.AccessDenied.QpsLimitForApi", "message": "qps"}, 403)
        if self.error is not None:
            return self.error
        if request.path.endswith("batchSend"):
            return self._text(given)
        return self._card(given)

    def _text(self, given: Mapping[str, Any]) -> Reply:
        if given.get("robotCode") != ROBOT:
            return Reply({"code": "resource.not.found", "message": "robot 不存在"}, 400)
        if self.behaviour == "refuses_address" or given.get("userIds") != [self.address]:
            said = f"staffId.notExisted {given.get('userIds')}"
            return Reply({"code": "staffId.notExisted", "message": said}, 400)
        assert given["msgKey"] == "sampleText"
        lists = {"invalidStaffIdList": [], "flowControlledStaffIdList": [], **self.lists}
        if any(lists.values()):
            return Reply({**lists, "processQueryKey": "key-of-nobody"})
        self.texts.append(orjson.loads(given["msgParam"])["content"])
        self.keys.append(f"key-{len(self.keys)}")
        return Reply({**lists, "processQueryKey": self.keys[-1]})

    def _card(self, given: Mapping[str, Any]) -> Reply:
        values = given["cardData"]["cardParamMap"]
        whole = (
            given["cardTemplateId"] == TEMPLATE
            and given["callbackType"] == "HTTP"
            and given["callbackRouteKey"] == ROUTE
            and given["imRobotOpenDeliverModel"] == {"spaceType": "IM_ROBOT", "robotCode": ROBOT}
            and all(isinstance(value, str) for value in values.values())
        )
        if not whole:
            return Reply({"code": "param.invalid", "message": "bad card"}, 400)
        track = given["outTrackId"]
        refused = self.behaviour == "refuses_address"
        ours = given["openSpaceId"] == f"dtv1.card//IM_ROBOT.{self.address}" and not refused
        result = {
            "spaceId": self.address,
            "spaceType": "IM_ROBOT",
            "success": ours,
            "errorMsg": None if ours else f"user {given['openSpaceId']} not in scope",
        }
        if ours:
            # A card that exists is not written anew, and is shown in the chat again.
            self.cards.setdefault(track, dict(values))
            self.texts.append(self.cards[track]["title"] + "\n" + self.cards[track]["text"])
        body = {"outTrackId": track, "deliverResults": [result]}
        return Reply({"success": True, "result": body})

    def _read_status(self, query: Mapping[str, str]) -> Reply:
        key = query.get("processQueryKey", "")
        if query.get("robotCode") != ROBOT or key not in self.keys:
            return Reply({"code": "invalidParameter.processQueryKey", "message": "?"}, 400)
        read = key in self.read
        person = {
            "name": "李工",
            "userId": self.address,
            "readStatus": "READ" if read else "UNREAD",
            "readTimestamp": NOW_MS if read else 0,
        }
        return Reply({"sendStatus": "SUCCESS", "messageReadInfoList": [person]})

    def post(self, message: Message, accepted: Accepted, outcome: Outcome) -> Inbound:
        return self.pressed(message.ref, "acknowledge")

    def pressed(self, ref: str, action: str, params: Mapping[str, Any] | None = None) -> Inbound:
        """The callback of a card's button."""
        private = {"cardPrivateData": {"actionIds": [action], "params": params or {}}}
        return self.called_back(
            {
                "type": "actionCallback",
                "outTrackId": ref,
                "corpId": "dingcorp",
                "userId": self.address,
                "content": orjson.dumps(private).decode(),
            }
        )

    def called_back(self, content: Any, key: str = CALLBACK_SECRET, at_ms: int = NOW_MS) -> Inbound:
        """A request signed as DingTalk does: by the time alone."""
        digest = hmac.new(key.encode(), str(at_ms).encode(), hashlib.sha256).digest()
        headers = {
            "content-type": "application/json",
            "x-ddpaas-signature-timestamp": str(at_ms),
            "x-ddpaas-signature": base64.b64encode(digest).decode(),
        }
        return Inbound("POST", {}, headers, orjson.dumps(content))

    def forged(self, request: Inbound) -> Sequence[Inbound]:
        """Without a signature, with another time, with another key, and too old."""
        without = {
            name: value for name, value in request.headers.items() if name != "x-ddpaas-signature"
        }
        later = {**request.headers, "x-ddpaas-signature-timestamp": str(NOW_MS + 1)}
        content = orjson.loads(request.body)
        return [
            replace(request, headers=without),
            replace(request, headers=later),
            self.called_back(content, key="another"),
            self.called_back(content, at_ms=NOW_MS - 3_600_000),
            self.called_back(content, at_ms=NOW_MS + 3_600_000),
        ]
