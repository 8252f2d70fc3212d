"""What the outbox relies on, asked of every type of channel against its counterpart.

A new type is one file in `command_center/notify/providers/` and one entry in `PROVIDERS`
(docs/howto-channel.md).
"""

import traceback
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from command_center.notify.channel_entry import ChannelEntry
from command_center.notify.provider import (
    Accepted,
    CanFetch,
    CanLookUp,
    CanProbe,
    CanReceive,
    Message,
    NotTheirs,
    Permanent,
    Receipt,
    Temporary,
    Unknown,
)
from command_center.notify.providers import provider_types
from tests.notify.providers.apprise_service import apprise_service
from tests.notify.providers.baresip_line import baresip_line
from tests.notify.providers.counterpart import (
    Behaviour,
    Counterpart,
    KeepsReceipts,
    MakeCounterpart,
    PostsReceipts,
    message_to,
)
from tests.notify.providers.gammu_service import gammu_service
from tests.notify.providers.mail_service import mail_service
from tests.notify.providers.ntfy_service import ntfy_service
from tests.notify.providers.smsc import smsc
from tests.support.fake_providers.aliyun_sms import FakeAliyunSms
from tests.support.fake_providers.dingtalk import FakeDingTalk
from tests.support.fake_providers.feishu import FakeFeishu
from tests.support.fake_providers.tencent_sms import FakeTencentSms
from tests.support.fake_providers.wecom_app import FakeWecom

PROVIDERS: dict[str, MakeCounterpart] = {
    "aliyun_sms": FakeAliyunSms,
    "apprise": apprise_service,
    "baresip": baresip_line,
    "dingtalk": FakeDingTalk,
    "feishu": FakeFeishu,
    "gammu_smsd": gammu_service,
    "ntfy": ntfy_service,
    "smpp": smsc,
    "smtp": mail_service,
    "tencent_sms": FakeTencentSms,
    "wecom_app": FakeWecom,
}
"""The counterpart of each type of channel."""

SOON_S = 1.0
"""Timeout of a provider whose service never answers."""
PATIENT_S = 60.0
"""Timeout of a provider whose service answers, however busy the machine is."""


@pytest.fixture(params=sorted(PROVIDERS))
def counterpart(request: pytest.FixtureRequest) -> Iterator[Counterpart]:
    with PROVIDERS[request.param]() as made:
        yield made


def told_to(counterpart: Counterpart, behaviour: Behaviour) -> bool:
    """Whether it behaves so from now on; a few services cannot."""
    if behaviour not in counterpart.behaviours:
        return False
    counterpart.behave(behaviour)
    return True


def sent(counterpart: Counterpart, message: Message, timeout_s: float = PATIENT_S) -> Accepted:
    return counterpart.provider(timeout_s).send(message)


def once(texts: Sequence[str], message: Message) -> bool:
    return sum(message.text in text for text in texts) == 1


def test_every_type_of_channel_has_its_counterpart_here() -> None:
    assert set(provider_types()) == set(PROVIDERS)


@pytest.mark.parametrize("name", sorted(PROVIDERS))
def test_a_type_declares_what_the_channels_file_needs(name: str) -> None:
    module = provider_types()[name]
    assert isinstance(module.ABROAD, bool)
    assert issubclass(module.Settings, ChannelEntry)
    assert module.Settings.model_config.get("extra") == "forbid"


def test_a_message_is_taken_once_and_whole(counterpart: Counterpart) -> None:
    counterpart.behave("accepts")
    message = message_to(counterpart.address)
    assert isinstance(sent(counterpart, message), Accepted)
    assert once(counterpart.taken(), message)


def test_messages_go_out_from_several_threads_at_once(counterpart: Counterpart) -> None:
    counterpart.behave("accepts")
    provider = counterpart.provider(PATIENT_S)
    messages = [
        message_to(counterpart.address, f"{number:016d}", f"【演练】第 {number} 条。")
        for number in range(8)
    ]
    with ThreadPoolExecutor(provider.workers) as workers:
        accepted = list(workers.map(provider.send, messages))
    texts = counterpart.taken()
    assert all(once(texts, message) for message in messages)
    ids = [one.id for one in accepted if one.id is not None]
    assert len(set(ids)) == len(ids)


def test_a_busy_service_is_tried_again_later(counterpart: Counterpart) -> None:
    if not told_to(counterpart, "busy"):
        return
    with pytest.raises(Temporary) as why:
        sent(counterpart, message_to(counterpart.address))
    assert why.value.after_s is None or why.value.after_s >= 0
    assert counterpart.taken() == []


def test_a_service_that_is_away_is_tried_again_later(counterpart: Counterpart) -> None:
    if not told_to(counterpart, "away"):
        return
    with pytest.raises(Temporary):
        sent(counterpart, message_to(counterpart.address), SOON_S)


def test_a_refused_address_is_not_tried_again(counterpart: Counterpart) -> None:
    if not told_to(counterpart, "refuses_address"):
        return
    with pytest.raises(Permanent) as why:
        sent(counterpart, message_to(counterpart.address))
    assert why.value.error == counterpart.refusal


def test_refused_credentials_are_no_fault_of_the_address(counterpart: Counterpart) -> None:
    if not told_to(counterpart, "refuses_us"):
        return
    with pytest.raises(Permanent) as why:
        sent(counterpart, message_to(counterpart.address))
    assert why.value.error == "provider"


def test_a_service_that_took_it_and_never_answered_leaves_it_unknown(
    counterpart: Counterpart,
) -> None:
    if not told_to(counterpart, "hangs_after_taking"):
        return
    message = message_to(counterpart.address)
    provider = counterpart.provider(SOON_S)
    with pytest.raises(Unknown):
        provider.send(message)
    counterpart.behave("accepts")
    again = counterpart.provider(PATIENT_S)
    if isinstance(again, CanLookUp):
        assert isinstance(again.look_up(message), Accepted)


def test_what_was_never_sent_is_not_found(counterpart: Counterpart) -> None:
    counterpart.behave("accepts")
    provider = counterpart.provider(PATIENT_S)
    if isinstance(provider, CanLookUp):
        assert provider.look_up(message_to(counterpart.address, "never0never0neve")) is None


def test_a_probe_tells_whether_it_would_take_a_message(counterpart: Counterpart) -> None:
    counterpart.behave("accepts")
    provider = counterpart.provider(PATIENT_S)
    if not isinstance(provider, CanProbe):
        return
    assert provider.probe().ok
    assert counterpart.taken() == [], "a probe sends nothing to anybody"
    if told_to(counterpart, "away"):
        again = counterpart.provider(SOON_S)
        assert isinstance(again, CanProbe)
        health = again.probe()
        assert not health.ok
        assert health.why


def heard(counterpart: Counterpart, message: Message) -> list[list[Receipt]]:
    """What the provider hears of each outcome of a message, each told twice, the last one first."""
    provider = counterpart.provider(PATIENT_S)
    accepted = provider.send(message)
    told = []
    if isinstance(provider, CanReceive):
        assert isinstance(counterpart, PostsReceipts)
        for outcome in reversed(counterpart.outcomes):
            request = counterpart.post(message, accepted, outcome)
            twice = [*provider.receipts(request).receipts, *provider.receipts(request).receipts]
            told.append(twice)
            for forged in counterpart.forged(request):
                with pytest.raises(NotTheirs):
                    provider.receipts(forged)
    if isinstance(provider, CanFetch):
        assert isinstance(counterpart, KeepsReceipts)
        for outcome in reversed(counterpart.outcomes):
            counterpart.keep(message, accepted, outcome)
            told.append([*provider.fetch(), *provider.fetch()])
            # A process that starts anew may hear old news again, under the same events.
            anew = counterpart.provider(PATIENT_S)
            assert isinstance(anew, CanFetch)
            known = {one.event for news in told for one in news}
            assert {one.event for one in anew.fetch()} <= known
    return told


def test_receipts_name_their_message_and_are_one_event_however_often_told(
    counterpart: Counterpart,
) -> None:
    counterpart.behave("accepts")
    message = message_to(counterpart.address)
    told = heard(counterpart, message)
    events: set[str] = set()
    for news in told:
        assert len({one.event for one in news}) == 1
        assert events.isdisjoint(one.event for one in news)
        events |= {one.event for one in news}
        for one in news:
            assert one.ref or one.id or (one.address and one.reply)
            assert (one.word is not None) == (one.outcome == "answered")
    if isinstance(counterpart, (PostsReceipts, KeepsReceipts)):
        outcomes = [news[0].outcome for news in told]
        assert outcomes == list(reversed(counterpart.outcomes))


def _whatever_is_shown(counterpart: Counterpart) -> Iterator[str]:
    for behaviour in sorted(counterpart.behaviours):
        counterpart.behave(behaviour)
        provider = counterpart.provider(SOON_S if behaviour == "hangs_after_taking" else PATIENT_S)
        yield repr(provider)
        settings: Any = getattr(provider, "settings", None)
        if isinstance(settings, ChannelEntry):
            yield repr(settings) + settings.model_dump_json()
        try:
            yield repr(provider.send(message_to(counterpart.address)))
        except (Temporary, Permanent, Unknown) as why:
            # With its causes, as a log has it.
            yield "".join(traceback.format_exception(why))
        if isinstance(provider, CanProbe):
            yield repr(provider.probe())
        counterpart.behave("accepts")


def test_no_secret_is_shown_in_an_error_a_log_or_a_repr(
    counterpart: Counterpart, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level("DEBUG")
    shown = [*_whatever_is_shown(counterpart), caplog.text, *capfd.readouterr()]
    for secret in counterpart.secrets:
        assert not [text for text in shown if secret in text]


def test_no_error_names_the_address(counterpart: Counterpart) -> None:
    """Errors go to logs, and an address is personal."""
    for behaviour in sorted(counterpart.behaviours - {"accepts"}):
        counterpart.behave(behaviour)
        with pytest.raises((Temporary, Permanent, Unknown)) as why:
            sent(counterpart, message_to(counterpart.address), SOON_S)
        assert counterpart.address not in "".join(traceback.format_exception(why.value))
        counterpart.behave("accepts")
