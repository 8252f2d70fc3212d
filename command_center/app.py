"""The composition root: settings in, one wired server out. Nothing else constructs."""

import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import Flask, request

from command_center.account_facts import telling
from command_center.clock import Clock
from command_center.databases import REDIS_ADDRESS, BadAddress, Databases
from command_center.demo.roles import demo_person
from command_center.desk import Desk
from command_center.domain.drills.sealing import commitments_of
from command_center.domain.fact import Fact
from command_center.domain.site.model import Site
from command_center.domain.site.view import public_site
from command_center.domain.state import State
from command_center.drawing import composing, composing_hidden, drawing_years
from command_center.duties.duties import Duties
from command_center.duties.exercise import Alive
from command_center.duties.programme import HiddenDrills
from command_center.duties.script import Scripts
from command_center.feeds import Feeds
from command_center.ingest.batch import DAY_MS, Window
from command_center.ingest.darkroom import Darkroom
from command_center.live.board import Board
from command_center.live.bus import Bus, LocalBus
from command_center.live.hub import Hub
from command_center.live.looks import Looks
from command_center.live.neighbours import Neighbours
from command_center.live.redis_bus import RedisBus
from command_center.live.replay import Replay
from command_center.live.rows.ticker_rows import KEPT
from command_center.live.scene import REMEMBERED_MS
from command_center.live.socket import Live, attach
from command_center.notify.channels import channels_of
from command_center.notify.dispatcher import Dispatcher
from command_center.pages import install_pages
from command_center.planned import PlansSealed
from command_center.settings import Settings
from command_center.shelf import SiteShelf
from command_center.store.account_changes import AccountChanges
from command_center.store.accounts import Accounts
from command_center.store.deliveries import Deliveries
from command_center.store.journal import Journal
from command_center.store.lease import Lease, duties_of
from command_center.store.photographs import Photographs
from command_center.store.reference import Descriptions, read_meta, write_meta
from command_center.store.scenario_texts import ScenarioTexts
from command_center.store.sealed import SealedDrills
from command_center.web.callers import Callers
from command_center.web.door import content_policy, front
from command_center.web.drills_api import Drills
from command_center.web.ended import Ended, OnEnded
from command_center.web.language import language_of
from command_center.web.live_door import authenticating, dropping, rechecking
from command_center.web.map_tiles import tiles_of
from command_center.web.metrics import Metrics
from command_center.web.photographs_api import Pictures
from command_center.web.replay_api import Replays
from command_center.web.rest import Parts, install_rest
from command_center.web.scenarios_api import Scenarios

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

WEEK_MS = 7 * DAY_MS
LEASE_MS = 4_000
"""A killed leader is replaced after this long; it renews every second."""
SCRIPT_FACTS = 2_000
"""Facts that a drill's script reads at once."""
BEAT_LIMIT_S = 5.0
"""Duties that have not come round for so long are stuck: not ready."""
UNWATCHED_S = 10.0
"""After so long without them no screen may look live (ours: a new leader takes four seconds)."""


@dataclass(frozen=True, slots=True)
class Server:
    """Everything `serving.py` runs: the WSGI application and what turns beside it."""

    wsgi: "WSGIApplication"
    desk: Desk
    hub: Hub
    live: Live
    duties: Duties
    dispatcher: Dispatcher
    neighbours: Neighbours
    bus: Bus
    look: Callable[[], None]
    recheck: Callable[[], None]
    tidy: Callable[[], None]


def build(settings: Settings, site: Site, stores: Databases, clock: Clock) -> Server:
    """Wire one `web` process of `site` on opened databases; it has folded the whole journal.

    Raises BadAddress for a bus that is none.
    """
    me = secrets.token_hex(6)
    journal = Journal(stores.journal, site.id, clock.now)
    accounts = Accounts(stores.journal)
    plants = Descriptions(stores.journal, site, clock.now())
    sealed = SealedDrills(stores.journal, site.id)
    desk = Desk(
        site, journal, clock, site_version=plants.version, described=plants.of,
        planned=PlansSealed(sealed).of,
    )  # fmt: skip
    desk.catch_up()
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
    feeds.on_readings(board.take_readings)
    feeds.on_positions(board.take_positions)
    lease = Lease(stores.journal, duties_of(site.id), me, LEASE_MS) if stores.shared else None
    alive = Alive(
        lambda key: read_meta(stores.journal, f"{site.id}:{key}"),
        lambda key, value: write_meta(stores.journal, f"{site.id}:{key}", value),
    )
    every_tag = [tag.id for tag in site.tags]
    keys_ms = round(settings.keys_days * DAY_MS)
    duties = Duties(
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
    feeds.on_readings(duties.take)
    deliveries = Deliveries(stores.journal, site.id, me)
    dispatcher = Dispatcher(
        desk,
        clock,
        deliveries,
        channels_of(site),
        leading=lambda: duties.leading,
        term=lambda: duties.term,
    )
    desk.listen(dispatcher.hear)

    recent = journal.read(max(0, desk.state.seq - KEPT), KEPT)
    before = feeds.recent(board.remembers, clock.now() - REMEMBERED_MS)
    board.start(desk.state, recent, feeds.readings.latest, feeds.positions.latest, before)

    def facts_are_news(facts: Sequence[Fact], state: State) -> None:
        board.take_facts(facts, state)
        neighbours.tell_moved(facts[-1].seq)

    desk.listen(facts_are_news)
    tell_accounts = telling(desk, AccountChanges(stores.journal))
    tell_accounts()  # of what was changed at the command line meanwhile
    neighbours.on_moved(desk.catch_up)
    feeds.hear_neighbours()

    def look() -> None:
        """Compare what is shown with the database, once a second."""
        board.try_again()
        desk.catch_up()
        if stores.shared:
            neighbours.beat()
            if not (settings.redis_url and neighbours.reachable):
                feeds.make_up()
        looks.done()

    def make_up() -> None:
        desk.catch_up()
        feeds.make_up()

    neighbours.on_missed(make_up)

    def tidy() -> None:
        """Forget what is past its time: old readings and positions, sessions long over, notices
        that the journal has told of for long, seals that were never told."""
        now = clock.now()
        feeds.prune(now - round(settings.readings_days * DAY_MS))
        accounts.sessions.forget(now - DAY_MS)
        deliveries.forget(now - WEEK_MS)
        sealed.forget_unused(commitments_of(desk.state), now - DAY_MS)

    server = Flask("command_center")
    callers = Callers(accounts, clock)
    live = attach(
        server,
        hub,
        authenticating(callers),
        hosts=settings.hosts,
        language=lambda environ: language_of(environ, site.language),
    )
    metrics = Metrics()

    def public_of(name: str | None) -> dict[str, Any]:
        """What everybody may know of the plant, as it was when a drill or incident began."""
        began = desk.state.drills.get(name or "") or desk.state.incidents.get(name or "")
        version = (began and began.site_version) or plants.version
        plant = plants.of(version)
        return public_site(plant) | {"tiles": tiles_of(plant, settings), "version": version}

    parts = Parts(
        settings=settings,
        clock=clock,
        site=site,
        public_of=public_of,
        desk=desk,
        journal=journal,
        hub=hub,
        accounts=accounts,
        readings=feeds.readings,
        positions=feeds.positions,
        history=feeds.history,
        callers=callers,
        on_ended=_ending(live, neighbours),
        tell_accounts=tell_accounts,
        metrics=metrics,
        checks={
            "journal": lambda: desk.certain and looks.recent,
            "board": lambda: board.complete and hub.seq >= desk.state.seq,
            "duties": lambda: duties.beat_age_s() < BEAT_LIMIT_S,
        },
        demo_person=lambda role: demo_person(desk.state, site, role),
    )
    texts = ScenarioTexts(stores.journal, site.id)
    shelf = SiteShelf(site, lambda: desk.state.own_scenarios, texts)
    drills = Drills(desk, site, sealed, composing(site, shelf), callers, clock, metrics)
    scenarios = Scenarios(shelf, texts, desk, callers, clock, metrics, site.language)
    replays = Replays(
        desk, Replay(site, journal, feeds.history, feeds.tracks, plants.of), callers, clock
    )
    photographs = Photographs(stores.journal, site.id)
    pictures = Pictures(desk, photographs, callers, clock, Darkroom())
    install_rest(server, parts, drills, replays, scenarios, pictures, drawing_years(site))
    hashes = install_pages(server, desk, callers, settings, metrics, lambda: request)
    _watch(metrics, desk, live, duties, bus)
    metrics.watch("cc_board_seq", "The fact the screens reflect", lambda: hub.seq)
    metrics.watch("cc_board_current", "1 while screens are told anything", lambda: hub.current)
    metrics.watch("cc_look_age_seconds", "Since the journal was last seen", lambda: looks.age_s)
    policy = content_policy(hashes, settings.tiles_origin)
    wsgi = front(server, settings, policy=policy, language=site.language)
    drop_withdrawn = rechecking(live, stores.journal)

    def recheck() -> None:
        """See to what was done to accounts elsewhere: at the command line, in other processes."""
        tell_accounts()
        drop_withdrawn()

    return Server(wsgi, desk, hub, live, duties, dispatcher, neighbours, bus, look, recheck, tidy)


def _bus(settings: Settings) -> Bus:
    if not settings.redis_url:
        return LocalBus()
    try:
        return RedisBus(settings.redis_url)
    except ValueError:
        raise BadAddress("CC_REDIS_URL", REDIS_ADDRESS) from None


def _ending(live: Live, neighbours: Neighbours) -> OnEnded:
    """Close a withdrawn session's sockets here and in every other process."""
    drop = dropping(live)
    neighbours.on_ended(lambda sessions, token: drop(Ended(sessions, token)))

    def end(ended: Ended) -> None:
        drop(ended)
        neighbours.tell_ended(ended.sessions, ended.token)

    return end


def _watch(metrics: Metrics, desk: Desk, live: Live, duties: Duties, bus: Bus) -> None:
    started = time.monotonic()
    metrics.watch("cc_journal_seq", "The fact that is folded here", lambda: desk.state.seq)
    metrics.watch("cc_clients", "Live connections", lambda: live.clients)
    metrics.watch("cc_leading", "1 while this process runs the duties", lambda: duties.leading)
    metrics.watch("cc_duties_age_seconds", "Since the duties' last beat", duties.beat_age_s)
    metrics.watch("cc_bus_healthy", "1 while the live bus is reachable", lambda: bus.healthy)
    metrics.watch("cc_uptime_seconds", "Of this process", lambda: time.monotonic() - started)
