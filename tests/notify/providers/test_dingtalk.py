"""DingTalk: cards and texts, what its errors mean, callbacks that only DingTalk can make, and asking who has read."""

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
from command_center.notify.providers.dingtalk import AskingDingTalk, Settings, provider
from tests.notify.providers.counterpart import message_to
from tests.support.fake_providers.dingtalk import APP, NOW_MS, ROBOT, FakeDingTalk, HandClock
from tests.support.fake_providers.http_service import Reply


@pytest.fixture
def dingtalk(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeDingTalk]:
    monkeypatch.setattr(HandClock, "at", NOW_MS)
    with FakeDingTalk() as made:
        yield made


def test_a_card_has_a_label_for_every_button_and_hides_the_others(dingtalk: FakeDingTalk) -> None:
    message = message_to(dingtalk.address)
    dingtalk.provider(60).send(message)
    values = dingtalk.cards[message.ref]
    assert (values["acknowledge"], values["start"]) == ("收到", "开始执行")
    assert (values["refuse"], values["safe"], values["answered"]) == ("", "", "")
    assert values["link"] == message.link


def test_a_message_without_answers_or_card_is_a_text(dingtalk: FakeDingTalk) -> None:
    message = replace(message_to(dingtalk.address), choices=())
    assert dingtalk.provider(60).send(message).id == "key-0"
    dingtalk.card = False
    dingtalk.provider(60).send(message_to(dingtalk.address))
    assert dingtalk.cards == {}
    assert dingtalk.taken()[-1] == f"{message.title}\n{message.text}\n{message.link}"


@pytest.mark.parametrize("key", ["invalidStaffIdList", "filteredStaffIdList"])
def test_people_named_as_refused_in_a_good_answer_are_rejected(
    dingtalk: FakeDingTalk, key: str
) -> None:
    dingtalk.lists = {key: [dingtalk.address]}
    with pytest.raises(Permanent) as why:
        dingtalk.provider(60).send(replace(message_to(dingtalk.address), choices=()))
    assert why.value.error == "rejected"


def test_people_whom_dingtalk_holds_back_are_waited_for(dingtalk: FakeDingTalk) -> None:
    dingtalk.lists = {"flowControlledStaffIdList": [dingtalk.address]}
    with pytest.raises(Temporary):
        dingtalk.provider(60).send(replace(message_to(dingtalk.address), choices=()))


@pytest.mark.parametrize(
    ("status", "code", "error"),
    [
        (400, "staffId.notExisted", "rejected"),
        (400, "invalidParameter.userIds", "rejected"),
        (400, "resource.not.found", "provider"),
        (400, "param.templateNotExist", "provider"),
        (403, "Forbidden.AccessDenied.IpNotInWhiteList", "provider"),
        (404, "InvalidAction.NotFound", "provider"),
        (400, "evil\nline", "provider"),
    ],
)
def test_a_refusal_says_whether_the_address_is_at_fault(
    dingtalk: FakeDingTalk, status: int, code: str, error: str
) -> None:
    dingtalk.error = Reply({"code": code, "message": "about manager4521"}, status)
    with pytest.raises(Permanent) as why:
        dingtalk.provider(60).send(message_to(dingtalk.address))
    assert why.value.error == error
    assert "\n" not in str(why.value)
    assert "about" not in str(why.value)


@pytest.mark.parametrize("code", ["QpsLimitForApi", "QpsLimitForAppkeyAndApi"])
def test_a_limit_is_waited_for(dingtalk: FakeDingTalk, code: str) -> None:
    dingtalk.error = Reply({"code": f"Forbidden.AccessDenied.{code}"}, 403)
    with pytest.raises(Temporary) as why:
        dingtalk.provider(60).send(message_to(dingtalk.address))
    assert why.value.after_s == 1.0


def test_a_token_that_ran_out_is_renewed_and_the_message_still_goes(dingtalk: FakeDingTalk) -> None:
    talk = dingtalk.provider(60)
    talk.send(message_to(dingtalk.address))
    dingtalk.good_token = "another"
    talk.send(message_to(dingtalk.address, "0" * 16))
    assert len(dingtalk.tokens) == 2
    assert len(dingtalk.taken()) == 2


@pytest.mark.parametrize("fault", ["errors", "drops_after_taking", "babbles"])
def test_what_may_have_been_taken_is_unknown(dingtalk: FakeDingTalk, fault: str) -> None:
    dingtalk.behave(fault)
    for message in (
        message_to(dingtalk.address),
        replace(message_to(dingtalk.address), choices=()),
    ):
        with pytest.raises(Unknown):
            dingtalk.provider(60).send(message)
    dingtalk.behave("unavailable")
    with pytest.raises(Temporary):
        dingtalk.provider(60).send(message_to(dingtalk.address))


@pytest.mark.parametrize(
    ("action", "params", "word"),
    [
        ("start", {}, "start"),
        ("1", {"word": "refuse"}, "refuse"),
        ("safe", {"word": "safe"}, "safe"),
    ],
)
def test_a_press_is_an_answer_and_takes_the_buttons_away(
    dingtalk: FakeDingTalk, action: str, params: dict[str, str], word: str
) -> None:
    heard = dingtalk.provider(60).receipts(dingtalk.pressed("a1b2c3d4e5f60718", action, params))
    (receipt,) = heard.receipts
    assert (receipt.outcome, receipt.word, receipt.ref) == ("answered", word, "a1b2c3d4e5f60718")
    assert receipt.address == dingtalk.address
    shown = orjson.loads(heard.body)["cardData"]["cardParamMap"]
    gone = dict.fromkeys(("acknowledge", "start", "refuse", "safe", "grant", "deny"), "")
    assert shown == {**gone, "answered": word}


@pytest.mark.parametrize(
    "content",
    [
        {"outTrackId": "x", "userId": "y", "content": "no JSON"},
        {"outTrackId": "x", "userId": "y", "content": "[]"},
        {"outTrackId": "x", "userId": "y", "content": '{"cardPrivateData": {"actionIds": []}}'},
        {
            "outTrackId": "x",
            "userId": "y",
            "content": '{"cardPrivateData": {"actionIds": ["delete"]}}',
        },
        {
            "outTrackId": 1,
            "userId": "y",
            "content": '{"cardPrivateData": {"actionIds": ["start"]}}',
        },
    ],
)
def test_a_press_that_is_not_of_ours_says_nothing(dingtalk: FakeDingTalk, content: Any) -> None:
    heard = dingtalk.provider(60).receipts(dingtalk.called_back(content))
    assert (heard.status, heard.receipts) == (200, ())


def test_nobody_else_can_make_a_callback(dingtalk: FakeDingTalk) -> None:
    for forged in dingtalk.forged(dingtalk.pressed("a1b2c3d4e5f60718", "start")):
        with pytest.raises(NotTheirs):
            dingtalk.provider(60).receipts(forged)


def test_a_body_that_is_no_callback_is_refused(dingtalk: FakeDingTalk) -> None:
    headers = dingtalk.called_back({}).headers
    for body in (b"", b"[]", b"<xml>", b"{}"):
        with pytest.raises(NotTheirs):
            dingtalk.provider(60).receipts(Inbound("POST", {}, headers, body))


def test_without_a_card_no_callback_is_taken(dingtalk: FakeDingTalk) -> None:
    request = dingtalk.pressed("a1b2c3d4e5f60718", "start")
    dingtalk.card = False
    with pytest.raises(NotTheirs):
        dingtalk.provider(60).receipts(request)


def later(monkeypatch: pytest.MonkeyPatch, ms: int) -> None:
    monkeypatch.setattr(HandClock, "at", HandClock.at + ms)


def test_who_has_read_is_asked_for_until_it_is_told(
    dingtalk: FakeDingTalk, monkeypatch: pytest.MonkeyPatch
) -> None:
    dingtalk.ask_read = True
    talk = dingtalk.provider(60)
    assert isinstance(talk, AskingDingTalk)
    texts = [replace(message_to(dingtalk.address, f"{n:016d}"), choices=()) for n in range(2)]
    ids = [talk.send(one).id for one in texts]
    assert talk.fetch() == []
    dingtalk.read.add(ids[1] or "")
    assert talk.fetch() == [], "it is not asked for at every turn"
    later(monkeypatch, 4_000)
    (receipt,) = talk.fetch()
    assert (receipt.outcome, receipt.id, receipt.at) == ("read", ids[1], NOW_MS)
    dingtalk.read.add(ids[0] or "")
    later(monkeypatch, 8_000)
    assert [one.id for one in talk.fetch()] == [ids[0]]
    later(monkeypatch, 600_000)
    asked = len(dingtalk.requests)
    assert talk.fetch() == []
    assert len(dingtalk.requests) == asked, "nothing is open"


def test_every_open_message_has_its_turn_when_there_are_many(dingtalk: FakeDingTalk) -> None:
    dingtalk.ask_read = True
    talk = dingtalk.provider(60)
    assert isinstance(talk, AskingDingTalk)
    for number in range(45):
        talk.send(replace(message_to(dingtalk.address, f"{number:016d}"), choices=()))
    dingtalk.read = {"key-0", "key-44"}
    found = [one.id for _ in range(3) for one in talk.fetch()]
    assert sorted(one or "" for one in found) == ["key-0", "key-44"]


def test_a_message_is_asked_for_a_day_long(
    dingtalk: FakeDingTalk, monkeypatch: pytest.MonkeyPatch
) -> None:
    dingtalk.ask_read = True
    talk = dingtalk.provider(60)
    assert isinstance(talk, AskingDingTalk)
    talk.send(replace(message_to(dingtalk.address), choices=()))
    dingtalk.read = {"key-0"}
    later(monkeypatch, 86_400_000)
    assert talk.fetch() == []


def test_asking_a_service_that_is_away_is_tried_again(dingtalk: FakeDingTalk) -> None:
    dingtalk.ask_read = True
    talk = dingtalk.provider(60)
    assert isinstance(talk, AskingDingTalk)
    talk.send(replace(message_to(dingtalk.address), choices=()))
    dingtalk.keys.clear()
    with pytest.raises(Temporary):
        talk.fetch()


def test_the_settings_choose_whether_it_asks(dingtalk: FakeDingTalk) -> None:
    assert not isinstance(provider(dingtalk.settings()), CanFetch)
    dingtalk.ask_read = True
    assert isinstance(provider(dingtalk.settings()), CanFetch)


@pytest.mark.parametrize("address", ["", "a b", "manager//x", "经理", "x" * 65])
def test_an_address_of_another_form_is_not_sent(dingtalk: FakeDingTalk, address: str) -> None:
    with pytest.raises(Permanent):
        dingtalk.provider(60).send(message_to(address))
    assert dingtalk.requests == []


@pytest.mark.parametrize(
    "given",
    [
        {"kind": "sms"},
        {"card_template": "t"},
        {"card_template": "t", "callback_key": "k"},
        {"callback_secret": SecretStr("s")},
        {"robot": ""},
    ],
)
def test_settings_that_cannot_work_are_refused(given: dict[str, Any]) -> None:
    entry = {"id": "a", "type": "dingtalk", "app": APP, "secret": SecretStr("s"), "robot": ROBOT}
    with pytest.raises(ValidationError):
        Settings.model_validate({**entry, **given})
