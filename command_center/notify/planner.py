"""Plans outbox rows: creates those that the folded state asks for, and withdraws those no longer needed."""

from collections.abc import Collection
from dataclasses import asdict, replace
from functools import partial

from sqlalchemy import Connection, Engine

from command_center.clock import Clock
from command_center.desk import Desk
from command_center.domain.notifications.wanted import Wanted, is_outside, wanted_by_subject
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.notify.answers.answer_links import AnswerLinks, LinkedAnswer
from command_center.notify.channels_file import ChannelsFile
from command_center.notify.daily_test import daily_tests
from command_center.notify.provider import Word
from command_center.notify.routes import SIMULATED, Routes
from command_center.notify.sending.carrying import Addresses
from command_center.notify.wording import CodeOf, message_of, no_code
from command_center.store.database_time import Time, database_time
from command_center.store.outbox.health import health_for_update, keep_health, keep_only
from command_center.store.outbox.planning import Planned, Plans
from command_center.store.outbox.rows import TEST
from command_center.store.writer import write

SIMULATED_KINDS = frozenset({"im", "sms", "voice"})
"""What the simulated carrier carries."""
CANARIES = ("normal", "routine")
"""What may find out that a channel works again; what is urgent goes by one that does."""


def nowhere(person: str, version: str) -> str | None:
    """Return None: in a drill nobody has an address."""
    return None


class Planner:
    """Plans the notices of one desk; only the leading process does.

    `drill_people` are those whose own phones a drill may ring, at these `addresses`. `links` makes the addresses that
    buttons post to. `phone_page` is the address of the phone page, and `matter_page` that of a person's own tasks, on
    which each matter has its place; None if phones cannot reach this program. `code_of` gives the code in a
    verification campaign's message.
    """

    def __init__(
        self,
        desk: Desk,
        clock: Clock,
        engine: Engine,
        routes: Routes,
        *,
        drill_people: Collection[str] = (),
        addresses: Addresses = nowhere,
        links: AnswerLinks | None = None,
        phone_page: str | None = None,
        matter_page: str | None = None,
        code_of: CodeOf = no_code,
        time: Time = database_time,
    ) -> None:
        self._desk, self._clock, self._engine, self._routes = desk, clock, engine, routes
        self._drill_people, self._links, self._phone = drill_people, links, phone_page
        self._matters = matter_page
        self._code_of, self._addresses = code_of, addresses
        self.plans = Plans(engine, desk.site.id, time)
        self._tested: set[str] = set()
        self.idle = False
        """Whether nothing was wanted and nothing under way at the last plan."""

    def begin(self) -> None:
        """Create a health row for each channel, which counts as served from now on, so that a channel nobody serves
        is soon noticed.
        """

        def transaction(connection: Connection) -> None:
            site = self._desk.site.id
            known = self._routes.all
            now = self.plans.now(connection)
            keep_only(connection, site, [one.id for one in known])
            for one in known:
                health = health_for_update(connection, site, one.id, one.kind)
                if not health.beat_at:
                    keep_health(connection, site, replace(health, beat_at=now))

        write(self._engine, transaction)

    def plan(self) -> set[str]:
        """Create rows for wanted notices without one; withdraw unwanted ones, expire late ones, and redirect waiting
        ones whose address changed. While the wanted notices of a subject cannot be determined, none is withdrawn as
        unwanted. Return the channels with something new. Raises the database's errors.
        """
        state, site = self._desk.state, self._desk.site
        wanted, whole = self._wanted(state, site)
        notices = {one.delivery: one for one in wanted}
        if self.idle and not notices:
            return set()
        seen = self.plans.look()
        live = seen.live
        self.idle = not notices and not live
        over = [
            ident
            for ident, at in live.items()
            if whole
            and at in ("waiting", "claimed", "merged")
            and ident not in notices
            and not ident.startswith(f"{TEST}/")
        ]
        moved = [
            ident
            for ident, at in live.items()
            if at in ("waiting", "merged")
            and ident in notices
            and notices[ident].version != seen.versions[ident]
        ]
        self.plans.withdraw([*over, *moved])
        if seen.late:
            self.plans.expire()
        new = [one for ident, one in notices.items() if ident not in live or ident in moved]
        if not new:
            return set()
        down = seen.down, seen.down_for_now
        planned = [
            row for row in (self._row_for_message(one, down) for one in new) if row is not None
        ]
        self.plans.add(planned)
        return {row.channel for row in planned}

    def _wanted(self, state: State, site: Site) -> tuple[list[Wanted], bool]:
        """What is wanted, of each subject alone: one of which it cannot be told keeps no other from being paged. Then
        False: this is not all."""
        found: list[Wanted] = []
        whole = True
        for name, of_one in wanted_by_subject(state, site):
            told: list[Wanted] | None = None
            with self._desk.faults.alone("notice", name, life=True):
                told = list(of_one())
            if told is None:
                whole = False
            else:
                found += told
        return found, whole

    def test(self, file: ChannelsFile) -> set[str]:
        """Plan the daily test pages that are due; one that is planned already is left alone. Returns their channels."""
        due = daily_tests(file, self._desk.state, self._desk.site, self._clock.now(), self._links)
        new = [one for one in due if one.id not in self._tested]
        if not new:
            return set()
        self.plans.add(new)
        self._tested = {one.id for one in due}
        self.idle = False
        return {one.channel for one in new}

    def _row_for_message(self, one: Wanted, down: tuple[set[str], set[str]]) -> Planned | None:
        """The outbox row of a message; None where it cannot be sent. `down` are the channels that urgent messages
        avoid, and those that others avoid."""
        channel = self._channel(one, down[one.urgency in CANARIES])
        if channel is None:
            return None
        try:
            words = message_of(self._desk.state, self._desk.site_of(one.drill), one, self._code_of)
        except LookupError:  # it is over since
            return None
        except Exception as error:  # ours to mend; the others are planned
            self._desk.faults.note("notice", one.subject, error, life=True)
            return None
        return Planned(
            id=one.delivery, channel=channel, kind=one.channel, person=one.person,
            subject=one.subject, step=one.step, address_version=one.version, urgency=one.urgency,
            expires_in_ms=one.expires_at - self._clock.now(), language=words.language,
            title=words.title, text=words.text, drill=one.drill,
            choices=[asdict(choice) for choice in words.choices], reply=words.reply,
            link_of=partial(self._link, one), link=self._page(one),
            after_ms=0 if one.not_before is None else max(0, one.not_before - self._clock.now()),
        )  # fmt: skip

    def _page(self, one: Wanted) -> str | None:
        """The page that a message opens: that of its matter, else the phone page."""
        telling = self._desk.state.tellings.by_id.get(one.subject)
        if telling is None or self._matters is None:
            return self._phone
        return f"{self._matters}?matter={telling.about}"

    def _link(self, one: Wanted, word: Word, expires_at: int) -> str | None:
        if self._links is None:
            return None
        return self._links.url(LinkedAnswer(one.delivery, one.version, word, expires_at))

    def _may_ring(self, one: Wanted) -> bool:
        """Whether a drill rings a telephone: the drill and the channels file allow it, and the number is no outside
        unit's."""
        if not one.real or one.person not in self._drill_people:
            return False
        address = self._addresses(one.person, one.version)
        return address is not None and not is_outside(self._desk.site, address)

    def _channel(self, one: Wanted, down: set[str]) -> str | None:
        """The channel for a notice; None where the plant has none for it."""
        real = one.drill is None or self._may_ring(one)
        if self._desk.site.simulated or not real:
            return SIMULATED if one.channel in SIMULATED_KINDS else None
        return self._routes.first(one.channel, down)
