"""Alibaba Cloud's SMS: signatures, texts in a template, what its errors mean, receipts, and looking up."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import orjson
import pytest
from pydantic import SecretStr, ValidationError

from command_center.notify.provider import (
    CanFetch,
    Inbound,
    NotTheirs,
    Permanent,
    Temporary,
    Unknown,
)
from command_center.notify.providers._acs3 import signed_headers
from command_center.notify.providers.aliyun_sms import AskingAliyunSms, Settings, provider
from tests.notify.providers.counterpart import message_to
from tests.support.fake_providers.aliyun_sms import NOW_MS, FakeAliyunSms, HandClock
from tests.support.fake_providers.http_service import Reply


@pytest.fixture
def aliyun(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeAliyunSms]:
    monkeypatch.setattr(HandClock, "at", NOW_MS)
    with FakeAliyunSms() as made:
        yield made


def test_the_signature_is_the_vendors_own_example() -> None:
    """help.aliyun.com/document_detail/2593177, "Fixed parameters"."""
    query = {
        "ImageId": "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd",
        "RegionId": "cn-shanghai",
    }
    headers = {
        "host": "ecs.cn-shanghai.aliyuncs.com",
        "x-acs-action": "RunInstances",
        "x-acs-version": "2014-05-26",
        "x-acs-date": "2023-10-26T10:22:32Z",
        "x-acs-signature-nonce": "3156853299f313e23d1673dc12e1703d",
    }
    signed = signed_headers("YourAccessKeyId", "YourAccessKeySecret", "POST", query, headers, b"")
    assert signed["Authorization"] == (
        "ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;"
        "x-acs-signature-nonce;x-acs-version,"
        "Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0"
    )


@pytest.mark.parametrize(
    "address", ["+8613900000000", "13900000000", "0086 139-0000-0000", "8613900000000"]
)
def test_a_number_may_be_written_in_several_ways(aliyun: FakeAliyunSms, address: str) -> None:
    accepted = aliyun.provider(60).send(message_to(address))
    assert aliyun.sent[0]["number"] == "13900000000"
    assert accepted.id == aliyun.sent[0]["biz"]


@pytest.mark.parametrize(
    "address", ["", "+852 9000 0000", "1390000000", "12900000000", "+8613900000000,", "x"]
)
def test_other_numbers_are_not_sent(aliyun: FakeAliyunSms, address: str) -> None:
    with pytest.raises(Permanent) as why:
        aliyun.provider(60).send(message_to(address))
    assert why.value.error == "rejected"
    assert aliyun.requests == []


@pytest.mark.parametrize("length", [1, 35, 36, 105])
def test_a_text_goes_in_pieces_into_the_variables(aliyun: FakeAliyunSms, length: int) -> None:
    text = "".join(chr(0x4E00 + number) for number in range(length))
    aliyun.provider(60).send(message_to(aliyun.address, text=text))
    assert aliyun.taken()[0].rstrip() == text


def test_a_text_that_does_not_fit_says_that_it_goes_on(aliyun: FakeAliyunSms) -> None:
    aliyun.provider(60).send(message_to(aliyun.address, text="氯" * 106))
    assert aliyun.taken() == ["氯" * 104 + "…"]


@pytest.mark.parametrize(
    ("said", "after_s"),
    [
        ("触发分钟级流控Permits:1", 60.0),
        ("触发小时级流控Permits:5", 3600.0),
        ("触发天级流控Permits:50", 3600.0),
        ("", 60.0),
    ],
)
def test_a_limit_of_the_number_is_waited_for(
    aliyun: FakeAliyunSms, said: str, after_s: float
) -> None:
    aliyun.error = Reply({"Code": "isv.BUSINESS_LIMIT_CONTROL", "Message": said})
    with pytest.raises(Temporary) as why:
        aliyun.provider(60).send(message_to(aliyun.address))
    assert why.value.after_s == after_s


@pytest.mark.parametrize(
    ("code", "status", "error"),
    [
        ("isv.MOBILE_NUMBER_ILLEGAL", 200, "rejected"),
        ("isv.AMOUNT_NOT_ENOUGH", 200, "provider"),
        ("isv.DAY_LIMIT_CONTROL", 200, "provider"),
        ("isv.SMS_SIGNATURE_ILLEGAL", 200, "provider"),
        ("InvalidAccessKeyId.NotFound", 404, "provider"),
        ("something new", 200, "provider"),
    ],
)
def test_a_refusal_says_whether_the_number_is_at_fault(
    aliyun: FakeAliyunSms, code: str, status: int, error: str
) -> None:
    aliyun.error = Reply({"Code": code, "Message": "13900000000"}, status)
    with pytest.raises(Permanent) as why:
        aliyun.provider(60).send(message_to(aliyun.address))
    assert why.value.error == error
    assert "139" not in str(why.value)


@pytest.mark.parametrize("code", ["Throttling.User", "isp.SYSTEM_ERROR"])
def test_a_busy_service_is_tried_again(aliyun: FakeAliyunSms, code: str) -> None:
    aliyun.error = Reply({"Code": code}, 400)
    with pytest.raises(Temporary):
        aliyun.provider(60).send(message_to(aliyun.address))


@pytest.mark.parametrize("fault", ["errors", "drops_after_taking", "babbles"])
def test_what_may_have_been_taken_is_looked_up(aliyun: FakeAliyunSms, fault: str) -> None:
    message = message_to(aliyun.address)
    aliyun.behave(fault)
    sms = aliyun.provider(60)
    with pytest.raises(Unknown):
        sms.send(message)
    aliyun.behave("accepts")
    assert sms.look_up(message) is not None
    assert sms.look_up(replace(message, ref="0" * 16)) is None
    assert len(aliyun.taken()) == 1


def test_a_message_that_is_not_listed_yet_is_not_called_lost(
    aliyun: FakeAliyunSms, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = message_to(aliyun.address)
    aliyun.behave("drops_after_taking")
    sms = aliyun.provider(60)
    with pytest.raises(Unknown):
        sms.send(message)
    aliyun.behave("accepts")
    aliyun.lists_late = True
    with pytest.raises(Temporary):
        sms.look_up(message)
    monkeypatch.setattr(HandClock, "at", NOW_MS + 60_000)
    assert sms.look_up(message) is None


def test_reports_say_what_became_of_it_and_when(aliyun: FakeAliyunSms) -> None:
    sms = aliyun.provider(60)
    (delivered,) = sms.receipts(aliyun.reported("a1b2", "90^0", delivered=True)).receipts
    assert (delivered.outcome, delivered.ref, delivered.id) == ("delivered", "a1b2", "90^0")
    assert (delivered.at, delivered.error) == (NOW_MS + 2_000, None)


@pytest.mark.parametrize(
    ("why", "error"),
    [
        ("空号", "not_in_service"),
        ("手机停机", "not_in_service"),
        ("关机", "switched_off"),
        ("用户黑名单", "rejected"),
        ("网关错误", "provider"),
    ],
)
def test_a_failed_report_says_what_it_means_for_the_number(
    aliyun: FakeAliyunSms, why: str, error: str
) -> None:
    request = aliyun.reported("a1b2", "90^0", delivered=False, why=why)
    (failed,) = aliyun.provider(60).receipts(request).receipts
    assert (failed.outcome, failed.error) == ("failed", error)


@pytest.mark.parametrize(
    ("text", "word", "reply"),
    [
        ("1 8431", "acknowledge", "8431"),
        (" 2，8431 ", "start", "8431"),
        ("３　８４３１", "refuse", "8431"),
        ("回复4 0431。", "safe", "0431"),
        ("1-8431", "acknowledge", "8431"),
    ],
)
def test_a_text_that_is_sent_back_is_an_answer(
    aliyun: FakeAliyunSms, text: str, word: str, reply: str
) -> None:
    (receipt,) = aliyun.provider(60).receipts(aliyun.typed(text)).receipts
    assert (receipt.outcome, receipt.word, receipt.reply) == ("answered", word, reply)
    assert receipt.address == "+8613900000000"


@pytest.mark.parametrize(
    "text", ["", "1", "8431", "好的", "18431", "9 8431", "1 8431 2 8432", "1 84", "T", "x" * 2000]
)
def test_another_text_is_no_answer(aliyun: FakeAliyunSms, text: str) -> None:
    heard = aliyun.provider(60).receipts(aliyun.typed(text))
    assert (heard.status, heard.receipts) == (200, [])
    assert orjson.loads(heard.body)["code"] == 0


def test_one_request_may_hold_reports_and_answers_and_what_is_not_ours(
    aliyun: FakeAliyunSms,
) -> None:
    lines = [
        *orjson.loads(aliyun.reported("a1b2", "90^0", delivered=True).body),
        *orjson.loads(aliyun.typed("1 8431").body),
        {"success": True, "biz_id": "of another program"},
        {"success": True, "out_id": 7},
        "nonsense",
        {},
    ]
    heard = aliyun.provider(60).receipts(aliyun.posted(lines))
    assert [one.outcome for one in heard.receipts] == ["delivered", "answered"]


def test_without_a_token_in_the_settings_no_receipts_are_taken(aliyun: FakeAliyunSms) -> None:
    sms = provider(aliyun.settings(receipts_token=None))
    for query in ({}, {"token": ""}, {"token": "None"}):
        with pytest.raises(NotTheirs):
            sms.receipts(Inbound("POST", query, {}, b"[]"))


@pytest.mark.parametrize("body", [b"", b"1", b"<xml>", b'"x"'])
def test_a_body_that_holds_no_receipts_is_refused(aliyun: FakeAliyunSms, body: bytes) -> None:
    with pytest.raises(NotTheirs):
        aliyun.provider(60).receipts(replace(aliyun.posted([]), body=body))


def test_a_plant_without_a_door_asks_what_became_of_its_messages(
    aliyun: FakeAliyunSms, monkeypatch: pytest.MonkeyPatch
) -> None:
    aliyun.ask = True
    sms = aliyun.provider(60)
    assert isinstance(sms, AskingAliyunSms)
    for number in range(3):
        sms.send(message_to(aliyun.address, f"{number:016d}"))
    assert sms.fetch() == []
    aliyun.sent[0]["status"] = 3
    aliyun.sent[1].update(status=2, why="MOBILE_NOT_ON_SERVICE")
    monkeypatch.setattr(HandClock, "at", NOW_MS + 4_000)
    ended = {one.ref: one for one in sms.fetch()}
    assert ended["0" * 16].outcome == "delivered"
    assert ended["0" * 15 + "1"].error == "not_in_service"
    assert sms.fetch() == []
    pushed = (
        aliyun.provider(60).receipts(aliyun.reported("0" * 16, "x", delivered=True)).receipts[0]
    )
    assert pushed.event == ended["0" * 16].event, "asked for and posted, it is one event"


def test_the_settings_choose_whether_it_asks(aliyun: FakeAliyunSms) -> None:
    assert not isinstance(provider(aliyun.settings()), CanFetch)
    assert isinstance(provider(aliyun.settings(ask=True)), CanFetch)


@pytest.mark.parametrize(("status", "good"), [(1, True), (0, False), (2, False)])
def test_a_probe_tells_the_state_of_the_signature(
    aliyun: FakeAliyunSms, status: int, good: bool
) -> None:
    aliyun.sign_status = status
    assert aliyun.provider(60).probe().ok == good


@pytest.mark.parametrize(
    "given",
    [
        {"kind": "im"},
        {"params": []},
        {"param_chars": 1},
        {"sign": ""},
        {"padding": ""},
        {"host": "dysmsapi.aliyuncs.com/x"},
        {"endpoint": "http://dysmsapi.aliyuncs.com"},
        {"secret": "in the file"},
    ],
)
def test_settings_that_cannot_work_are_refused(
    aliyun: FakeAliyunSms, given: dict[str, Any]
) -> None:
    with pytest.raises(ValidationError):
        aliyun.settings(**given)
    shown = repr(
        Settings.model_validate(aliyun.settings().model_dump() | {"key": SecretStr("k3y")})
    )
    assert "k3y" not in shown
