"""Tencent Cloud's SMS: signatures, texts in a template, what its codes mean, receipts posted and pulled."""

from collections.abc import Iterator
from typing import Any

import orjson
import pytest
from pydantic import ValidationError

from command_center.notify.provider import (
    CanFetch,
    CanLookUp,
    Inbound,
    NotTheirs,
    Permanent,
    Temporary,
    Unknown,
)
from command_center.notify.providers._tc3 import authorization
from command_center.notify.providers.tencent_sms import AskingTencentSms, provider
from tests.notify.providers.counterpart import message_to
from tests.support.fake_providers.tencent_sms import NOW_MS, FakeTencentSms


@pytest.fixture
def tencent() -> Iterator[FakeTencentSms]:
    with FakeTencentSms() as made:
        yield made


def test_the_signature_is_the_vendors_own_example() -> None:
    """cloud.tencent.com/document/api/213/30654: its key is of 32 asterisks, its body as it is printed there."""
    body = (
        rb'{"Limit": 1, "Filters": [{"Values": ["\u672a\u547d\u540d"], "Name": "instance-name"}]}'
    )
    signed = authorization(
        "AKID" + "*" * 32,
        "*" * 32,
        "cvm.tencentcloudapi.com",
        "DescribeInstances",
        1551113065,
        body,
        "cvm",
    )
    assert signed == (
        f"TC3-HMAC-SHA256 Credential=AKID{'*' * 32}/2019-02-25/cvm/tc3_request, "
        "SignedHeaders=content-type;host;x-tc-action, "
        "Signature=10b1a37a7301a02ca19a647ad722d5e43b4b3cff309d421d85b46093f6ab6c4f"
    )


def test_a_message_carries_the_ref_and_is_known_by_its_serial(tencent: FakeTencentSms) -> None:
    message = message_to(tencent.address)
    accepted = tencent.provider(60).send(message)
    sent = tencent.requests[-1].json()
    assert sent["SessionContext"] == message.ref
    assert sent["PhoneNumberSet"] == ["+8613900000000"]
    assert accepted.id == "5000:1045710669157053657840"
    assert not isinstance(tencent.provider(60), CanLookUp)


@pytest.mark.parametrize(
    ("code", "after_s"),
    [
        ("LimitExceeded.PhoneNumberThirtySecondLimit", 30.0),
        ("LimitExceeded.PhoneNumberOneHourLimit", 600.0),
        ("LimitExceeded.PhoneNumberDailyLimit", 3600.0),
        ("LimitExceeded.DeliveryFrequencyLimit", 30.0),
    ],
)
def test_a_limit_of_the_number_is_waited_for(
    tencent: FakeTencentSms, code: str, after_s: float
) -> None:
    tencent.code = code
    with pytest.raises(Temporary) as why:
        tencent.provider(60).send(message_to(tencent.address))
    assert why.value.after_s == after_s


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("InvalidParameterValue.IncorrectPhoneNumber", "rejected"),
        ("FailedOperation.PhoneNumberInBlacklist", "rejected"),
        ("FailedOperation.InsufficientBalanceInSmsPackage", "provider"),
        ("LimitExceeded.AppMainlandChinaDailyLimit", "provider"),
        ("FailedOperation.TemplateIncorrectOrUnapproved", "provider"),
        ("something new", "provider"),
    ],
)
def test_a_refusal_says_whether_the_number_is_at_fault(
    tencent: FakeTencentSms, code: str, error: str
) -> None:
    tencent.code = code
    with pytest.raises(Permanent) as why:
        tencent.provider(60).send(message_to(tencent.address))
    assert why.value.error == error
    assert "139" not in str(why.value)


@pytest.mark.parametrize("code", ["InternalError.Timeout", "InternalError.SendAndRecvFail"])
def test_a_message_that_tencent_lost_sight_of_is_unknown(
    tencent: FakeTencentSms, code: str
) -> None:
    tencent.code = code
    with pytest.raises(Unknown):
        tencent.provider(60).send(message_to(tencent.address))


@pytest.mark.parametrize(
    ("error", "raised"),
    [
        ("RequestLimitExceeded", Temporary),
        ("InternalError", Temporary),
        ("AuthFailure.SecretIdNotFound", Permanent),
        ("AuthFailure.SignatureExpire", Permanent),
        ("InternalError.RequestTimeException", Permanent),
        ("UnauthorizedOperation.RequestIpNotInWhitelist", Permanent),
    ],
)
def test_an_error_in_an_answer_of_http_200_is_one(
    tencent: FakeTencentSms, error: str, raised: type[Exception]
) -> None:
    tencent.error = error
    with pytest.raises(raised, match=error):
        tencent.provider(60).send(message_to(tencent.address))


@pytest.mark.parametrize("fault", ["errors", "drops_after_taking", "babbles"])
def test_what_may_have_been_taken_is_unknown(tencent: FakeTencentSms, fault: str) -> None:
    tencent.behave(fault)
    with pytest.raises(Unknown):
        tencent.provider(60).send(message_to(tencent.address))
    tencent.behave("unavailable")
    with pytest.raises(Temporary):
        tencent.provider(60).send(message_to(tencent.address))


def test_posted_states_are_known_by_their_serial(tencent: FakeTencentSms) -> None:
    sms = tencent.provider(60)
    (good,) = sms.receipts(tencent.reported("5000:1", delivered=True)).receipts
    assert (good.outcome, good.id, good.at) == ("delivered", "5000:1", NOW_MS + 2_000)
    (bad,) = sms.receipts(tencent.reported("5000:1", delivered=False, said="用户关机")).receipts
    assert (bad.outcome, bad.error) == ("failed", "switched_off")
    assert good.event != bad.event


def test_a_posted_reply_is_an_answer(tencent: FakeTencentSms) -> None:
    heard = tencent.provider(60).receipts(tencent.typed("2 8431"))
    (receipt,) = heard.receipts
    assert (receipt.word, receipt.reply, receipt.address) == ("start", "8431", "+8613900000000")
    assert receipt.at == NOW_MS
    assert orjson.loads(heard.body) == {"result": 0, "errmsg": "OK"}
    assert "139" not in receipt.event
    assert tencent.provider(60).receipts(tencent.typed("T")).receipts == []


def test_without_a_token_in_the_settings_no_receipts_are_taken(tencent: FakeTencentSms) -> None:
    with pytest.raises(NotTheirs):
        provider(tencent.settings(receipts_token=None)).receipts(Inbound("POST", {}, {}, b"[]"))


def test_a_plant_without_a_door_pulls_states_and_replies(tencent: FakeTencentSms) -> None:
    tencent.ask = True
    sms = tencent.provider(60)
    assert isinstance(sms, AskingTencentSms)
    for number in range(150):
        tencent.keep_state(f"5000:{number}", delivered=number != 149)
    tencent.keep_reply("1 8431")
    tencent.keep_reply("在吗")
    receipts = sms.fetch()
    assert len(receipts) == 151
    assert (receipts[149].outcome, receipts[149].error) == ("failed", "not_in_service")
    assert (receipts[150].outcome, receipts[150].reply, receipts[150].word) == (
        "answered",
        "8431",
        "acknowledge",
    )
    assert sms.fetch() == []
    pushed = sms.receipts(tencent.reported("5000:0", delivered=True)).receipts[0]
    assert pushed.event == receipts[0].event, "pulled and posted, it is one event"
    typed = sms.receipts(tencent.typed("1 8431")).receipts[0]
    assert typed.event == receipts[150].event


def test_pulling_from_a_service_that_fails_is_tried_again(tencent: FakeTencentSms) -> None:
    tencent.ask = True
    sms = tencent.provider(60)
    assert isinstance(sms, AskingTencentSms)
    tencent.error = "FailedOperation.PullNotOpen"
    with pytest.raises(Temporary):
        sms.fetch()


def test_what_was_pulled_before_a_failure_is_not_lost(
    tencent: FakeTencentSms, monkeypatch: pytest.MonkeyPatch
) -> None:
    tencent.ask = True
    sms = tencent.provider(60)
    assert isinstance(sms, AskingTencentSms)
    for number in range(120):
        tencent.keep_state(f"5000:{number}", delivered=True)
    answered, pulls = tencent.answered, []

    def fails_later(request: Any) -> Any:
        pulls.append(request)
        tencent.error = "InternalError" if len(pulls) == 2 else None
        return answered(request)

    monkeypatch.setattr(tencent, "answered", fails_later)
    assert len(sms.fetch()) == 100
    assert len(sms.fetch()) == 20


def test_the_settings_choose_whether_it_asks_and_how_much_a_number_may_get(
    tencent: FakeTencentSms,
) -> None:
    assert not isinstance(provider(tencent.settings()), CanFetch)
    assert isinstance(provider(tencent.settings(ask=True)), CanFetch)
    assert provider(tencent.settings()).limits.per_address_day == 2
    assert provider(tencent.settings(per_day=10)).limits.per_address_day == 10


@pytest.mark.parametrize(("status", "good"), [(0, True), (1, False), (2, False), (-1, False)])
def test_a_probe_tells_the_state_of_the_template(
    tencent: FakeTencentSms, status: int, good: bool
) -> None:
    tencent.template_status = status
    assert tencent.provider(60).probe().ok == good


@pytest.mark.parametrize(
    "given", [{"kind": "voice"}, {"app": "x"}, {"region": "../x"}, {"params": 0}, {"per_day": 0}]
)
def test_settings_that_cannot_work_are_refused(
    tencent: FakeTencentSms, given: dict[str, Any]
) -> None:
    with pytest.raises(ValidationError):
        tencent.settings(**given)
