"""Alibaba Cloud's SMS interface, imitated: signatures, templates with variables, lists of sent messages, receipts.

The signature is checked by code of its own, written after help.aliyun.com/document_detail/2593177.
"""

import hashlib
import hmac
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import orjson
from pydantic import SecretStr

from command_center.clock import Clock
from command_center.domain.state.notices.notice import Error
from command_center.notify.provider import Accepted, Inbound, Message, Outcome
from command_center.notify.providers.aliyun_sms import AliyunSms, AskingAliyunSms, Settings
from tests.support.fake_providers.http_service import HttpService, Reply, Request

NOW_MS = 1_795_838_400_000
"""2026-11-28 04:00:00 UTC, noon in Beijing."""
KEY, SECRET, RECEIPTS = "LTAI-key-of-the-test", "secret-of-the-test", "receipts-token-of-the-test"
SIGN, TEMPLATE, VARIABLES = "示例化工", "SMS_100000000", ("t1", "t2", "t3")


class HandClock(Clock):
    """A clock that is set by hand."""

    at = NOW_MS

    def now(self) -> int:
        return type(self).at


class FakeAliyunSms(HttpService):
    """One account with one signature and one template of three variables."""

    address = "+8613900000000"
    secrets: Sequence[str] = (KEY, SECRET, RECEIPTS)
    refusal: Error = "rejected"
    outcomes: Sequence[Outcome] = ("delivered", "failed", "answered")
    ask = False

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[dict[str, Any]] = []
        self.nonces: set[str] = set()
        self.error: Reply | None = None
        self.sign_status = 1
        self.lists_late = False

    def provider(self, timeout_s: float) -> AliyunSms:
        made = AskingAliyunSms if self.ask else AliyunSms
        return made(self.settings(timeout_s), HandClock())

    def settings(self, timeout_s: float = 10.0, **more: Any) -> Settings:
        secret = "another-secret" if self.behaviour == "refuses_us" else SECRET
        given = {
            "id": "sms-a",
            "type": "aliyun_sms",
            "endpoint": self.url,
            "key": SecretStr(KEY),
            "secret": SecretStr(secret),
            "sign": SIGN,
            "template": TEMPLATE,
            "params": VARIABLES,
            "receipts_token": SecretStr(RECEIPTS),
            "timeout_s": timeout_s,
            "ask": self.ask,
        }
        return Settings.model_validate(given | more)

    def gives(self, request: Request) -> bool:
        return request.headers.get("x-acs-action") == "SendSms"

    def answered(self, request: Request) -> Reply:
        wrong = self._signature_error(request)
        if wrong is not None:
            return Reply({"Code": wrong, "Message": f"{request.headers}", "RequestId": "1"}, 400)
        action = request.headers["x-acs-action"]
        if action == "GetSmsSign":
            good = request.query.get("SignName") == SIGN
            state = {"SignName": SIGN, "SignStatus": self.sign_status}
            return Reply({"Code": "OK", **state} if good else {"Code": "isv.SMS_SIGN_NOT_FOUND"})
        if action == "QuerySendDetails":
            return self._details(request.query)
        if action == "SendSms":
            return self._send(request.query)
        return Reply({"Code": "InvalidAction.NotFound", "Message": action}, 404)

    def _signature_error(self, request: Request) -> str | None:
        """What Alibaba Cloud says of a signature that is wrong; None if it is right."""
        found = re.fullmatch(
            r"ACS3-HMAC-SHA256 Credential=([^,]+),SignedHeaders=([^,]+),Signature=([0-9a-f]{64})",
            request.headers.get("authorization", ""),
        )
        if found is None or request.headers["x-acs-version"] != "2017-05-25":
            return "MissingAuthorization"
        if found[1] != KEY:
            return "InvalidAccessKeyId.NotFound"
        names = found[2].split(";")
        body_hash = hashlib.sha256(request.body).hexdigest()
        must = {
            "host",
            "x-acs-action",
            "x-acs-content-sha256",
            "x-acs-date",
            "x-acs-signature-nonce",
        }
        if names != sorted(names) or not must <= set(names):
            return "IncompleteSignature"
        if request.headers["x-acs-content-sha256"] != body_hash or request.path != "/":
            return "SignatureDoesNotMatch"
        query = "&".join(
            quote(name, safe="-_.~") + "=" + quote(value, safe="-_.~")
            for name, value in sorted(request.query.items())
        )
        lines = [request.method, "/", query]
        lines += [f"{name}:{request.headers[name]}" for name in names]
        lines += ["", ";".join(names), body_hash]
        text = "ACS3-HMAC-SHA256\n" + hashlib.sha256("\n".join(lines).encode()).hexdigest()
        if hmac.new(SECRET.encode(), text.encode(), hashlib.sha256).hexdigest() != found[3]:
            return "SignatureDoesNotMatch"
        if request.headers["host"] != "dysmsapi.aliyuncs.com":
            return "SignatureDoesNotMatch"
        if request.headers["x-acs-signature-nonce"] in self.nonces:
            return "SignatureNonceUsed"
        self.nonces.add(request.headers["x-acs-signature-nonce"])
        return None if request.headers["x-acs-date"].endswith("Z") else "InvalidTimeStamp.Format"

    def _send(self, query: Mapping[str, str]) -> Reply:
        if self.behaviour == "busy":
            said = {"Code": "isv.BUSINESS_LIMIT_CONTROL", "Message": "触发小时级流控Permits:5"}
            return Reply(said)
        if self.error is not None:
            return self.error
        number = query.get("PhoneNumbers", "")
        if self.behaviour == "refuses_address" or not re.fullmatch(r"1[3-9]\d{9}", number):
            said = {
                "Code": "isv.MOBILE_NUMBER_ILLEGAL",
                "Message": f"{number} invalid mobile number",
            }
            return Reply(said)
        if (query.get("SignName"), query.get("TemplateCode")) != (SIGN, TEMPLATE):
            return Reply({"Code": "isv.SMS_TEMPLATE_ILLEGAL", "Message": "该账号下找不到对应模板"})
        values = orjson.loads(query.get("TemplateParam", "{}"))
        if set(values) != set(VARIABLES) or not all(values.values()):
            return Reply({"Code": "isv.TEMPLATE_MISSING_PARAMETERS", "Message": "模板缺少变量"})
        if any(len(value) > 35 for value in values.values()):
            return Reply({"Code": "isv.PARAM_LENGTH_LIMIT", "Message": "参数超过长度限制"})
        text = "".join(values[name] for name in VARIABLES)
        self.texts.append(text)
        biz = f"90061919810000000{len(self.sent)}^0"
        self.sent.append(
            {"number": number, "ref": query["OutId"], "biz": biz, "status": 1, "why": ""}
        )
        return Reply({"Code": "OK", "Message": "OK", "BizId": biz, "RequestId": "1"})

    def _details(self, query: Mapping[str, str]) -> Reply:
        found = [
            {
                "PhoneNum": one["number"],
                "OutId": one["ref"],
                "SendStatus": one["status"],
                "ErrCode": one["why"],
                "Content": "【示例化工】…",
                "SendDate": "2026-11-28 12:00:00",
                "ReceiveDate": "2026-11-28 12:00:02",
                "TemplateCode": TEMPLATE,
            }
            for one in self.sent
            if one["number"] == query["PhoneNumber"] and query["SendDate"] == "20261128"
        ]
        if self.lists_late:
            found = []
        outer = {"SmsSendDetailDTO": found}
        return Reply({"Code": "OK", "TotalCount": str(len(found)), "SmsSendDetailDTOs": outer})

    def post(self, message: Message, accepted: Accepted, outcome: Outcome) -> Inbound:
        if outcome == "answered":
            return self.typed(f"1 {message.reply}")
        return self.reported(message.ref, accepted.id, delivered=outcome == "delivered")

    def reported(self, ref: str, biz: str | None, *, delivered: bool, why: str = "空号") -> Inbound:
        """A report of delivery as it is posted (SmsReport)."""
        line = {
            "phone_number": "13900000000",
            "send_time": "2026-11-28 12:00:00",
            "report_time": "2026-11-28 12:00:02",
            "success": delivered,
            "err_code": "DELIVERED" if delivered else "MK:0001",
            "err_msg": "用户接收成功" if delivered else why,
            "sms_size": "1",
            "biz_id": biz,
            "out_id": ref,
        }
        return self.posted([line])

    def typed(
        self, text: str, number: str = "13900000000", sequence: str = "1234567890"
    ) -> Inbound:
        """A text that a person sent back (SmsUp)."""
        line = {
            "phone_number": number,
            "content": text,
            "send_time": "2026-11-28 12:01:00",
            "dest_code": "1234",
            "sequence_id": sequence,
        }
        return self.posted([line])

    def posted(self, content: Any) -> Inbound:
        """A request with the plant's token in its address."""
        return Inbound("POST", {"token": RECEIPTS}, {}, orjson.dumps(content))

    def forged(self, request: Inbound) -> Sequence[Inbound]:
        """Without the token, and with wrong ones."""
        return [
            replace(request, query={}),
            replace(request, query={"token": ""}),
            replace(request, query={"token": RECEIPTS[:-1]}),
            replace(request, query={"token": RECEIPTS + "x"}),
            replace(request, query={"token": "é"}),
        ]
