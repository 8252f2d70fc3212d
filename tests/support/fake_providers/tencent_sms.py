"""Tencent Cloud's SMS interface, imitated: signatures, templates with variables, states and replies to be pulled.

The signature is checked by code of its own, written after cloud.tencent.com/document/api/213/30654.
"""

import hashlib
import hmac
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import orjson
from pydantic import SecretStr

from command_center.clock import Clock
from command_center.domain.state.notices.notice import Error
from command_center.notify.provider import Accepted, Inbound, Message, Outcome
from command_center.notify.providers.tencent_sms import AskingTencentSms, Settings, TencentSms
from tests.support.fake_providers.http_service import HttpService, Reply, Request

NOW_MS = 1_795_838_400_000
KEY, SECRET, RECEIPTS = "AKID-key-of-the-test", "secret-of-the-test", "receipts-token-of-the-test"
APP, SIGN, TEMPLATE, VARIABLES = "1400000000", "示例化工", "1000000", 8
HOST = "sms.tencentcloudapi.com"


class StoppedClock(Clock):
    """A clock that shows one time."""

    def now(self) -> int:
        return NOW_MS


class FakeTencentSms(HttpService):
    """One application with one signature and one template of eight variables."""

    address = "139 0000 0000"
    secrets: Sequence[str] = (KEY, SECRET, RECEIPTS)
    refusal: Error = "rejected"
    outcomes: Sequence[Outcome] = ("delivered", "failed", "answered")
    ask = False

    def __init__(self) -> None:
        super().__init__()
        self.code: str | None = None
        """The code of every message's state."""
        self.error: str | None = None
        """The error of every answer."""
        self.template_status = 0
        self.states: list[dict[str, Any]] = []
        self.replies: list[dict[str, Any]] = []

    def provider(self, timeout_s: float) -> TencentSms:
        made = AskingTencentSms if self.ask else TencentSms
        return made(self.settings(timeout_s), StoppedClock())

    def settings(self, timeout_s: float = 10.0, **more: Any) -> Settings:
        secret = "another-secret" if self.behaviour == "refuses_us" else SECRET
        given = {
            "id": "sms-b",
            "type": "tencent_sms",
            "endpoint": self.url,
            "key": SecretStr(KEY),
            "secret": SecretStr(secret),
            "app": APP,
            "sign": SIGN,
            "template": TEMPLATE,
            "params": VARIABLES,
            "receipts_token": SecretStr(RECEIPTS),
            "timeout_s": timeout_s,
            "ask": self.ask,
        }
        return Settings.model_validate(given | more)

    def gives(self, request: Request) -> bool:
        return request.headers.get("x-tc-action") == "SendSms"

    def answered(self, request: Request) -> Reply:
        wrong = self._signature_error(request) or self.error
        if wrong is not None:
            return _failed(wrong)
        action, given = request.headers["x-tc-action"], request.json()
        if action == "DescribeSmsTemplateList":
            state = {"TemplateId": int(TEMPLATE), "StatusCode": self.template_status}
            known = given["TemplateIdSet"] == [int(TEMPLATE)]
            return _told({"DescribeTemplateStatusSet": [state] if known else []})
        if action == "PullSmsSendStatus":
            return self._pulled(given, "PullSmsSendStatusSet", self.states)
        if action == "PullSmsReplyStatus":
            return self._pulled(given, "PullSmsReplyStatusSet", self.replies)
        if action == "SendSms":
            return self._send(given)
        return _failed("InvalidAction")

    def _signature_error(self, request: Request) -> str | None:
        """What Tencent Cloud says of a signature that is wrong; None if it is right."""
        found = re.fullmatch(
            r"TC3-HMAC-SHA256 Credential=([^/]+)/(\d{4}-\d\d-\d\d)/sms/tc3_request, SignedHeaders=([a-z;-]+), "
            r"Signature=([0-9a-f]{64})",
            request.headers.get("authorization", ""),
        )
        if found is None or request.headers.get("x-tc-version") != "2021-01-11":
            return "AuthFailure.InvalidAuthorization"
        if found[1] != KEY:
            return "AuthFailure.SecretIdNotFound"
        stamp = request.headers["x-tc-timestamp"]
        if datetime.fromtimestamp(int(stamp), UTC).strftime("%Y-%m-%d") != found[2]:
            return "AuthFailure.SignatureExpire"
        names = found[3].split(";")
        if not {"content-type", "host"} <= set(names) or request.headers["host"] != HOST:
            return "AuthFailure.SignatureFailure"
        values = {**request.headers, "x-tc-action": request.headers["x-tc-action"].lower()}
        lines = ["POST", "/", "", *(f"{name}:{values[name]}" for name in names), "", found[3]]
        lines.append(hashlib.sha256(request.body).hexdigest())
        digest = hashlib.sha256("\n".join(lines).encode()).hexdigest()
        text = f"TC3-HMAC-SHA256\n{stamp}\n{found[2]}/sms/tc3_request\n{digest}"
        key = b"TC3" + SECRET.encode()
        for part in (found[2], "sms", "tc3_request", text):
            key = hmac.new(key, part.encode(), hashlib.sha256).digest()
        return None if key.hex() == found[4] else "AuthFailure.SignatureFailure"

    def _send(self, given: Mapping[str, Any]) -> Reply:
        if self.behaviour == "busy":
            return _failed("RequestLimitExceeded")
        (number,) = given["PhoneNumberSet"]
        values = given["TemplateParamSet"]
        code = self.code or "Ok"
        if self.behaviour == "refuses_address" or not re.fullmatch(r"\+861[3-9]\d{9}", number):
            code = "InvalidParameterValue.IncorrectPhoneNumber"
        elif (given["SmsSdkAppId"], given["SignName"], given["TemplateId"]) != (
            APP,
            SIGN,
            TEMPLATE,
        ):
            code = "FailedOperation.TemplateIncorrectOrUnapproved"
        elif len(values) != VARIABLES or not all(values):
            code = "FailedOperation.TemplateParamSetNotMatchApprovedTemplate"
        elif any(len(value) > 12 for value in values):
            code = "InvalidParameterValue.TemplateParameterLengthLimit"
        serial = ""
        if code == "Ok":
            serial = f"5000:104571066915705365784{len(self.texts)}"
            self.texts.append("".join(values))
        state = {
            "SerialNo": serial,
            "PhoneNumber": number,
            "Fee": 1,
            "SessionContext": given["SessionContext"],
            "Code": code,
            "Message": f"about {number}",
            "IsoCode": "CN",
        }
        return _told({"SendStatusSet": [state]})

    def _pulled(self, given: Mapping[str, Any], key: str, lines: list[dict[str, Any]]) -> Reply:
        assert given["SmsSdkAppId"] == APP
        assert 0 < given["Limit"] <= 100
        page = lines[: given["Limit"]]
        del lines[: given["Limit"]]
        return _told({key: page})

    def keep_state(self, serial: str, *, delivered: bool, said: str = "用户停机") -> None:
        """A state that waits to be pulled."""
        self.states.append(
            {
                "UserReceiveTime": NOW_MS // 1000,
                "CountryCode": "86",
                "SubscriberNumber": "13900000000",
                "PhoneNumber": "+8613900000000",
                "SerialNo": serial,
                "ReportStatus": "SUCCESS" if delivered else "FAIL",
                "Description": "DELIVRD" if delivered else said,
                "SessionContext": "",
            }
        )

    def keep_reply(self, text: str) -> None:
        """A reply that waits to be pulled."""
        self.replies.append(
            {
                "ExtendCode": "",
                "CountryCode": "86",
                "PhoneNumber": "+8613900000000",
                "SubscriberNumber": "13900000000",
                "SignName": SIGN,
                "ReplyContent": text,
                "ReplyTime": NOW_MS // 1000,
            }
        )

    def post(self, message: Message, accepted: Accepted, outcome: Outcome) -> Inbound:
        if outcome == "answered":
            return self.typed(f"1 {message.reply}")
        return self.reported(accepted.id or "", delivered=outcome == "delivered")

    def reported(self, serial: str, *, delivered: bool, said: str = "空号") -> Inbound:
        """A state as it is posted."""
        line = {
            "user_receive_time": "2026-11-28 12:00:02",
            "nationcode": "86",
            "mobile": "13900000000",
            "report_status": "SUCCESS" if delivered else "FAIL",
            "errmsg": "DELIVRD" if delivered else "MK:0001",
            "description": "用户短信送达成功" if delivered else said,
            "sid": serial,
        }
        return self.posted([line])

    def typed(self, text: str) -> Inbound:
        """A reply as it is posted."""
        fields = {"extend": "", "mobile": "13900000000", "nationcode": "86", "sign": SIGN}
        return self.posted({**fields, "text": text, "time": NOW_MS // 1000})

    def posted(self, content: Any) -> Inbound:
        """A request with the plant's token in its address."""
        return Inbound("POST", {"token": RECEIPTS}, {}, orjson.dumps(content))

    def forged(self, request: Inbound) -> Sequence[Inbound]:
        """Without the token, and with wrong ones."""
        return [
            replace(request, query={}),
            replace(request, query={"token": RECEIPTS[:-1]}),
            replace(request, query={"token": RECEIPTS + "x"}),
        ]


def _told(fields: Mapping[str, Any]) -> Reply:
    return Reply({"Response": {**fields, "RequestId": "1"}})


def _failed(code: str) -> Reply:
    error = {"Code": code, "Message": "about +8613900000000"}
    return _told({"Error": error})
