"""Feishu: what its errors mean, tokens, cards, and events that only Feishu can make."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import orjson
import pytest
from pydantic import SecretStr, ValidationError

from command_center.notify.provider import Inbound, NotTheirs, Permanent, Temporary, Unknown
from command_center.notify.providers.feishu import Settings, decrypted
from tests.notify.providers.counterpart import message_to
from tests.support.fake_providers.feishu import APP, ENCRYPT_KEY, NOW_MS, FakeFeishu, seal


@pytest.fixture
def feishu() -> Iterator[FakeFeishu]:
    with FakeFeishu() as made:
        yield made


def test_a_card_has_a_button_for_every_choice(feishu: FakeFeishu) -> None:
    message = message_to(feishu.address)
    accepted = feishu.provider(60).send(message)
    card = feishu.sent[message.ref]["card"]
    values = [one["value"] for one in card["elements"][1]["actions"]]
    assert accepted.id == "om_0"
    assert values[0] == {"ref": message.ref, "word": "acknowledge", "label": "收到"}
    assert card["header"]["template"] == "red"
    assert card["config"]["enable_forward"] is False, "another's tap would be taken for an answer"
    assert card["card_link"] == {"url": message.link}


def test_without_a_callback_no_buttons_are_offered(feishu: FakeFeishu) -> None:
    feishu.callback = False
    provider = feishu.provider(60)
    provider.send(message_to(feishu.address))
    assert len(feishu.sent["a1b2c3d4e5f60718"]["card"]["elements"]) == 1
    with pytest.raises(NotTheirs):
        provider.receipts(feishu.read("om_0"))


def test_a_message_given_again_under_its_ref_is_folded(feishu: FakeFeishu) -> None:
    message = message_to(feishu.address)
    feishu.behave("drops_after_taking")
    with pytest.raises(Unknown):
        feishu.provider(60).send(message)
    feishu.behave("errors")
    with pytest.raises(Temporary):  # and not Unknown: it may be given again
        feishu.provider(60).send(message)
    feishu.behave("accepts")
    assert feishu.provider(60).send(message).id == "om_0"
    assert len(feishu.taken()) == 1


@pytest.mark.parametrize(
    ("code", "said", "error"),
    [
        (230013, "Bot has NO availability to this user", "rejected"),
        (99992351, "not a valid open_id", "rejected"),
        (230001, "invalid request parameter, ext=invalid receive_id.", "rejected"),
        (230001, "invalid request parameter, ext=invalid content.", "provider"),
        (230029, "user has resigned", "not_in_service"),
        (230006, "Bot ability is not activated.", "provider"),
        (99991672, "Access denied. One of the following scopes is required", "provider"),
        (12345678, "something new", "provider"),
    ],
)
def test_a_refusal_says_whether_the_address_is_at_fault(
    feishu: FakeFeishu, code: int, said: str, error: str
) -> None:
    feishu.code, feishu.said = code, said
    with pytest.raises(Permanent) as why:
        feishu.provider(60).send(message_to(feishu.address))
    assert why.value.error == error
    assert str(code) in str(why.value)
    assert said not in str(why.value)


@pytest.mark.parametrize("code", [99991400, 230020, 230049])
def test_a_limit_is_waited_for(feishu: FakeFeishu, code: int) -> None:
    feishu.code = code
    with pytest.raises(Temporary):
        feishu.provider(60).send(message_to(feishu.address))


def test_the_wait_that_feishu_asks_for_is_kept(feishu: FakeFeishu) -> None:
    feishu.behave("busy")
    with pytest.raises(Temporary) as why:
        feishu.provider(60).send(message_to(feishu.address))
    assert why.value.after_s == 52.0


def test_a_token_that_ran_out_is_renewed_and_the_message_still_goes(feishu: FakeFeishu) -> None:
    provider = feishu.provider(60)
    provider.send(message_to(feishu.address))
    feishu.good_token = "another"
    provider.send(message_to(feishu.address, "0" * 16))
    assert len(feishu.tokens) == 2
    assert len(feishu.taken()) == 2


def test_an_answer_names_message_person_word_and_time(feishu: FakeFeishu) -> None:
    value = {"ref": "a1b2c3d4e5f60718", "word": "refuse", "label": "不能执行"}
    heard = feishu.provider(60).receipts(feishu.pressed(value, "om_7"))
    (receipt,) = heard.receipts
    assert (receipt.outcome, receipt.word, receipt.ref) == (
        "answered",
        "refuse",
        "a1b2c3d4e5f60718",
    )
    assert (receipt.id, receipt.address, receipt.at) == ("om_7", feishu.address, NOW_MS)
    assert orjson.loads(heard.body) == {"toast": {"type": "info", "content": "不能执行 · 已发送"}}


def test_nobody_else_can_make_an_event(feishu: FakeFeishu) -> None:
    value = {"ref": "a1b2c3d4e5f60718", "word": "refuse", "label": "不能执行"}
    for forged in feishu.forged(feishu.pressed(value, "om_7")):
        with pytest.raises(NotTheirs):
            feishu.provider(60).receipts(forged)


def test_one_read_event_may_name_several_messages(feishu: FakeFeishu) -> None:
    reader = {"reader_id": {"open_id": feishu.address}, "read_time": "1609484183000"}
    event = {"reader": reader, "message_id_list": ["om_1", "om_2"]}
    heard = feishu.provider(60).receipts(feishu.event("im.message.message_read_v1", event))
    assert [(one.id, one.outcome, one.at) for one in heard.receipts] == [
        ("om_1", "read", 1609484183000),
        ("om_2", "read", 1609484183000),
    ]
    assert len({one.event for one in heard.receipts}) == 2


@pytest.mark.parametrize(
    "value", [{}, {"word": "delete", "ref": "x"}, {"word": "start"}, {"word": 1, "ref": 2}]
)
def test_a_button_that_is_not_ours_says_nothing(feishu: FakeFeishu, value: dict[str, Any]) -> None:
    heard = feishu.provider(60).receipts(feishu.pressed(value, "om_1"))
    assert (heard.status, heard.receipts) == (200, ())


@pytest.mark.parametrize("content", [{}, {"header": []}, {"header": {"event_type": 1}}, [], "x"])
def test_an_event_of_another_form_is_refused(feishu: FakeFeishu, content: Any) -> None:
    with pytest.raises(NotTheirs):
        feishu.provider(60).receipts(feishu.sealed(content))


def test_the_check_of_the_callbacks_address_is_answered(feishu: FakeFeishu) -> None:
    heard = feishu.provider(60).receipts(feishu.challenged())
    assert orjson.loads(heard.body) == {"challenge": "ajls384kdj"}
    with pytest.raises(NotTheirs):
        feishu.provider(60).receipts(feishu.challenged(token="another"))


@pytest.mark.parametrize(
    "body",
    [b"", b"{}", b"[]", b'{"encrypt": 1}', b'{"encrypt": "AAAA"}', b'{"encrypt": "\xc3\xa9"}'],
)
def test_a_body_that_is_no_event_is_refused(feishu: FakeFeishu, body: bytes) -> None:
    with pytest.raises(NotTheirs):
        feishu.provider(60).receipts(Inbound("POST", {}, {}, body))


def test_the_cipher_opens_the_vendors_own_example() -> None:
    """The example of "Configure Encrypt Key" (open.feishu.cn, event subscription)."""
    assert decrypted("P37w+VZImNgPEO1RBhJ6RtKl7n6zymIbEG1pReEzghk=", "test key") == b"hello world"
    with pytest.raises(NotTheirs):
        decrypted("P37w+VZImNgPEO1RBhJ6RtKl7n6zymIbEG1pReEzghk=", "test kez")
    for length in range(40):
        assert decrypted(seal(b"x" * length, ENCRYPT_KEY), ENCRYPT_KEY) == b"x" * length


def test_addresses_may_be_user_ids(feishu: FakeFeishu) -> None:
    entry = feishu.settings(60).model_copy(update={"id_type": "user_id"})
    provider = type(feishu.provider(60))(entry)
    with pytest.raises(Permanent) as why:
        provider.send(message_to(feishu.address))
    assert why.value.error == "rejected"
    assert feishu.requests[-1].query == {"receive_id_type": "user_id"}


@pytest.mark.parametrize("address", ["", "ou li", "李工", "x" * 129])
def test_an_address_of_another_form_is_not_sent(feishu: FakeFeishu, address: str) -> None:
    with pytest.raises(Permanent):
        feishu.provider(60).send(message_to(address))
    assert feishu.requests == []


def test_the_longest_message_fits(feishu: FakeFeishu) -> None:
    longest = replace(message_to(feishu.address), title="氯" * 60, text="氯" * 500)
    feishu.provider(60).send(longest)
    assert feishu.taken()[-1].endswith("氯" * 500)


@pytest.mark.parametrize(
    "given",
    [
        {"kind": "sms"},
        {"endpoint": "http://relay.plant.example"},
        {"verification": SecretStr("v")},
        {"encrypt_key": SecretStr("k")},
        {"id_type": "mobile"},
    ],
)
def test_settings_that_cannot_work_are_refused(given: dict[str, Any]) -> None:
    entry = {"id": "a", "type": "feishu", "app": APP, "secret": SecretStr("s")}
    with pytest.raises(ValidationError):
        Settings.model_validate({**entry, **given})
