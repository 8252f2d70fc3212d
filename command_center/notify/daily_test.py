"""The daily test page: each channel sends a real message to a designated person, who confirms it like a directive.

It goes through the outbox like any page, so it finds what no probe finds: a number that rings nobody, a card whose
button does not answer. It is no directive and no fact; its result is only in the outbox.
"""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import datetime

from command_center.domain.notifications.answers import CODES
from command_center.domain.notifications.wanted import contact_of
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.notify.answers.answer_links import AnswerLinks, LinkedAnswer
from command_center.notify.channel_entry import ChannelEntry
from command_center.notify.channels_file import ChannelsFile
from command_center.notify.provider import Choice, Word
from command_center.notify.wording import how_to_answer
from command_center.store.outbox.planning import Planned
from command_center.store.outbox.rows import TEST
from command_center.words import say, spoken

LASTS_MS = 3_600_000
"""So long a watcher has to confirm (ours)."""
ANSWERED_BY_WORD = ("sms", "voice")
"""Kinds that take an answer without a link."""


def reply_number() -> str:
    """A random number of six digits. Directives have four."""
    return str(secrets.randbelow(900_000) + 100_000)


def daily_tests(
    file: ChannelsFile,
    state: State,
    site: Site,
    now: int,
    links: AnswerLinks | None = None,
    number: Callable[[], str] = reply_number,
) -> Sequence[Planned]:
    """Return the day's test pages at `now` (UTC epoch ms), each with the same id all day. None before the hour that
    the file names, none on a simulated plant, and none while an incident is open.
    """
    if file.daily_test is None or site.simulated or state.open_incidents:
        return ()
    local = datetime.fromtimestamp(now / 1000, site.zone)
    if f"{local:%H:%M}" < file.daily_test:
        return ()
    found = (_test(one, f"{local:%Y-%m-%d}", state, site, links, number) for one in file.entries)
    return [one for one in found if one is not None]


def _test(
    entry: ChannelEntry,
    day: str,
    state: State,
    site: Site,
    links: AnswerLinks | None,
    number: Callable[[], str],
) -> Planned | None:
    watcher = site.person_by_id.get(entry.watcher or "")
    contact = None if watcher is None else contact_of(state, watcher, entry.kind)
    if watcher is None or contact is None:
        return None
    ident, lang = f"{TEST}/{entry.id}/{day}", site.language
    linked = links is not None and links.on
    choices: tuple[Choice, ...] = ()
    if linked or entry.kind in ANSWERED_BY_WORD:
        label = say(lang, "notice.answer.acknowledge")
        choices = (Choice("acknowledge", label, CODES["acknowledge"]),)
    reply = number() if entry.kind == "sms" else None
    plant = str(spoken(lang, site.name))
    text = say(lang, "notify.daily.text", plant=plant, channel=entry.id)

    def link(word: Word, expires_at: int) -> str | None:
        answer = LinkedAnswer(ident, contact.version, word, expires_at)
        return None if links is None else links.url(answer)

    return Planned(
        id=ident, channel=entry.id, kind=entry.kind, person=watcher.id, subject=TEST, step=day,
        address_version=contact.version, urgency="normal", expires_in_ms=LASTS_MS, language=lang,
        title=say(lang, "notify.daily.title"),
        text=text + how_to_answer(lang, entry.kind, choices, reply),
        choices=[asdict(one) for one in choices], reply=reply, link_of=link,
    )  # fmt: skip
