"""WeCom: what its errors mean, tokens, cards, and callbacks that only WeCom can make."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import pytest
from pydantic import SecretStr, ValidationError

from command_center.notify.provider import Inbound, NotTheirs, Permanent, Temporary, Unknown
from command_center.notify.providers._flat_xml import fields_of
from command_center.notify.providers._wecom_cipher import BadCipher, WecomCipher
from command_center.notify.providers.wecom_app import LIMITS, Settings, WecomApp
from tests.notify.providers.counterpart import message_to
from tests.support.fake_providers.wecom_app import (
    AES_KEY,
    CORP,
    NOW_MS,
    TOKEN,
    FakeWecom,
    sign,
    unseal,
)


@pytest.fixture
def wecom() -> Iterator[FakeWecom]:
    with FakeWecom() as made:
        yield made


def test_a_card_has_a_button_for_every_choice_and_the_ref_as_task(wecom: FakeWecom) -> None:
    message = message_to(wecom.address)
    accepted = wecom.provider(60).send(message)
    (card,) = wecom.cards
    assert accepted.id == "msg-1"
    assert card["card_type"] == "button_interaction"
    assert card["task_id"] == message.ref
    assert [one["text"] for one in card["button_list"]] == ["收到", "开始执行"]
    assert card["card_action"] == {"type": 1, "url": message.link}


def test_a_message_without_answers_opens_the_phone_page_or_is_plain_text(wecom: FakeWecom) -> None:
    provider = wecom.provider(60)
    plain = replace(message_to(wecom.address), choices=(), reply=None)
    provider.send(plain)
    assert wecom.cards[-1]["card_type"] == "text_notice"
    provider.send(replace(plain, ref="0" * 16, link=None))
    assert wecom.taken()[-1] == f"{plain.title}\n{plain.text}"
    assert len(wecom.cards) == 1


def test_without_a_callback_no_buttons_are_offered(wecom: FakeWecom) -> None:
    wecom.callback = False
    provider = wecom.provider(60)
    provider.send(message_to(wecom.address))
    assert wecom.cards[-1]["card_type"] == "text_notice"
    with pytest.raises(NotTheirs):
        provider.receipts(wecom.pressed("a1b2c3d4e5f60718", "acknowledge:收到"))


def test_a_card_given_again_under_its_ref_is_taken_as_the_same(wecom: FakeWecom) -> None:
    message = message_to(wecom.address)
    wecom.behave("hangs_after_taking")
    with pytest.raises(Unknown):
        wecom.provider(0.5).send(message)
    wecom.behave("accepts")
    wecom.provider(60).send(message)
    assert len(wecom.taken()) == 1


def test_the_longest_text_is_whole(wecom: FakeWecom) -> None:
    longest = replace(
        message_to(wecom.address), title="氯" * 60, text="氯" * 500, choices=(), link=None
    )
    wecom.provider(60).send(longest)
    assert wecom.taken()[-1].endswith("氯" * 500)


@pytest.mark.parametrize("code", [81013, 60111, 40003, 82001])
def test_a_member_who_cannot_be_written_to_is_rejected(wecom: FakeWecom, code: int) -> None:
    wecom.code = code
    with pytest.raises(Permanent) as why:
        wecom.provider(60).send(message_to(wecom.address))
    assert why.value.error == "rejected"
    assert str(code) in str(why.value)


def test_members_named_as_invalid_in_a_good_answer_are_rejected(
    wecom: FakeWecom, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = wecom.answered
    for key in ("invaliduser", "unlicenseduser"):

        def some_invalid(request: Any, key: str = key) -> Any:
            reply = good(request)
            return replace(reply, fields={**reply.fields, key: "li.gong"})

        monkeypatch.setattr(wecom, "answered", some_invalid)
        with pytest.raises(Permanent) as why:
            wecom.provider(60).send(message_to(wecom.address, key.ljust(16, "0")))
        assert why.value.error == "rejected"


def test_an_untrusted_address_says_what_mends_it(wecom: FakeWecom) -> None:
    wecom.code = 60020
    with pytest.raises(Permanent, match="trusted addresses") as why:
        wecom.provider(60).send(message_to(wecom.address))
    assert why.value.error == "provider"


@pytest.mark.parametrize(
    ("code", "after_s"), [(45009, 60.0), (45033, 5.0), (-1, None), (6000, None)]
)
def test_a_limit_is_waited_for(wecom: FakeWecom, code: int, after_s: float | None) -> None:
    wecom.code = code
    with pytest.raises(Temporary) as why:
        wecom.provider(60).send(message_to(wecom.address))
    assert why.value.after_s == after_s


@pytest.mark.parametrize("address", ["", "@all", "li|wang", "李工", "x" * 65])
def test_an_address_that_would_reach_others_is_not_sent(wecom: FakeWecom, address: str) -> None:
    with pytest.raises(Permanent) as why:
        wecom.provider(60).send(message_to(address))
    assert why.value.error == "rejected"
    assert wecom.requests == []


def test_the_token_is_fetched_once_for_all_threads(wecom: FakeWecom) -> None:
    provider = wecom.provider(60)
    messages = [message_to(wecom.address, f"{number:016d}") for number in range(12)]
    with ThreadPoolExecutor(12) as threads:
        list(threads.map(provider.send, messages))
    assert len(wecom.tokens) == 1


def test_a_token_that_ran_out_is_renewed_and_the_message_still_goes(wecom: FakeWecom) -> None:
    provider = wecom.provider(60)
    provider.send(message_to(wecom.address))
    wecom.expire_token()
    provider.send(message_to(wecom.address, "0" * 16))
    assert len(wecom.tokens) == 2
    assert len(wecom.taken()) == 2


def test_a_service_that_calls_every_token_bad_is_asked_twice_only(
    wecom: FakeWecom, monkeypatch: pytest.MonkeyPatch
) -> None:
    wecom.code = 40014
    with pytest.raises(Temporary):
        wecom.provider(60).send(message_to(wecom.address))
    assert len(wecom.tokens) == 2


def test_an_error_after_taking_may_be_tried_again_because_cards_are_folded(
    wecom: FakeWecom,
) -> None:
    wecom.behave("errors")
    with pytest.raises(Temporary):
        wecom.provider(60).send(message_to(wecom.address))
    plain = replace(message_to(wecom.address), choices=(), link=None)
    with pytest.raises(Unknown):
        wecom.provider(60).send(plain)
    wecom.behave("unavailable")
    with pytest.raises(Temporary):
        wecom.provider(60).send(plain)


@pytest.mark.parametrize("fault", ["drops_after_taking", "babbles", "floods"])
def test_an_answer_that_cannot_be_read_leaves_the_message_unknown(
    wecom: FakeWecom, fault: str
) -> None:
    wecom.behave(fault)
    with pytest.raises(Unknown):
        wecom.provider(60).send(message_to(wecom.address))


def test_a_dripping_answer_does_not_hold_us(wecom: FakeWecom) -> None:
    wecom.behave("drips")
    with pytest.raises(Unknown):
        wecom.provider(0.5).send(message_to(wecom.address))


def test_a_redirect_is_not_followed(wecom: FakeWecom) -> None:
    wecom.behave("redirects")
    with pytest.raises(Permanent) as why:
        wecom.provider(60).send(message_to(wecom.address))
    assert why.value.error == "provider"


def test_the_environment_names_no_proxy(wecom: FakeWecom, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    wecom.provider(60).send(message_to(wecom.address))
    assert len(wecom.taken()) == 1


def test_a_press_is_an_answer_and_turns_the_buttons_off(wecom: FakeWecom) -> None:
    provider = wecom.provider(60)
    heard = provider.receipts(wecom.pressed("a1b2c3d4e5f60718", "start:开始执行"))
    (receipt,) = heard.receipts
    assert (receipt.outcome, receipt.word, receipt.ref) == ("answered", "start", "a1b2c3d4e5f60718")
    assert (receipt.address, receipt.at) == (wecom.address, NOW_MS)
    outer = ElementTree.fromstring(heard.body)
    sealed, stamp = outer.findtext("Encrypt", ""), outer.findtext("TimeStamp", "")
    assert outer.findtext("MsgSignature") == sign(TOKEN, stamp, outer.findtext("Nonce", ""), sealed)
    inner = ElementTree.fromstring(unseal(sealed, AES_KEY))
    assert inner.findtext("MsgType") == "update_button"
    assert inner.findtext("Button/ReplaceName") == "开始执行 · 已发送"


def test_nobody_else_can_make_a_callback(wecom: FakeWecom) -> None:
    for forged in wecom.forged(wecom.pressed("a1b2c3d4e5f60718", "start:开始执行")):
        with pytest.raises(NotTheirs):
            wecom.provider(60).receipts(forged)


def test_two_presses_of_one_person_are_two_events(wecom: FakeWecom) -> None:
    provider = wecom.provider(60)
    presses = [
        provider.receipts(
            wecom.pressed("a1b2c3d4e5f60718", "refuse:不能执行", at_s=NOW_MS // 1000 + late)
        )
        for late in (0, 0, 9)
    ]
    events = [heard.receipts[0].event for heard in presses]
    assert events[0] == events[1] != events[2]


def test_an_answer_may_be_typed(wecom: FakeWecom) -> None:
    (receipt,) = wecom.provider(60).receipts(wecom.typed("1 8431")).receipts
    assert (receipt.word, receipt.reply, receipt.address) == ("acknowledge", "8431", wecom.address)
    assert wecom.provider(60).receipts(wecom.typed("在吗")).receipts == ()


@pytest.mark.parametrize("key", ["", "delete:x", "ACKNOWLEDGE:x"])
def test_a_button_that_is_not_ours_says_nothing(wecom: FakeWecom, key: str) -> None:
    heard = wecom.provider(60).receipts(wecom.pressed("a1b2c3d4e5f60718", key))
    assert (heard.status, heard.receipts) == (200, ())


def test_the_check_of_the_callbacks_address_is_answered_with_its_text(wecom: FakeWecom) -> None:
    heard = wecom.provider(60).receipts(wecom.asked_for_echo("5927782489442352469"))
    assert (heard.status, heard.body, heard.receipts) == (200, b"5927782489442352469", ())
    for forged in wecom.forged(wecom.asked_for_echo("x"))[:3]:
        with pytest.raises(NotTheirs):
            wecom.provider(60).receipts(forged)


BOMB = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><xml><Encrypt>&b;</Encrypt></xml>'
FILE = b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><xml><Encrypt>&f;</Encrypt></xml>'


@pytest.mark.parametrize(
    "body",
    [
        BOMB,
        FILE,
        b"",
        b"{}",
        b"<xml><Encrypt>",
        b"<xml><Encrypt>a</Encrypt><Encrypt>b</Encrypt></xml>",
        b"<a>" * 100,
        b"<xml><Encrypt>" + b"A" * 100_000 + b"</Encrypt></xml>",
        "<xml><Encrypt>é</Encrypt></xml>".encode(),
    ],
)
def test_a_body_that_is_no_callback_is_refused(wecom: FakeWecom, body: bytes) -> None:
    query = wecom.pressed("a1b2c3d4e5f60718", "start:x").query
    with pytest.raises(NotTheirs):
        wecom.provider(60).receipts(Inbound("POST", query, {}, body))


def test_entities_are_refused_before_they_are_declared() -> None:
    for document in (BOMB, FILE):
        with pytest.raises(ValueError, match="document type"):
            fields_of(document)
    assert fields_of(b"<xml><A>1</A><B><C>2</C></B></xml>") == {"A": "1", "B": ""}


SAMPLE = (
    "RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6aM/wvqnLSV5zEPeusUiX5L5X/0lWfrf0QADHHhGd3QczcdCUpj911L3vg3W/sYYvuJTs3"
    "TUUkSUXxaccAS0qhxchrRYt66wiSpGLYL42aM6A8dTT+6k4aSknmPj48kzJs8qLjvd4Xgpue06DOdnLxAUHzM6+kDZ+HMZfJYuR+LtwGc2hgf5gs"
    "ijff0ekUNXZiqATP7PF5mZxZ3Izoun1s4zG4LUMnvw2r+KqCKIw+3IQH03v+BCA9nMELNqbSf6tiWSrXJB3LAVGUcallcrw8V2t9EL4EhzJWrQUa"
    "x5wLVMNS0+rUPA3k22Ncx4XXZS9o0MBH27Bo6BpNelZpS+/uh9KsNlY6bHCmJU9p8g7m3fVKn28H3KDYA5Pl/T8Z1ptDAVe0lXdQ2YoyyH2uyPIG"
    "HBZZIs2pDBS8R07+qN+E7Q=="
)


def test_the_cipher_opens_the_vendors_own_example() -> None:
    """Sample.php of WeCom's crypto library (developer.work.weixin.qq.com/document/path/90307)."""
    cipher = WecomCipher(
        "QDG6eK", "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C", "wx5823bf96d3bd56c7"
    )
    signature = "477715d11cdb4164915debcba66cb864d751f3e6"
    text = cipher.opened(signature, "1409659813", "1372623149", SAMPLE)
    assert fields_of(text)["Content"] == "hello"
    with pytest.raises(BadCipher):
        cipher.opened(signature, "1409659813", "1372623149", SAMPLE[:-8] + "AAAAAA==")


def test_what_we_seal_wecom_can_open() -> None:
    cipher = WecomCipher(TOKEN, AES_KEY, CORP)
    for length in range(70):
        assert unseal(cipher.sealed(b"x" * length), AES_KEY) == b"x" * length


def test_a_probe_tells_an_application_that_is_off_and_a_wrong_secret(wecom: FakeWecom) -> None:
    assert wecom.provider(60).probe().ok
    wecom.behave("refuses_us")
    health = wecom.provider(60).probe()
    assert not health.ok
    assert "secret is wrong" in health.why


def settings(**given: Any) -> Settings:
    entry = {"id": "a", "type": "wecom_app", "corp": CORP, "agent": 1, "secret": SecretStr("s")}
    return Settings.model_validate({**entry, **given})


@pytest.mark.parametrize(
    "given",
    [
        {"kind": "sms"},
        {"endpoint": "http://relay.plant.example"},
        {"endpoint": "https://user:pass@relay.plant.example"},
        {"endpoint": "https://relay.plant.example?x=1"},
        {"proxy": "socks5://proxy.plant.example:1080"},
        {"token": SecretStr("t")},
        {"token": SecretStr("t"), "aes_key": SecretStr("short")},
        {"token": SecretStr("t"), "aes_key": SecretStr("!" * 43)},
        {"secret": "in the file"},
        {"corp": ""},
    ],
)
def test_settings_that_cannot_work_are_refused(given: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        settings(**given)


def test_settings_show_no_secret() -> None:
    entry = settings(token=SecretStr("tok"), aes_key=SecretStr(AES_KEY))
    assert "SecretStr('**********')" in repr(entry)
    assert AES_KEY not in repr(entry) + entry.model_dump_json() + repr(WecomApp(entry))
    assert settings(endpoint="https://relay.plant.example/wecom/").endpoint.endswith("/wecom")
    assert LIMITS.per_address_minute == 30


def test_a_slow_token_does_not_hold_other_threads_beyond_their_time(wecom: FakeWecom) -> None:
    wecom.delay_s = 30
    provider = wecom.provider(0.5)
    outcomes: list[BaseException] = []

    def one() -> None:
        try:
            provider.send(message_to(wecom.address))
        except (Temporary, Unknown) as why:
            outcomes.append(why)

    threads = [threading.Thread(target=one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [type(one) for one in outcomes] == [Temporary] * 4
