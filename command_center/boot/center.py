"""The parts of one `web` process without its HTTP doors: journal, board, feeds and duties. `app.py` adds the doors."""

import platform
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from command_center.boot.drills.drill_composers import composing_hidden
from command_center.boot.drills.planned import PlansSealed
from command_center.boot.feeds import Feeds
from command_center.boot.outbox import channels_of, outbox_doors, outbox_of
from command_center.boot.people.account_facts import telling
from command_center.boot.people.addresses import without_addresses
from command_center.boot.people.erasing import Erasing, erased_in, names_of
from command_center.boot.people.inside import Inside
from command_center.boot.plant.plant_begun import desk_from_start
from command_center.boot.plant.site_templates import SiteTemplates
from command_center.clock import Clock
from command_center.desk import Desk
from command_center.domain.drills.exercise_tag import in_drill
from command_center.domain.drills.sealing import commitments_of
from command_center.domain.fact import Fact
from command_center.domain.reading import Reading
from command_center.domain.site.map.way_out import Air
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.domain.verdicts.disk_verdict import MIB
from command_center.duties.duties import Duties
from command_center.duties.exercise import Alive
from command_center.duties.programme import HiddenDrills
from command_center.duties.script import Scripts
from command_center.faults import Fault
from command_center.ingest.batch import DAY_MS, Window
from command_center.kept_heads.keeping import Keeping
from command_center.kept_heads.places import key_of, places_of
from command_center.live.board import Board
from command_center.live.bus import Bus, LocalBus
from command_center.live.center_watch import CenterWatch
from command_center.live.hub import Hub
from command_center.live.journal_watch import Looks
from command_center.live.level_store import LevelStore
from command_center.live.neighbours import Neighbours
from command_center.live.redis_bus import RedisBus
from command_center.live.rows.center.ticker_rows import KEPT
from command_center.live.scene import REMEMBERED_MS, readings_by_scene
from command_center.notify.hooks.hooks_file import read_hooks
from command_center.notify.hooks.sender import Webhooks, template_in
from command_center.notify.outbox import Outbox
from command_center.notify.provider import Receipt
from command_center.notify.sending.retries import Outcome
from command_center.notify.standing import Standing
from command_center.settings import Settings
from command_center.store.accounts.account_changes import AccountChanges
from command_center.store.accounts.accounts import Accounts
from command_center.store.database.databases import REDIS_ADDRESS, BadAddress, Databases
from command_center.store.database.disk_room import DiskRoom
from command_center.store.evidence import EvidenceStore
from command_center.store.journal import Journal
from command_center.store.lease import Lease, duties_of
from command_center.store.matters import MatterTable
from command_center.store.outbox.retention import forget
from command_center.store.outbox.webhooks import WebhookQueue
from command_center.store.people.address_book import AddressBook
from command_center.store.people.address_masks import AddressMasks
from command_center.store.people.passages import Passages
from command_center.store.people.people_here import PeopleHere
from command_center.store.people.personal_reads import PersonalReads
from command_center.store.people.visitors import VisitorBook
from command_center.store.plant.scenario_texts import ScenarioTexts
from command_center.store.presence import Presence, Roll
from command_center.store.reference import Descriptions, kept_secret, read_meta, write_meta
from command_center.store.sealed import SealedDrills
from command_center.store.stories import stories_of
from command_center.web.doors.feeds.forecasts import Forecasts
from command_center.web.doors.messages.outbox_doors import OutboxDoors

WEEK_MS = 7 * DAY_MS
LEASE_MS = 3_500
"""A killed leader is replaced after this long and a second; it renews every second. With the look of
each second, "no one leads" is on every screen within five seconds."""
UNLED_S = 3.5
"""In the embedded form nobody leads when the duties have not come round for so long (ours)."""
SCRIPT_FACTS = 2_000
"""Facts that a drill's script reads at once."""
UNWATCHED_S = 10.0
"""After so long without duties no screen may look live (ours: a new leader takes four seconds)."""


def shows_all(board: Board, hub: Hub, desk: Desk) -> bool:
    """Whether the board shows every fact that is folded here."""
    return board.complete and hub.seq >= desk.state.seq


@dataclass(frozen=True, slots=True)
class Center:
    """The wired parts of one process, with the whole journal folded."""

    settings: Settings
    stores: Databases
    clock: Clock
    journal: Journal
    accounts: Accounts
    plants: Descriptions
    sealed: SealedDrills
    desk: Desk
    looks: Looks
    shown: Looks
    """When the board was last seen to show every fact."""
    hub: Hub
    board: Board
    levels: LevelStore
    forecasts: Forecasts
    bus: Bus
    neighbours: Neighbours
    feeds: Feeds
    duties: Duties
    outbox: Outbox
    outbox_doors: OutboxDoors
    webhooks: Webhooks
    keepings: list[Keeping]
    """Who keeps the journal's head outside the database, one for each place that is set."""
    roll: Roll
    watch: CenterWatch
    standing: Standing
    disk: DiskRoom
    addresses: AddressBook
    masks: AddressMasks
    erasing: Erasing
    reads: PersonalReads
    inside: Inside
    templates: SiteTemplates
    tell_accounts: Callable[[], None]
    """Makes facts of what was changed about accounts, here or at the command line."""
    started_s: float
    """When it was wired, by the clock's monotonic seconds."""

    @property
    def site(self) -> Site:
        """The plant description in force now."""
        return self.desk.site

    def look(self) -> None:
        """Compare the board with the database; called once a second."""
        self.board.try_again()
        alone = self.desk.faults.alone
        with alone("consumer", "passages", life=True):
            self.inside.look()
        with alone("consumer", "erasing"):
            self.erasing.look()
        with alone("consumer", "disk"):
            self.disk.look()
        self.watch.take(self._presence(), self.standing.now(), self.disk.found)
        self.desk.catch_up()
        with alone("consumer", "templates"):
            self.templates.look()
        self.desk.set_aside()
        if self.stores.shared:
            self.neighbours.beat()
            if not (self.settings.redis_url and self.neighbours.reachable):
                self._make_up_readings()
        with alone("consumer", "levels", life=True):
            self.levels.check()
        self.looks.done()
        if shows_all(self.board, self.hub, self.desk):
            self.shown.done()

    def shows_recent(self) -> bool:
        """Whether the board shows every fact, or did so at a look of the last `LIMIT_S` seconds. The journal has a
        command's facts before the board has their rows; a load balancer that asks in between keeps the process.
        """
        return shows_all(self.board, self.hub, self.desk) or self.shown.recent

    def widen(self) -> None:
        """Widen the error bounds of forecasts that missed. This reads old readings and may wait behind other long
        reads, so it is not part of `look`, whose delay would grey the screens.
        """
        self.levels.widen(self.forecasts.look(self.clock.now()))

    def _presence(self) -> Presence:
        """The processes that run, and for how long none has led. A center with an embedded database has one
        process, whose clock is the database's."""
        if self.stores.shared:
            return self.roll.call()
        age_s = min(self.duties.beat_age_s(), self.clock.elapsed() - self.started_s)
        return Presence([], None if age_s < UNLED_S else round(age_s * 1000))

    def leave(self) -> None:
        """Deregister this process, so that the others need not wait to notice that it is gone."""
        if self.stores.shared:
            self.roll.leave()

    def make_up(self) -> None:
        """Catch up with facts and readings that the bus has lost."""
        self.desk.catch_up()
        self._make_up_readings()

    def _make_up_readings(self) -> None:
        windowed = [
            in_drill(drill, tag)
            for drill, rows in self.board.level_rows.items()
            for tag in rows.windowed
        ]
        self.feeds.make_up(windowed)
        self.levels.check(every=True)

    def tidy(self) -> None:
        """Delete data past its retention time: old readings and positions, ended sessions, notices recorded long ago,
        unused contact addresses, old records of who read whose numbers, old photographs of matters, and seals that
        were never recorded. Also bring the tables derived from facts up to the journal's end, so that no list of
        matters has to work through years of facts.
        """
        now = self.clock.now()
        self.feeds.prune(now - round(self.settings.readings_days * DAY_MS))
        self.accounts.sessions.forget(now - DAY_MS)
        forget(self.stores.journal, self.site.id, now - round(self.settings.messages_days * DAY_MS))
        self.desk.catch_up()  # or fail: who does not know what others told forgets nothing of it
        self.erasing.tidy(self.settings.removed_contacts_days)
        kept = EvidenceStore(self.stores.journal, self.site.id)
        kept.erase_older(now - round(self.settings.evidence_days * DAY_MS), now)
        self.inside.make_up(self.desk.state)
        self.inside.passages.forget(now - round(self.settings.passages_days * DAY_MS))
        self.inside.visitors.forget(now - round(self.settings.visitors_days * DAY_MS), now)
        self.reads.forget(now - round(self.settings.personal_reads_days * DAY_MS))
        self.sealed.forget_unused(commitments_of(self.desk.state), now - DAY_MS)
        self.erasing.empty_logs()
        MatterTable(self.stores.journal, self.site.id, self.journal).follow()
        stories_of(self.journal).follow()


def center_of(
    settings: Settings,
    site: Site,
    stores: Databases,
    clock: Clock,
    tried: Callable[[str, Outcome], None] = lambda channel, outcome: None,
) -> Center:
    """Build the center of `site` on opened databases. `tried` is called with every delivery attempt that ended here.

    Raises BadAddress for an invalid bus address, ChannelsFileError for an invalid channels file.
    """
    me = secrets.token_hex(6)
    site = without_addresses(stores.journal, site, clock.now())
    journal = Journal(stores.journal, site.id, clock.now)
    plants = Descriptions(stores.journal, site, clock.now())
    people_here = PeopleHere(stores.journal)
    window = Window(round(settings.oldest_days * DAY_MS), round(settings.future_s * 1000))
    inside = Inside(
        site, Passages(stores.journal, site.id), VisitorBook(stores.journal, site.id),
        kept_secret(stores.journal, "card_secret"), clock, window, shared=stores.shared,
    )  # fmt: skip
    sealed = SealedDrills(stores.journal, site.id)
    planned = PlansSealed(sealed).of
    templates = SiteTemplates(
        lambda: desk.state.own_templates,
        lambda: frozenset(post.id for post in desk.site.posts),
        ScenarioTexts(stores.journal, site.id), clock,
    )  # fmt: skip

    def air(drill: str | None) -> Air:
        """What the board knows of the air, for whoever orders an evacuation."""
        return board.air(drill)

    desk = desk_from_start(
        stores.journal, plants, site,
        lambda begun, version: Desk(
            begun, journal, clock, site_version=version, keep=lambda one: plants.keep(one, clock.now()),
            described=plants.of, planned=planned, has_double=people_here.has_double, gates=inside.gates,
            evidence=EvidenceStore(stores.journal, site.id).verdict,
            templates=templates, air=air, virtual_act=settings.demo or site.simulated,
        ),
        journal, settings.data_dir,
    )  # fmt: skip
    plants.follow(lambda: desk.site)
    inside.follow(lambda: desk.site)
    templates.begin()
    journal.head()  # a start reads facts alone; one that could append nothing is no start
    looks = Looks(clock.elapsed)

    def is_current() -> bool:
        """Whether the screens may show what the hub has: all of the journal, as of just now, and
        with somebody who turns the clocks: a board on which no alarm can be raised looks quiet."""
        told = shows_all(board, hub, desk) and desk.certain and looks.recent
        return told and duties.beat_age_s() < UNWATCHED_S

    hub = Hub(me, clock.now, current=is_current, faults=desk.faults)
    masks = AddressMasks(AddressBook(stores.journal, site.id))
    board = Board(
        desk.site, hub, masks.of, lambda: feeds.readings.latest,
        lambda tags: feeds.recent(tags, clock.now() - REMEMBERED_MS), inside.doorway, desk.faults,
    )  # fmt: skip
    bus = _bus(settings)
    neighbours = Neighbours(bus, site.id, me)
    feeds = Feeds(site, stores.feeds, desk, clock, window, neighbours)
    lease = Lease(stores.journal, duties_of(site.id), me, LEASE_MS) if stores.shared else None
    duties = _duties(
        settings, site, stores, clock, desk, journal, sealed, feeds, lease, people_here
    )
    channels = channels_of(settings, site)
    doors = outbox_doors(
        stores.journal, site.id, clock, channels, channels.providers(),
        here=settings.sending == "here",
    )  # fmt: skip
    outbox = outbox_of(settings, desk, stores.journal, clock, duties, me, doors, tried)
    doors = replace(doors, keep=partial(_kept, doors.keep, outbox))
    tell_accounts = telling(desk, AccountChanges(stores.journal))
    roll = _roll(settings, site, stores, clock, me)
    watch = CenterWatch(hub, me, clock.now, lambda: standing_of(desk))
    standing = Standing(
        channels, doors.reader, simulated=site.simulated, ahead_ms=clock.offset_ms,
        elapsed=clock.elapsed,
    )  # fmt: skip
    disk = DiskRoom(
        None if stores.shared else settings.data_dir, [stores.journal, stores.feeds],
        round(settings.disk_low_mb * MIB), clock.now, clock.elapsed,
    )  # fmt: skip
    levels = LevelStore(board, feeds.history.digests, feeds.history.samples)
    forecasts = Forecasts(lambda: desk.site, feeds.history)
    center = Center(
        settings, stores, clock, journal, Accounts(stores.journal), plants, sealed, desk,
        looks, Looks(clock.elapsed), hub, board, levels, forecasts, bus, neighbours, feeds, duties, outbox, doors,
        _webhooks(settings, site, stores, clock, desk, journal, duties),
        _keepings(settings, site, clock, journal, duties), roll, watch, standing, disk,
        AddressBook(stores.journal, site.id), masks, Erasing(desk, stores, site.id, clock.now),
        PersonalReads(stores.journal, site.id), inside, templates, tell_accounts, clock.elapsed(),
    )  # fmt: skip
    _connect(center)
    return center


def _webhooks(
    settings: Settings,
    site: Site,
    stores: Databases,
    clock: Clock,
    desk: Desk,
    journal: Journal,
    duties: Duties,
) -> Webhooks:
    """The programs that are told of facts: those of the webhooks file, none without one."""
    return Webhooks(
        [] if settings.webhooks is None else read_hooks(settings.webhooks),
        lambda fact: template_in(desk.state, fact), journal,
        WebhookQueue(stores.journal, site.id, journal), clock, leading=lambda: duties.leading,
        faults=desk.faults,
    )  # fmt: skip


def _roll(settings: Settings, site: Site, stores: Databases, clock: Clock, me: str) -> Roll:
    """This process's line among the others', under the name by which an administrator knows it."""
    name = f"{platform.node()}:{settings.port}"
    offset_ms = clock.offset_ms
    return Roll(
        stores.journal, site.id, me, name, offset_ms, machine=lambda: clock.now() - offset_ms
    )


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
    people_here: PeopleHere,
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
            lambda drill: desk.fresh(desk.site_of(drill)),
        ),
        hidden=HiddenDrills(sealed, site.zone, composing_hidden(lambda: desk.site)),
        here=people_here.here,
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
    feeds.on_late(board.take_late)
    feeds.on_doubt(lambda readings: _doubt(board, readings))
    feeds.on_readings(center.duties.take)
    feeds.on_proofs(board.take_proofs)
    feeds.on_proofs(center.duties.prove)
    desk.listen(center.outbox.hear)
    desk.listen(partial(_follow_contacts, center))
    desk.listen(lambda facts, state: center.inside.learn(facts))
    center.inside.publish_to(board.take_passages)

    recent = center.journal.read(max(0, desk.state.seq - KEPT), KEPT)
    before = feeds.recent(board.remembers, center.clock.now() - REMEMBERED_MS)
    center.erasing.make_up()
    center.inside.make_up(desk.state)
    board.start(desk.state, recent, feeds.readings.latest, feeds.positions.latest, before)
    center.levels.check(every=True)
    center.hub.flush()  # nobody listens yet; what stayed pending would hold back every pulse

    def facts_are_news(facts: Sequence[Fact], state: State) -> None:
        board.take_facts(facts, state)
        neighbours.tell_moved(facts[-1].seq)

    desk.listen(facts_are_news)
    center.tell_accounts()  # of what was changed at the command line meanwhile
    neighbours.on_moved(desk.catch_up)
    neighbours.on_missed(center.make_up)
    feeds.hear_neighbours()


def _kept(
    keep: Callable[[str, Sequence[Receipt]], int],
    outbox: Outbox,
    channel: str,
    receipts: Sequence[Receipt],
) -> int:
    """Receipts kept, and looked at by the outbox at once where it is this process that leads."""
    kept = keep(channel, receipts)
    outbox.look_soon()
    return kept


def standing_of(desk: Desk) -> list[Fault]:
    """Return the current faults of this process and the facts that are set aside."""
    passed = [
        Fault("fact", f"{one.fact} {one.of}", one.at, one.at, one.why, life=True)
        for one in desk.state.passed_over.values()
    ]
    return [*passed, *(one for one in desk.faults.standing() if one.part != "fact" or not passed)]


def _follow_contacts(center: Center, facts: Sequence[Fact], state: State) -> None:
    """What another process has done to contacts: a new one is masked here too, and nothing of an erased person stays
    in this process's memory."""
    for fact in facts:
        if fact.kind == "contact.changed" and fact.data["version"] is not None:
            center.masks.learn(fact.data["person"], fact.data["version"])
    for person in erased_in(facts):
        names = names_of(state, person)
        center.masks.forget(person)
        center.feeds.positions.forget(names)
        center.board.forget_places(names)
        center.inside.forget([person])


def _doubt(board: Board, readings: Sequence[Reading]) -> None:
    rows = board.level_rows
    for drill, own in readings_by_scene(readings).items():
        if drill in rows:
            rows[drill].doubt(one.tag for one in own)


def _bus(settings: Settings) -> Bus:
    if not settings.redis_url:
        return LocalBus()
    try:
        return RedisBus(settings.redis_url)
    except ValueError:
        raise BadAddress("CC_REDIS_URL", REDIS_ADDRESS) from None
