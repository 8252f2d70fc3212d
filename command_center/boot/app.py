"""The composition root: turns settings into one wired server. `center.py` builds the parts, this module adds the HTTP
doors, and no other module constructs them.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from flask import Flask, request

from callbacks.figures import Analysis
from command_center.boot.center import Center, center_of
from command_center.boot.drills.drill_composers import composing, drawing_years
from command_center.boot.drills.shelf import SiteShelf
from command_center.boot.exercise_player import ExercisePlayer
from command_center.boot.feeds import alarms_door
from command_center.boot.outbox import outbox_figures
from command_center.boot.people.account_facts import tell_changes
from command_center.boot.people.site_people import people_of
from command_center.boot.people.without_factor import end_without_factor
from command_center.clock import Clock
from command_center.demo.roles import demo_person
from command_center.desk import Desk
from command_center.domain.plant_data.revision import revision_of
from command_center.domain.refusal import Phrase
from command_center.domain.site.model import Site
from command_center.domain.site.view import public_site
from command_center.duties.duties import Duties
from command_center.ingest.darkroom import Darkroom
from command_center.kept_heads.keeping import Keeping
from command_center.live.bus import Bus
from command_center.live.hub import Hub
from command_center.live.neighbours import Neighbours
from command_center.live.replay import Replay
from command_center.live.socket import Live, attach
from command_center.notify.hooks.sender import Webhooks
from command_center.notify.outbox import Outbox
from command_center.notify.sending.retries import Outcome
from command_center.page_server.dash_pages import install_pages
from command_center.settings import Settings
from command_center.store.accounts.account_changes import AccountChanges
from command_center.store.accounts.account_rows import speaks_for_all
from command_center.store.accounts.session_cache import forget_standing
from command_center.store.accounts.virtual_tokens import PREFIX as DEMO
from command_center.store.database.damage import damage_of
from command_center.store.database.databases import Databases
from command_center.store.people.contact_codes import ContactCodes
from command_center.store.photographs import Photographs
from command_center.store.plant.plant_history import plant_on
from command_center.store.plant.scenario_texts import ScenarioTexts
from command_center.web.doors.board.replay_api import Replays
from command_center.web.doors.drills.drills_api import Drills
from command_center.web.doors.drills.photographs_api import Pictures
from command_center.web.doors.drills.scenarios_api import Scenarios
from command_center.web.doors.matters.templates_api import Templates
from command_center.web.doors.people.people_api import Numbers
from command_center.web.doors.people.visitors_api import GateDesk
from command_center.web.limits.page_bounds import LIMITS
from command_center.web.live_door import authenticating, dropping, rechecking
from command_center.web.map_tiles import tiles_of
from command_center.web.metrics import Metrics
from command_center.web.provider.provider import Provider, provider_of
from command_center.web.request.callers import Callers
from command_center.web.request.door import content_policy, front
from command_center.web.request.language import language_of
from command_center.web.rest import Parts, install_rest
from command_center.web.sign_in.ended import Ended, OnEnded

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

BEAT_LIMIT_S = 5.0
"""Duties that have not come round for so long are stuck: not ready."""


@dataclass(frozen=True, slots=True)
class Server:
    """Everything that `serving.py` runs: the WSGI application and the background parts."""

    wsgi: "WSGIApplication"
    desk: Desk
    hub: Hub
    live: Live
    duties: Duties
    outbox: Outbox
    webhooks: Webhooks
    keepings: list[Keeping]
    neighbours: Neighbours
    bus: Bus
    metrics: Metrics
    look: Callable[[], None]
    widen: Callable[[], None]
    recheck: Callable[[], None]
    ask_provider: Callable[[], None]
    tidy: Callable[[], None]
    examine: Callable[[], None]
    leave: Callable[[], None]
    player: ExercisePlayer | None


class _Server(Flask):
    """Flask, which asks of each function of each request whether it is a coroutine. None is."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Return the function itself."""
        return func


def build(settings: Settings, site: Site, stores: Databases, clock: Clock) -> Server:
    """Build one `web` process of `site` on opened databases, with the whole journal folded.

    Raises BadAddress for an invalid bus address, WrongProvider for an incompletely configured identity provider.
    """
    metrics = Metrics()

    def tried(channel: str, outcome: Outcome) -> None:
        metrics.tries.labels(channel, outcome.kind).inc()

    center = center_of(settings, site, stores, clock, tried)
    server = _Server("command_center")
    callers = Callers(center.accounts, clock)
    live = attach(
        server,
        center.hub,
        authenticating(callers),
        hosts=settings.hosts,
        language=lambda environ: language_of(environ, site.language),
    )
    on_ended = _ending(live, center.neighbours)
    provider = provider_of(
        settings, stores.journal, center.accounts, people_of(center.desk, center.addresses), clock,
        on_ended, center.tell_accounts,
    )  # fmt: skip
    end_without_factor(settings, stores.journal, center.accounts, on_ended)
    drills, scenarios = _install_doors(server, center, callers, metrics, on_ended, provider)
    analysis = Analysis(center.desk, center.journal, callers, clock, drills, scenarios)
    hashes = install_pages(server, analysis, settings, lambda: request)
    _watch(metrics, center, live)
    policy = content_policy(hashes, settings.tiles_origin)
    drop_withdrawn = rechecking(live, stores.journal)

    changes = AccountChanges(stores.journal)
    seen = [changes.mark()]

    def recheck() -> None:
        """See to what was done to accounts elsewhere: at the command line, in other processes."""
        mark = seen[0] if stores.shared else changes.mark()
        if not stores.shared:  # what this process finds of a session it keeps
            if mark == seen[0]:
                return
            forget_standing(stores.journal)
        drop_withdrawn()
        tell_changes(center.desk, changes)
        seen[0] = mark  # last: what fails here is tried again

    def tidy() -> None:
        center.tidy()
        if provider is not None:
            provider.tidy()

    wsgi = front(server, settings, policy=policy, language=site.language)
    player = None
    if settings.site is not None and not settings.demo:  # which brings its own
        player = ExercisePlayer(
            center.desk, stores.journal, clock, settings.site, settings.data_dir, wsgi,
            settings.hosts[0], lambda: center.duties.leading,
        )  # fmt: skip
    return Server(
        wsgi=wsgi,
        desk=center.desk,
        hub=center.hub,
        live=live,
        duties=center.duties,
        outbox=center.outbox,
        webhooks=center.webhooks,
        keepings=center.keepings,
        neighbours=center.neighbours,
        bus=center.bus,
        metrics=metrics,
        look=center.look,
        widen=center.widen,
        recheck=recheck,
        ask_provider=provider.refreshing.look if provider is not None else lambda: None,
        tidy=tidy,
        examine=partial(center.disk.examine, damage_of),
        leave=center.leave,
        player=player,
    )


def _install_doors(
    server: Flask,
    center: Center,
    callers: Callers,
    metrics: Metrics,
    on_ended: OnEnded,
    provider: Provider | None,
) -> tuple[Drills, Scenarios]:
    """REST: what the plant, its people and its machines ask and send. What leads to drills and scenarios is
    given back: pages draw them too."""
    site, clock, desk, journal = center.site, center.clock, center.desk, center.journal
    feeds, plants = center.feeds, center.plants
    engine = center.stores.journal
    parts = Parts(
        settings=center.settings,
        clock=clock,
        site=site,
        public_of=_describing(center),
        desk=desk,
        plant_on=lambda until: plant_on(engine, plants, desk.state.site, until),
        journal=journal,
        hub=center.hub,
        accounts=center.accounts,
        readings=feeds.readings,
        positions=feeds.positions,
        passages=center.inside.door(desk, feeds.clocks),
        plant_alarms=alarms_door(desk, clock, feeds.window, feeds.clocks),
        history=feeds.history,
        forecasts=center.forecasts,
        callers=callers,
        outbox=center.outbox_doors,
        webhooks=center.webhooks,
        on_ended=on_ended,
        tell_accounts=center.tell_accounts,
        metrics=metrics,
        checks=checks_of(center),
        warnings=lambda: warnings_of(center),
        demo_person=lambda role: demo_person(desk.state, desk.site, role),
        provider=provider,
    )
    texts = ScenarioTexts(engine, site.id)
    shelf = SiteShelf(lambda: desk.site, lambda: desk.state.own_scenarios, texts)
    replay = Replay(
        site, journal, feeds.history, feeds.tracks, plants.of, lambda: desk.state.passing
    )
    drills = Drills(
        desk, center.sealed, composing(lambda: desk.site, shelf), callers, clock, metrics
    )
    scenarios = Scenarios(shelf, texts, desk, callers, clock, metrics, site.language)
    install_rest(
        server,
        parts,
        drills,
        Replays(desk, replay, callers, clock),
        scenarios,
        Pictures(desk, Photographs(engine, site.id), callers, clock, Darkroom()),
        Numbers(
            desk,
            center.addresses,
            center.reads,
            ContactCodes(engine, site.id),
            center.erasing.erase,
            callers,
            clock,
        ),
        drawing_years(lambda: desk.site),
        GateDesk(desk, center.inside, callers, clock, site.language),
        Templates(center.templates, desk, callers, metrics, site.language),
    )
    return drills, scenarios


def _describing(center: Center) -> Callable[[str | None], dict[str, Any]]:
    """What everybody may know of the plant, as it was when a drill or incident began."""
    plants, settings = center.plants, center.settings

    def public_of(name: str | None) -> dict[str, Any]:
        state = center.desk.state
        began = state.drills.get(name or "") or state.incidents.get(name or "")
        twin = state.twins.get(name or "")
        version = None if began is None else began.site_version
        if began is None and not state.plant.revision:
            version = plants.version
        if twin is not None:
            plant = twin.in_force
        elif began is None or version is None:
            plant = state.in_force
        else:
            plant = plants.of(version)
        more = {
            "tiles": tiles_of(plant, settings), "version": version, "limits": LIMITS,
            "revision": revision_of(state),
        }  # fmt: skip
        return public_site(plant) | more

    return public_of


def checks_of(center: Center) -> dict[str, Callable[[], bool]]:
    """Return the checks that `/readyz` runs, one for each part."""
    desk = center.desk
    return {
        "journal": lambda: desk.certain and center.looks.recent,
        "board": center.shows_recent,
        "duties": lambda: center.duties.beat_age_s() < BEAT_LIMIT_S,
        "leader": lambda: center.watch.led,
        "clock": lambda: center.watch.clock_right,
        "disk": lambda: center.disk.takes_writes,
        "database": lambda: center.disk.sound,
    }


def warnings_of(center: Center) -> list[Phrase]:
    """Return the warnings of `/readyz`: conditions that need a person while the board keeps serving."""
    return (
        [
            Phrase("ready.head_not_kept", {"place": Phrase(f"heads.place.{keeping.place.name}")})
            for keeping in center.keepings
            if keeping.failing
        ]
        + [
            Phrase("ready.token_of_every_source", {"token": name})
            for name in _gateways_of_every_source(center)
        ]
        + [
            Phrase("ready.disk_low", {"mb": free})
            for free in [center.disk.found["free_mb"]]
            if free is not None and center.disk.takes_writes
        ]
    )


def _gateways_of_every_source(center: Center) -> list[str]:
    """Tokens of gateways that stand and may send as any source; not those that a demonstration made."""
    return [
        one.name
        for one in center.accounts.tokens()
        if speaks_for_all(one) and not one.name.startswith(DEMO)
    ]


def _ending(live: Live, neighbours: Neighbours) -> OnEnded:
    """Close a withdrawn session's sockets here and in every other process."""
    drop = dropping(live)
    neighbours.on_ended(lambda sessions, token: drop(Ended(sessions, token)))

    def end(ended: Ended) -> None:
        drop(ended)
        neighbours.tell_ended(ended.sessions, ended.token)

    return end


def _watch(metrics: Metrics, center: Center, live: Live) -> None:
    """What `/metrics` measures of the parts, beside what the doors count themselves."""
    started = time.monotonic()
    desk, hub, duties, bus = center.desk, center.hub, center.duties, center.bus
    metrics.watch("cc_journal_seq", "The fact that is folded here", lambda: desk.state.seq)
    metrics.watch("cc_clients", "Live connections", lambda: live.clients)
    metrics.watch("cc_leading", "1 while this process runs the duties", lambda: duties.leading)
    metrics.watch("cc_led", "1 while some process runs the duties", lambda: center.watch.led)
    metrics.watch(
        "cc_clock_right",
        "1 while the clock here is the database's",
        lambda: center.watch.clock_right,
    )
    if center.disk.free is not None:
        metrics.watch(
            "cc_disk_free_bytes", "Where the databases live", lambda: center.disk.free or 0
        )
    metrics.watch(
        "cc_disk_full", "1 while nothing can be stored", lambda: not center.disk.takes_writes
    )
    metrics.watch("cc_duties_age_seconds", "Since the duties' last beat", duties.beat_age_s)
    metrics.watch("cc_bus_healthy", "1 while the live bus is reachable", lambda: bus.healthy)
    metrics.watch("cc_uptime_seconds", "Of this process", lambda: time.monotonic() - started)
    metrics.watch("cc_board_seq", "The fact the screens reflect", lambda: hub.seq)
    metrics.watch("cc_board_current", "1 while screens are told anything", lambda: hub.current)
    metrics.watch_faults(lambda: dict(desk.faults.counts), desk.faults.standing)
    metrics.watch_outbox(lambda: outbox_figures(center.outbox_doors))
    for keeping in center.keepings:
        _watch_keeping(metrics, keeping)
    metrics.watch("cc_look_age_seconds", "Since the journal was seen", lambda: center.looks.age_s)


def _watch_keeping(metrics: Metrics, keeping: Keeping) -> None:
    metrics.watch_place(
        keeping.place.name, kept=lambda: keeping.kept_seq, failing=lambda: keeping.failing
    )
