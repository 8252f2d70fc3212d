"""What one `web` process knows and turns: its journal, its board, its feeds, its duties; no door to the
outside. `app.py` gives it doors.
"""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from command_center.account_facts import telling
from command_center.clock import Clock
from command_center.databases import REDIS_ADDRESS, BadAddress, Databases
from command_center.desk import Desk
from command_center.domain.drills.sealing import commitments_of
from command_center.domain.fact import Fact
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.drawing import composing_hidden
from command_center.duties.duties import Duties
from command_center.duties.exercise import Alive
from command_center.duties.programme import HiddenDrills
from command_center.duties.script import Scripts
from command_center.feeds import Feeds
from command_center.ingest.batch import DAY_MS, Window
from command_center.kept_heads.keeping import Keeping
from command_center.kept_heads.places import key_of, places_of
from command_center.live.board import Board
from command_center.live.bus import Bus, LocalBus
from command_center.live.hub import Hub
from command_center.live.looks import Looks
from command_center.live.neighbours import Neighbours
from command_center.live.redis_bus import RedisBus
from command_center.live.rows.ticker_rows import KEPT
from command_center.live.scene import REMEMBERED_MS
from command_center.notify.channels import channels_of
from command_center.notify.dispatcher import Dispatcher
from command_center.planned import PlansSealed
from command_center.settings import Settings
from command_center.store.account_changes import AccountChanges
from command_center.store.accounts import Accounts
from command_center.store.deliveries import Deliveries
from command_center.store.journal import Journal
from command_center.store.lease import Lease, duties_of
from command_center.store.reference import Descriptions, read_meta, write_meta
from command_center.store.sealed import SealedDrills

WEEK_MS = 7 * DAY_MS
LEASE_MS = 4_000
"""A killed leader is replaced after this long; it renews every second."""
SCRIPT_FACTS = 2_000
"""Facts that a drill's script reads at once."""
UNWATCHED_S = 10.0
"""After so long without duties no screen may look live (ours: a new leader takes four seconds)."""


@dataclass(frozen=True, slots=True)
class Center:
    """The parts of one process, wired; it has folded the whole journal."""

    settings: Settings
    site: Site
    stores: Databases
    clock: Clock
    journal: Journal
    accounts: Accounts
    plants: Descriptions
    sealed: SealedDrills
    desk: Desk
    looks: Looks
    hub: Hub
    board: Board
    bus: Bus
    neighbours: Neighbours
    feeds: Feeds
    duties: Duties
    deliveries: Deliveries
    dispatcher: Dispatcher
    keepings: list[Keeping]
    """Who keeps the journal's head outside the database, one for each place that is set."""
    tell_accounts: Callable[[], None]
    """Makes facts of what was changed about accounts, here or at the command line."""

    def look(self) -> None:
        """Compare what is shown with the database, once a second."""
        self.board.try_again()
        self.desk.catch_up()
        if self.stores.shared:
            self.neighbours.beat()
            if not (self.settings.redis_url and self.neighbours.reachable):
                self.feeds.make_up()
        self.looks.done()

    def make_up(self) -> None:
        """Make up for what the bus has lost."""
        self.desk.catch_up()
        self.feeds.make_up()

    def tidy(self) -> None:
        """Forget what is past its time: old readings and positions, sessions long over, notices
        that the journal has told of for long, seals that were never told."""
        now = self.clock.now()
        self.feeds.prune(now - round(self.settings.readings_days * DAY_MS))
        self.accounts.sessions.forget(now - DAY_MS)
        self.deliveries.forget(now - WEEK_MS)
        self.desk.catch_up()  # or fail: who does not know what others told forgets nothing of it
        self.sealed.forget_unused(commitments_of(self.desk.state), now - DAY_MS)


def center_of(settings: Settings, site: Site, stores: Databases, clock: Clock) -> Center:
    """The center of `site` on opened databases. Raises BadAddress for a bus that is none."""
    me = secrets.token_hex(6)
    journal = Journal(stores.journal, site.id, clock.now)
    plants = Descriptions(stores.journal, site, clock.now())
    sealed = SealedDrills(stores.journal, site.id)
    planned = PlansSealed(sealed).of
    desk = Desk(
        site, journal, clock, site_version=plants.version, described=plants.of, planned=planned
    )
    desk.catch_up()
    journal.head()  # a start reads facts alone; one that could append nothing is no start
    looks = Looks(clock.elapsed)

    def is_current() -> bool:
        """Whether the screens may show what the hub has: all of the journal, as of just now, and
        with somebody who turns the clocks: a board on which no alarm can be raised looks quiet."""
        told = board.complete and desk.certain and hub.seq >= desk.state.seq and looks.recent
        return told and duties.beat_age_s() < UNWATCHED_S

    hub = Hub(me, clock.now, current=is_current)
    board = Board(site, hub, plants.of)
    bus = _bus(settings)
    neighbours = Neighbours(bus, site.id, me)
    window = Window(round(settings.oldest_days * DAY_MS), round(settings.future_s * 1000))
    feeds = Feeds(site, stores.feeds, desk, clock, window, neighbours)
    lease = Lease(stores.journal, duties_of(site.id), me, LEASE_MS) if stores.shared else None
    duties = _duties(settings, site, stores, clock, desk, journal, sealed, feeds, lease)
    deliveries = Deliveries(stores.journal, site.id, me)
    dispatcher = Dispatcher(
        desk,
        clock,
        deliveries,
        channels_of(site),
        leading=lambda: duties.leading,
        term=lambda: duties.term,
    )
    tell_accounts = telling(desk, AccountChanges(stores.journal))
    center = Center(
        settings, site, stores, clock, journal, Accounts(stores.journal), plants, sealed, desk,
        looks, hub, board, bus, neighbours, feeds, duties, deliveries, dispatcher,
        _keepings(settings, site, clock, journal, duties), tell_accounts,
    )  # fmt: skip
    _connect(center)
    return center


def _duties(
    settings: Settings,
    site: Site,
    stores: Databases,
    clock: Clock,
    desk: Desk,
    journal: Journal,
    sealed: SealedDrills,
    feeds: Feeds,
    lease: Lease | None,
) -> Duties:
    every_tag = [tag.id for tag in site.tags]
    keys_ms = round(settings.keys_days * DAY_MS)
    alive = Alive(
        lambda key: read_meta(stores.journal, f"{site.id}:{key}"),
        lambda key, value: write_meta(stores.journal, f"{site.id}:{key}", value),
    )
    return Duties(
        desk,
        site,
        clock,
        lease,
        lambda since: feeds.recent(every_tag, since),
        alive=alive,
        mirror=feeds.mirror,
        tidy=lambda now: journal.forget_keys(now - keys_ms),
        # What is not applied here yet is read with the beat that finds it applied.
        scripts=Scripts(
            sealed,
            lambda seq: journal.read(seq, SCRIPT_FACTS) if seq < desk.state.seq else [],
            lambda drill: State.start(desk.site_of(drill)),
        ),
        hidden=HiddenDrills(sealed, site.zone, composing_hidden(site)),
    )


def _keepings(
    settings: Settings, site: Site, clock: Clock, journal: Journal, duties: Duties
) -> list[Keeping]:
    key = key_of(settings)
    return [
        Keeping(
            place,
            site.id,
            journal.head,
            key,
            leading=lambda: duties.leading,
            now=clock.now,
            elapsed=clock.elapsed,
        )
        for place in places_of(settings, site.language)
    ]


def _connect(center: Center) -> None:
    """Who hears whom, in the order in which they hear it; then the board begins."""
    desk, board, feeds, neighbours = center.desk, center.board, center.feeds, center.neighbours
    feeds.on_readings(board.take_readings)
    feeds.on_positions(board.take_positions)
    feeds.on_readings(center.duties.take)
    desk.listen(center.dispatcher.hear)

    recent = center.journal.read(max(0, desk.state.seq - KEPT), KEPT)
    before = feeds.recent(board.remembers, center.clock.now() - REMEMBERED_MS)
    board.start(desk.state, recent, feeds.readings.latest, feeds.positions.latest, before)

    def facts_are_news(facts: Sequence[Fact], state: State) -> None:
        board.take_facts(facts, state)
        neighbours.tell_moved(facts[-1].seq)

    desk.listen(facts_are_news)
    center.tell_accounts()  # of what was changed at the command line meanwhile
    neighbours.on_moved(desk.catch_up)
    neighbours.on_missed(center.make_up)
    feeds.hear_neighbours()


def _bus(settings: Settings) -> Bus:
    if not settings.redis_url:
        return LocalBus()
    try:
        return RedisBus(settings.redis_url)
    except ValueError:
        raise BadAddress("CC_REDIS_URL", REDIS_ADDRESS) from None
