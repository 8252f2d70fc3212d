"""SMS by Alibaba Cloud (阿里云短信), to mobile numbers of mainland China.

Protocol: help.aliyun.com, SendSms and QuerySendDetails (Dysmsapi 2017-05-25), SmsReport and SmsUp by HTTP,
"API error codes" (document_detail/101346), "Throttling of SMS" (document_detail/2881383).
"""

import re
import secrets
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
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
from command_center.notify.providers._acs3 import signed_headers
from command_center.notify.providers._cloud import Answer, Ask, Deadline, Endpoint, Service, probed
from command_center.notify.providers._cloud_sms import (
    Host,
    SmsEntry,
    as_address,
    beijing_day,
    beijing_ms,
    check_token,
    listed,
    mainland_number,
    pieces,
    why_failed,
)
from command_center.notify.providers._open_messages import OpenMessages

TYPE = "aliyun_sms"
ABROAD = False

VERSION = "2017-05-25"
LIMITS = Limits(per_address_day=50)
"""Notices of one signature and template to one number in 24 hours (document_detail/2881383)."""
DAY_MS = 86_400_000
LISTED_AFTER_MS = 60_000
"""How long after sending a message may not be listed yet (ours; the list is filled within seconds)."""
DOUBTED_MOST = 500
"""The most messages in doubt that are remembered (ours)."""
WAITING, FAILED, DELIVERED = 1, 2, 3
"""`SendStatus` of QuerySendDetails."""

BUSY = ("Throttling", "ServiceUnavailable", "isp.SYSTEM_ERROR", "isv.SYSTEM_ERROR", "InternalError")
PER_NUMBER = "isv.BUSINESS_LIMIT_CONTROL"
WAITS = (("分钟级", 60.0), ("小时级", 3600.0), ("天级", 3600.0))
"""Which limit of a number was hit, by the message's words, and the wait. A limit of a day ends 24 hours after the
messages that filled it, so that it is tried again every hour."""
BAD_NUMBER = frozenset({"isv.MOBILE_NUMBER_ILLEGAL", "isv.DOMESTIC_NUMBER_NOT_SUPPORTED"})
OURS = {
    "isv.DAY_LIMIT_CONTROL": "the account's own limit of a day is reached: raise it in the console",
    "isv.MONTH_LIMIT_CONTROL": "the account's own limit of a month is reached: raise it in the console",
    "isv.AMOUNT_NOT_ENOUGH": "the account is empty",
    "isv.OUT_OF_SERVICE": "the account is empty",
    "isv.PARAM_LENGTH_LIMIT": "a variable of the template is too long: lower param_chars",
    "isv.TEMPLATE_MISSING_PARAMETERS": "the template has other variables than params says",
    "isv.SMS_TEMPLATE_ILLEGAL": "the template does not exist or is not approved",
    "isv.SMS_SIGNATURE_ILLEGAL": "the signature does not exist or is not approved",
    "isv.DENY_IP_RANGE": "messages to mainland China are not taken from the address we come from",
    "SignatureDoesNotMatch": "the secret is wrong",
    "InvalidAccessKeyId.NotFound": "the key is unknown",
    "InvalidTimeStamp.Expired": "this machine's clock is wrong by more than 15 minutes",
}
"""Errors of our settings or account, with what mends them."""


class Settings(SmsEntry):
    """`key` and `secret` are an AccessKey that may send SMS only. `params` are the names of the template's variables,
    in order. `ask`: poll the state of sent messages whenever receipts are fetched.
    """

    endpoint: Endpoint = "https://dysmsapi.aliyuncs.com"
    host: Host = "dysmsapi.aliyuncs.com"
    key: Secret
    secret: Secret
    params: tuple[str, ...] = Field(
        default=("t1", "t2", "t3", "t4", "t5", "t6"), min_length=1, max_length=20
    )
    param_chars: int = Field(default=35, ge=2, le=500)


class AliyunSms:
    """One account with one signature and template."""

    kind: Channel = "sms"
    limits = LIMITS

    def __init__(self, settings: Settings, clock: Clock | None = None) -> None:
        self.settings = settings
        self.timeout_s, self.workers = settings.timeout_s, settings.workers
        self._clock = clock or Clock()
        self._service = Service("Aliyun SMS", settings.endpoint, settings)
        self._lock = threading.Lock()
        self._in_doubt: dict[
            str, int
        ] = {}  # when a message was sent that ended as unknown, by its ref

    def __repr__(self) -> str:
        return f"{type(self).__name__}(sign={self.settings.sign!r}, template={self.settings.template!r})"

    def send(self, message: Message) -> Accepted:
        """Hand one message over. Aliyun does not merge repetitions: `look_up` tells whether an
        unknown one was taken.
        """
        try:
            return self._sent(message, mainland_number(message.address))
        except Unknown:
            with self._lock:
                self._in_doubt[message.ref] = self._clock.now()
                for ref in list(self._in_doubt)[:-DOUBTED_MOST]:
                    del self._in_doubt[ref]
            raise

    def _sent(self, message: Message, number: str) -> Accepted:
        names = self.settings.params
        texts = pieces(message, len(names), self.settings.param_chars, self.settings.padding)
        query = {
            "PhoneNumbers": number,
            "SignName": self.settings.sign,
            "TemplateCode": self.settings.template,
            "TemplateParam": orjson.dumps(dict(zip(names, texts, strict=True))).decode(),
            "OutId": message.ref,
        }
        answer = self._asked("SendSms", query, gives=True)
        code = answer.fields.get("Code")
        if not isinstance(code, str):
            raise Unknown("Aliyun SMS gave an answer that we cannot read")
        _check(code, answer)
        given = answer.fields.get("BizId")
        self._was_sent(message.ref, number)
        return Accepted(id=given if isinstance(given, str) else None)

    def look_up(self, message: Message) -> Accepted | None:
        """Return whether Aliyun lists a message of this ref to its number, yesterday or today. Raises Temporary, also
        if it was sent so recently that the list may not have it yet.
        """
        number, now = mainland_number(message.address), self._clock.now()
        days = dict.fromkeys((beijing_day(now), beijing_day(now - DAY_MS)))
        for day in days:
            if any(one.get("OutId") == message.ref for one in self._details(number, day)):
                return Accepted()
        with self._lock:
            sent_at = self._in_doubt.get(message.ref)
        if sent_at is not None and now - sent_at < LISTED_AFTER_MS:
            raise Temporary("Aliyun SMS may not list the message yet", 15.0)
        return None

    def probe(self) -> Health:
        """Query the state of the signature, which needs a valid key and is required for sending."""

        def look() -> Health:
            answer = self._asked("GetSmsSign", {"SignName": self.settings.sign})
            _check(answer.fields.get("Code"), answer)
            status = answer.fields.get("SignStatus")
            good = status == 1
            return Health(
                good, "" if good else f"the signature is not approved (SignStatus {status})"
            )

        return probed(look)

    def receipts(self, request: Inbound) -> Heard:
        """Read delivery reports (SmsReport) and reply texts (SmsUp), in one list or several."""
        check_token(request, self.settings.receipts_token)
        heard = [self._heard(one) for one in listed(request)]
        found = [one for one in heard if one is not None]
        return Heard(found, body=orjson.dumps({"code": 0, "msg": "OK"}), type="application/json")

    def _heard(self, told: Mapping[str, Any]) -> Receipt | None:
        if "success" in told:
            return self._report(told)
        content, sequence = told.get("content"), told.get("sequence_id")
        address = as_address(told.get("phone_number"))
        typed = typed_answer(content) if isinstance(content, str) else None
        if typed is None or address is None:
            return None
        return Receipt(
            f"up:{sequence}",
            "answered",
            address=address,
            reply=typed.reply,
            word=typed.word,
            at=beijing_ms(told.get("send_time")),
        )

    def _report(self, told: Mapping[str, Any]) -> Receipt | None:
        ref, given = told.get("out_id"), told.get("biz_id")
        if not isinstance(ref, str) or not ref:
            return None
        delivered = told.get("success") in (True, "true")
        why = None if delivered else why_failed(told.get("err_code"), told.get("err_msg"))
        return Receipt(
            f"report:{ref}:{'delivered' if delivered else 'failed'}",
            "delivered" if delivered else "failed",
            ref=ref,
            id=given if isinstance(given, str) else None,
            error=why,
            at=beijing_ms(told.get("report_time")),
        )

    def _was_sent(self, ref: str, number: str) -> None:
        """The service has taken a message."""

    def _details(self, number: str, day: str) -> Sequence[Mapping[str, Any]]:
        """What Aliyun lists for a number on a day: its last fifty messages. Raises Temporary."""
        query = {"PhoneNumber": number, "SendDate": day, "PageSize": "50", "CurrentPage": "1"}
        try:
            answer = self._asked("QuerySendDetails", query)
            _check(answer.fields.get("Code"), answer)
        except Permanent as why:
            raise Temporary(str(why)) from None
        outer = answer.fields.get("SmsSendDetailDTOs")
        found = outer.get("SmsSendDetailDTO") if isinstance(outer, dict) else None
        return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []

    def _asked(self, action: str, query: Mapping[str, str], *, gives: bool = False) -> Answer:
        at = datetime.fromtimestamp(self._clock.now() / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        headers = {
            "host": self.settings.host,
            "x-acs-action": action,
            "x-acs-version": VERSION,
            "x-acs-date": at,
            "x-acs-signature-nonce": secrets.token_hex(16),
        }
        key, secret = self.settings.key, self.settings.secret
        signed = signed_headers(
            key.get_secret_value(), secret.get_secret_value(), "POST", query, headers, b""
        )
        ask = Ask("POST", "/", query, signed, b"", gives)
        return self._service.ask(ask, Deadline(self.timeout_s))


@dataclass(frozen=True, slots=True)
class _Open:
    """A message whose end was not told yet: its ref, number, and day in Beijing."""

    ref: str
    number: str
    day: str


class AskingAliyunSms(AliyunSms):
    """Polls the state of sent messages, for a plant that nobody can reach from outside. It remembers the latest
    messages of this process only. Reply texts cannot be polled.
    """

    fetch_s = 2.0
    """It asks at most 20 questions each time, and only for messages whose turn it is: 2 s after sending, then after 4,
    8, 16 s ... 10 min, for three days. Aliyun allows 5,000 QuerySendDetails a second
    (api-dysmsapi-2017-05-25-quota); where nothing is open nothing is asked."""

    def __init__(self, settings: Settings, clock: Clock | None = None) -> None:
        super().__init__(settings, clock)
        self._open: OpenMessages[_Open] = OpenMessages(3 * DAY_MS, self._clock.now)

    def _was_sent(self, ref: str, number: str) -> None:
        self._open.add(_Open(ref, number, beijing_day(self._clock.now())))

    def fetch(self) -> Sequence[Receipt]:
        """Return the outcomes of messages. Raises Temporary if the first query fails; results before a later failure
        are kept.
        """
        due = self._open.due()
        ended: list[Receipt] = []
        for turn, (number, day) in enumerate(dict.fromkeys((one.number, one.day) for one in due)):
            mine = {one.ref for one in due if one.number == number}
            try:
                details = self._details(number, day)
            except Temporary:
                if turn == 0:
                    raise
                break
            found = [_ended(one) for one in details if one.get("OutId") in mine]
            ended += [one for one in found if one is not None]
        done = {one.ref for one in ended}
        self._open.close({one for one in due if one.ref in done})
        return ended


def _ended(detail: Mapping[str, Any]) -> Receipt | None:
    """A line of QuerySendDetails as the receipt that would have been posted for it."""
    status, ref = detail.get("SendStatus"), detail.get("OutId")
    if status not in (FAILED, DELIVERED) or not isinstance(ref, str):
        return None
    delivered = status == DELIVERED
    return Receipt(
        f"report:{ref}:{'delivered' if delivered else 'failed'}",
        "delivered" if delivered else "failed",
        ref=ref,
        error=None if delivered else why_failed(detail.get("ErrCode")),
        at=beijing_ms(detail.get("ReceiveDate")),
    )


def _check(given: object, answer: Answer) -> None:
    """Raise what a code other than OK means; what Aliyun says is not quoted: it names numbers."""
    if given == "OK":
        return
    if not isinstance(given, str):
        raise Temporary("Aliyun SMS gave an answer that we cannot read")
    code = given if re.fullmatch(r"[A-Za-z0-9._-]{1,80}", given) else "?"
    if code == PER_NUMBER:
        said = answer.fields.get("Message")
        wait = next((s for word, s in WAITS if isinstance(said, str) and word in said), 60.0)
        why = f"the number has had its messages for now ({code})"
        raise Temporary(why, wait, of_address=True)
    if code.startswith(BUSY):
        raise Temporary(f"Aliyun SMS is busy ({code})", answer.after_s)
    if code in BAD_NUMBER:
        raise Permanent(f"the number is not one that Aliyun sends to ({code})", "rejected")
    raise Permanent(
        f"Aliyun SMS refuses: {OURS.get(code, 'see its list of error codes')} ({code})", "provider"
    )


def provider(settings: ChannelEntry) -> AliyunSms:
    """The account that an entry describes."""
    assert isinstance(settings, Settings)
    return AskingAliyunSms(settings) if settings.ask else AliyunSms(settings)
