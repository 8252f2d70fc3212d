"""SMS by Tencent Cloud (腾讯云短信), to mobile numbers of mainland China.

Protocol: cloud.tencent.com, SendSms, PullSmsSendStatus, PullSmsReplyStatus and DescribeSmsTemplateList (SMS
2021-01-11), callbacks of states (document/product/382/52077) and replies, "Default frequency" (faq/382/13303).
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from pydantic import Field

from command_center.clock import Clock
from command_center.domain.state.notices.notice import Channel
from command_center.notify.answers.typed_answer import typed_answer
from command_center.notify.channel_entry import ChannelEntry, Secret
from command_center.notify.provider import (
    Accepted,
    Health,
    Heard,
    Inbound,
    Limits,
    Message,
    Permanent,
    Receipt,
    Temporary,
    Unknown,
)
from command_center.notify.providers._cloud import (
    Answer,
    Ask,
    Deadline,
    Endpoint,
    Service,
    event_of,
    probed,
)
from command_center.notify.providers._cloud_sms import (
    Host,
    SmsEntry,
    as_address,
    beijing_ms,
    check_token,
    listed,
    mainland_number,
    pieces,
    why_failed,
)
from command_center.notify.providers._tc3 import CONTENT_TYPE, authorization

TYPE = "tencent_sms"
ABROAD = False

VERSION = "2021-01-11"
PULLED_MOST = 100
"""The most that one pull gives (PullSmsSendStatus, `Limit`)."""
PULLS = 5
"""The most pulls of one kind in one `fetch` (ours)."""

PER_NUMBER = {
    "LimitExceeded.PhoneNumberThirtySecondLimit": 30.0,
    "LimitExceeded.PhoneNumberOneHourLimit": 600.0,
    "LimitExceeded.PhoneNumberDailyLimit": 3600.0,
    "LimitExceeded.PhoneNumberSameContentDailyLimit": 3600.0,
    "LimitExceeded.DeliveryFrequencyLimit": 30.0,
}
"""A number has had its messages for now, with the wait."""
MAYBE_SENT = frozenset({"InternalError.Timeout", "InternalError.SendAndRecvFail"})
"""Tencent lost sight of the message on its own way to the carrier."""
BUSY = (
    "RequestLimitExceeded",
    "InternalError",
    "ResourceUnavailable",
    "FailedOperation.FailResolvePacket",
)
CLOCK = ("InternalError.RequestTimeException", "AuthFailure.SignatureExpire")
BAD_NUMBER = frozenset({
    "InvalidParameterValue.IncorrectPhoneNumber",
    "FailedOperation.PhoneNumberParseFail",
    "FailedOperation.PhoneNumberInBlacklist",
    "UnsupportedOperation.ChineseMainlandTemplateToGlobalPhone",
    "UnsupportedOperation.UnsupportedRegion",
})  # fmt: skip
OURS = {
    "FailedOperation.InsufficientBalanceInSmsPackage": "the package of messages is used up",
    "UnauthorizedOperation.ServiceSuspendDueToArrears": "the account is in arrears",
    "UnauthorizedOperation.RequestIpNotInWhitelist": "the address we come from is not on the account's list",
    "LimitExceeded.AppDailyLimit": "the application's own limit of a day is reached: raise it in the console",
    "LimitExceeded.AppMainlandChinaDailyLimit": "the application's own limit of a day is reached: raise it in the "
    "console",
    "InvalidParameterValue.TemplateParameterLengthLimit": "a variable of the template is too long: lower param_chars",
    "FailedOperation.TemplateParamSetNotMatchApprovedTemplate": "the template has another number of variables than "
    "params says",
    "FailedOperation.TemplateIncorrectOrUnapproved": "the template is not approved",
    "FailedOperation.SignatureIncorrectOrUnapproved": "the signature is not approved",
    "InvalidParameterValue.SdkAppIdNotExist": "the application is unknown",
    "AuthFailure.SecretIdNotFound": "the secret id is unknown",
    "AuthFailure.SignatureFailure": "the secret key is wrong",
    "AuthFailure.SignatureExpire": "this machine's clock is wrong by more than 5 minutes",
    "InternalError.RequestTimeException": "this machine's clock is wrong by more than 10 minutes",
}
"""Errors of our settings or account, with what mends them."""


class Settings(SmsEntry):
    """`key` and `secret` are a SecretId and SecretKey that may send SMS only, `app` the SdkAppId. `params` is the
    number of the template's variables. `per_day` is the console's daily limit for one number: Tencent's own default
    is 2, carriers stop at 10. `ask`: pull states and replies, which Tencent's support must enable.
    """

    endpoint: Endpoint = "https://sms.tencentcloudapi.com"
    host: Host = "sms.tencentcloudapi.com"
    region: str = Field(default="ap-guangzhou", pattern=r"^[a-z]{2}-[a-z0-9-]{2,30}$")
    key: Secret
    secret: Secret
    app: str = Field(pattern=r"^\d{4,20}$")
    params: int = Field(default=20, ge=1, le=50)
    param_chars: int = Field(default=12, ge=2, le=500)
    per_day: int = Field(default=2, ge=1, le=1000)


class TencentSms:
    """One application with one signature and template."""

    kind: Channel = "sms"

    def __init__(self, settings: Settings, clock: Clock | None = None) -> None:
        self.settings = settings
        self.timeout_s, self.workers = settings.timeout_s, settings.workers
        self.limits = Limits(per_address_day=settings.per_day)
        self._clock = clock or Clock()
        self._service = Service("Tencent SMS", settings.endpoint, settings)

    def __repr__(self) -> str:
        return (
            f"{type(self).__name__}(app={self.settings.app!r}, template={self.settings.template!r})"
        )

    def send(self, message: Message) -> Accepted:
        """Hand one message over. Tencent does not merge repetitions and cannot be queried by our ref."""
        number = f"+86{mainland_number(message.address)}"
        settings = self.settings
        texts = pieces(message, settings.params, settings.param_chars, settings.padding)
        told = self._told(
            "SendSms",
            {
                "PhoneNumberSet": [number],
                "SmsSdkAppId": settings.app,
                "SignName": settings.sign,
                "TemplateId": settings.template,
                "TemplateParamSet": texts,
                "SessionContext": message.ref,
            },
            gives=True,
        )
        states = told.get("SendStatusSet")
        state = states[0] if isinstance(states, list) and states else None
        if not isinstance(state, dict) or not isinstance(state.get("Code"), str):
            raise Unknown("Tencent SMS gave an answer that we cannot read")
        _check(state["Code"])
        serial = state.get("SerialNo")
        return Accepted(id=serial if isinstance(serial, str) and serial else None)

    def probe(self) -> Health:
        """Query the state of the template, which needs a valid key and is required for sending."""

        def look() -> Health:
            template = self.settings.template
            ids = [int(template)] if template.isdecimal() else []
            told = self._told("DescribeSmsTemplateList", {"International": 0, "TemplateIdSet": ids})
            found = told.get("DescribeTemplateStatusSet")
            states = found if isinstance(found, list) else []
            codes = [one.get("StatusCode") for one in states if isinstance(one, dict)]
            if 0 in codes:
                return Health(True)
            return Health(False, f"the template is not approved (StatusCode {codes[:1]})")

        return probed(look)

    def receipts(self, request: Inbound) -> Heard:
        """Read delivery reports (a list) or a reply text (one object)."""
        check_token(request, self.settings.receipts_token)
        heard = [_reported(one) if "sid" in one else _replied(one) for one in listed(request)]
        found = [one for one in heard if one is not None]
        return Heard(
            found, body=orjson.dumps({"result": 0, "errmsg": "OK"}), type="application/json"
        )

    def _told(
        self, action: str, given: Mapping[str, Any], *, gives: bool = False
    ) -> Mapping[str, Any]:
        """What is in `Response`, which holds no error. Raises as `_check` does."""
        answer = self._asked(action, orjson.dumps(given), gives)
        told = answer.fields.get("Response")
        if not isinstance(told, dict):
            why = "Tencent SMS gave an answer that we cannot read"
            raise Unknown(why) if gives else Temporary(why)
        error = told.get("Error")
        if isinstance(error, dict):
            _check(error.get("Code"))
        return told

    def _asked(self, action: str, body: bytes, gives: bool) -> Answer:
        settings, at_s = self.settings, self._clock.now() // 1000
        key, secret = settings.key.get_secret_value(), settings.secret.get_secret_value()
        headers = {
            "Content-Type": CONTENT_TYPE,
            "Host": settings.host,
            "X-TC-Action": action,
            "X-TC-Version": VERSION,
            "X-TC-Region": settings.region,
            "X-TC-Timestamp": str(at_s),
            "Authorization": authorization(key, secret, settings.host, action, at_s, body),
        }
        return self._service.ask(
            Ask("POST", "/", {}, headers, body, gives), Deadline(self.timeout_s)
        )


class AskingTencentSms(TencentSms):
    """Pulls reports and replies, for a plant that nobody can reach from outside. Each is given only once, so only one
    process may pull for an application.
    """

    fetch_s = 0.5
    """Two pulls each time: Tencent allows 100 a second of each kind (document/product/382/40463)."""

    def fetch(self) -> Sequence[Receipt]:
        """Fetches all new receipts. Raises Temporary."""
        states = self._pulled("PullSmsSendStatus", "PullSmsSendStatusSet")
        replies = self._pulled("PullSmsReplyStatus", "PullSmsReplyStatusSet")
        found = [*map(_pulled_state, states), *map(_pulled_reply, replies)]
        return [one for one in found if one is not None]

    def _pulled(self, action: str, key: str) -> list[Mapping[str, Any]]:
        """Pull until there is no more. What was pulled is kept even if a later pull fails: it is given only once."""
        found: list[Mapping[str, Any]] = []
        for _ in range(PULLS):
            given = {"SmsSdkAppId": self.settings.app, "Limit": PULLED_MOST}
            try:
                page = self._told(action, given).get(key)
            except (Temporary, Permanent) as why:
                if found:
                    return found
                raise Temporary(str(why)) from None
            lines = page if isinstance(page, list) else []
            found += [one for one in lines if isinstance(one, dict)]
            if len(lines) < PULLED_MOST:
                return found
        return found


def _state(sid: object, delivered: bool, said: Sequence[object], at: int | None) -> Receipt | None:
    if not isinstance(sid, str) or not sid:
        return None
    outcome = "delivered" if delivered else "failed"
    why = None if delivered else why_failed(*said)
    return Receipt(
        f"report:{sid}:{outcome}", "delivered" if delivered else "failed", id=sid, error=why, at=at
    )


def _reply(text: object, number: object, at: object) -> Receipt | None:
    typed = typed_answer(text) if isinstance(text, str) else None
    address = as_address(number)
    if typed is None or address is None:
        return None
    at_s = at if isinstance(at, int) else None
    event = event_of("up", address, at_s, typed.reply, typed.word)
    return Receipt(
        event,
        "answered",
        address=address,
        reply=typed.reply,
        word=typed.word,
        at=at_s * 1000 if at_s is not None else None,
    )


def _reported(told: Mapping[str, Any]) -> Receipt | None:
    """The receipt in one line of the status callback."""
    said = (told.get("errmsg"), told.get("description"))
    at = beijing_ms(told.get("user_receive_time"))
    return _state(told.get("sid"), told.get("report_status") == "SUCCESS", said, at)


def _replied(told: Mapping[str, Any]) -> Receipt | None:
    """The receipt in the callback of a reply."""
    return _reply(told.get("text"), told.get("mobile"), told.get("time"))


def _pulled_state(told: Mapping[str, Any]) -> Receipt | None:
    at = told.get("UserReceiveTime")
    said = (told.get("Description"),)
    at_ms = at * 1000 if isinstance(at, int) else None
    return _state(told.get("SerialNo"), told.get("ReportStatus") == "SUCCESS", said, at_ms)


def _pulled_reply(told: Mapping[str, Any]) -> Receipt | None:
    return _reply(told.get("ReplyContent"), told.get("SubscriberNumber"), told.get("ReplyTime"))


def _check(given: object) -> None:
    """Raise what a code other than Ok means; what Tencent says is not quoted: it names numbers."""
    if given == "Ok":
        return
    if not isinstance(given, str):
        raise Temporary("Tencent SMS gave an answer that we cannot read")
    code = given if re.fullmatch(r"[A-Za-z0-9._-]{1,80}", given) else "?"
    if code in PER_NUMBER:
        why = f"the number has had its messages for now ({code})"
        raise Temporary(why, PER_NUMBER[code], of_address=True)
    if code in MAYBE_SENT:
        raise Unknown(f"Tencent SMS lost sight of the message ({code})")
    if code.startswith(BUSY) and code not in CLOCK:
        raise Temporary(f"Tencent SMS is busy ({code})")
    if code in BAD_NUMBER:
        raise Permanent(f"the number is not one that Tencent sends to ({code})", "rejected")
    raise Permanent(
        f"Tencent SMS refuses: {OURS.get(code, 'see its list of error codes')} ({code})", "provider"
    )


def provider(settings: ChannelEntry) -> TencentSms:
    """The application that an entry describes."""
    assert isinstance(settings, Settings)
    return AskingTencentSms(settings) if settings.ask else TencentSms(settings)
