"""Installs all REST doors on one server."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from importlib.metadata import version
from typing import Any

from flask import Blueprint, Flask, Response, request
from werkzeug.routing import Map

from command_center.clock import Clock
from command_center.desk import Desk
from command_center.domain import areas as _areas  # noqa: F401 - fills the registry
from command_center.domain.actor import ActorKind, Role
from command_center.domain.payload import Words
from command_center.domain.refusal import Phrase
from command_center.domain.site.model import Site
from command_center.ingest.passages import PassagesDoor
from command_center.ingest.plant_alarms import PlantAlarmsDoor
from command_center.ingest.positions import PositionsDoor
from command_center.ingest.readings import ReadingsDoor
from command_center.live.encoded import Encoded
from command_center.live.hub import Hub
from command_center.notify.hooks.sender import Webhooks
from command_center.notify.provider import Provider as ChannelProvider
from command_center.notify.routes import SIMULATED
from command_center.notify.simulated import Simulated
from command_center.settings import Settings
from command_center.store.accounts.account_rows import speaks_for_all
from command_center.store.accounts.accounts import Accounts
from command_center.store.accounts.break_glass import BreakGlass
from command_center.store.accounts.factor_key import key_file_half
from command_center.store.accounts.password_resets import PasswordResets
from command_center.store.accounts.second_factors import SecondFactors
from command_center.store.accounts.signing_pins import SigningPins
from command_center.store.accounts.virtual_tokens import PREFIX as DEMO
from command_center.store.evidence import EvidenceStore
from command_center.store.journal import Journal
from command_center.store.matters import MatterTable
from command_center.store.plant.feed_states import FeedStates
from command_center.store.reference import kept_secret
from command_center.store.series.readings import Readings
from command_center.template_file import library_texts
from command_center.web.doors.board.alarms_api import alarms_api
from command_center.web.doors.board.board_api import board_api
from command_center.web.doors.board.commands_api import commands_api
from command_center.web.doors.board.health_api import Checks, health_api
from command_center.web.doors.board.replay_api import Replays, replay_api
from command_center.web.doors.drills.drills_api import Drills, drills_api
from command_center.web.doors.drills.events_list_api import events_list_api
from command_center.web.doors.drills.lineage_api import lineage_api
from command_center.web.doors.drills.photographs_api import Pictures, photographs_api
from command_center.web.doors.drills.programme_api import DrawYear, programme_api
from command_center.web.doors.drills.reviews_api import reviews_api
from command_center.web.doors.drills.scenarios_api import Scenarios, scenarios_api
from command_center.web.doors.feeds.commissioning_api import commissioning_api
from command_center.web.doors.feeds.feeds_api import feeds_api
from command_center.web.doors.feeds.forecasts import Forecasts
from command_center.web.doors.incidents.forms_api import Printing, forms_api
from command_center.web.doors.incidents.incidents_api import incidents_api
from command_center.web.doors.incidents.sirens_api import sirens_api
from command_center.web.doors.incidents.sos_api import sos_api
from command_center.web.doors.matters.baseline_api import baseline_api
from command_center.web.doors.matters.dry_play_api import dry_play_api
from command_center.web.doors.matters.evidence_api import Evidence, evidence_api
from command_center.web.doors.matters.matter_forms_api import matter_forms_api
from command_center.web.doors.matters.matter_import_api import matter_import_api
from command_center.web.doors.matters.matter_list_api import matter_list_api
from command_center.web.doors.matters.matters_api import matters_api
from command_center.web.doors.matters.mine_api import Mine, mine_api
from command_center.web.doors.matters.past_api import doors_of, past_api
from command_center.web.doors.matters.rounds_api import rounds_api
from command_center.web.doors.matters.signatures_api import SpotSigning, signatures_api
from command_center.web.doors.matters.templates_api import Templates, templates_api
from command_center.web.doors.messages.answers_api import answers_api
from command_center.web.doors.messages.outbox_api import OutboxPage, outbox_api
from command_center.web.doors.messages.outbox_doors import OutboxDoors
from command_center.web.doors.messages.receipts_api import receipts_api
from command_center.web.doors.messages.webhooks_api import webhooks_api
from command_center.web.doors.people.contact_table_api import ContactTables, contact_table_api
from command_center.web.doors.people.muster_api import Muster, muster_api
from command_center.web.doors.people.muster_counts_api import muster_counts_api
from command_center.web.doors.people.people_api import Numbers, people_api
from command_center.web.doors.people.visitors_api import GateDesk, visitors_api
from command_center.web.doors.plant.ledger_api import ledger_api
from command_center.web.doors.plant.plant_api import PlantDoors, plant_api
from command_center.web.doors.plant.plant_page_api import PlantPage, plant_page_api
from command_center.web.doors.plant.plant_table_api import plant_table_api
from command_center.web.doors.plant.site_api import PublicOf, site_api
from command_center.web.errors import install_errors
from command_center.web.metrics import Metrics
from command_center.web.openapi import asyncapi, contract
from command_center.web.provider.api import leaving, provider_api
from command_center.web.provider.provider import Provider
from command_center.web.request.answer_shapes import ANYTHING
from command_center.web.request.answers import answer_encoded, encoded_json
from command_center.web.request.callers import Callers
from command_center.web.request.compression import install_compression
from command_center.web.request.rest_doors import door, must_all_be_declared
from command_center.web.request.revealed import PREFIX, WORDS
from command_center.web.request.table_upload import TableDoors
from command_center.web.request.told_facts import DrillWords, ToldFacts
from command_center.web.sign_in.accounts_api import accounts_api
from command_center.web.sign_in.doubles import stand_down
from command_center.web.sign_in.ended import OnEnded
from command_center.web.sign_in.known_devices import KnownDevices
from command_center.web.sign_in.passwords import Passwords
from command_center.web.sign_in.second_factor import SecondFactorCodes
from command_center.web.sign_in.session_api import session_api
from command_center.web.sign_in.signing_in import SignIn
from command_center.web.worker_threads import NativeThreads


@dataclass(frozen=True, slots=True)
class Parts:
    """The dependencies of the doors. `public_of` gives the answer of `GET /site`; `checks` decide readiness,
    `warnings` are reported beside it; `plant_on` gives the plant description at a time; `tell_accounts` makes facts
    of changed accounts; `demo_person` gives the person of a demonstration's role.
    """

    settings: Settings
    clock: Clock
    site: Site
    public_of: PublicOf
    desk: Desk
    plant_on: Callable[[int], Site]
    journal: Journal
    hub: Hub
    accounts: Accounts
    readings: ReadingsDoor
    positions: PositionsDoor
    passages: PassagesDoor
    plant_alarms: PlantAlarmsDoor
    history: Readings
    forecasts: Forecasts
    callers: Callers
    outbox: OutboxDoors
    webhooks: Webhooks
    on_ended: OnEnded
    tell_accounts: Callable[[], None]
    metrics: Metrics = field(default_factory=Metrics)
    passwords: Passwords = field(default_factory=Passwords)
    checks: Checks = field(default_factory=dict)
    warnings: Callable[[], Sequence[Phrase]] = tuple
    demo_person: Callable[[Role], str | None] = lambda role: None
    provider: Provider | None = None


def install_rest(
    server: Flask,
    parts: Parts,
    drills: Drills,
    replays: Replays,
    scenarios: Scenarios,
    pictures: Pictures,
    numbers: Numbers,
    draw_year: DrawYear,
    gate_desk: GateDesk,
    templates: Templates,
) -> None:
    """Put every REST door, health, metrics and the error answers on `server`."""
    p = parts
    engine = p.journal.engine
    devices = KnownDevices(kept_secret(engine, "device_secret"))
    demanded = frozenset(map(Role, p.settings.second_factor_roles or ()))
    kept_factors = SecondFactors(engine, key_file_half(p.settings.factor_key_file))
    factors = SecondFactorCodes(kept_factors, demanded, p.site.id, p.clock)
    break_glass = BreakGlass(engine)
    resets = PasswordResets(engine)
    sign_in = SignIn(
        p.accounts, p.passwords, p.settings, p.clock, devices, factors, break_glass,
        resets, p.tell_accounts, p.demo_person,
    )  # fmt: skip
    joined = partial(stand_down, p.desk)
    printing = Printing(p.settings.print_font, NativeThreads(1))
    telling = ToldFacts(
        partial(_directive_text, p.desk),
        partial(_is_revealed, p.desk),
        partial(_drill_words, p.desk),
        partial(_matter_number, p.desk),
    )
    states = FeedStates(engine, p.site.id)
    past = doors_of(p.desk, p.journal, p.callers, p.clock, p.site.language)
    under_prefix = [
        session_api(
            sign_in, p.callers, p.accounts, p.settings, p.clock, p.metrics, p.on_ended, joined,
            partial(leaving, p.provider),
        ),
        provider_api(
            p.provider, p.callers, p.accounts, p.clock, p.metrics, p.on_ended, joined, devices,
        ),
        sos_api(p.desk, p.accounts, devices, break_glass, resets, p.metrics, p.clock),
        commands_api(p.desk, p.callers, p.metrics, p.site.language),
        feeds_api(
            p.readings, p.positions, p.passages, p.plant_alarms, p.callers, p.metrics, p.site.language,
            lambda sender, told: states.refuse(sender, told, p.clock.now()),
            virtual_act=p.desk.virtual_act,
        ),
        commissioning_api(
            p.desk, states, p.forecasts, p.callers, p.clock,
            lambda: [
                one.name for one in p.accounts.tokens()
                if speaks_for_all(one) and not one.name.startswith(DEMO)
            ],
            lambda: {
                one.name for one in p.accounts.tokens()
                if not one.revoked and not one.is_over(p.clock.now())
            },
            p.site.language,
        ),
        outbox_api(OutboxPage(p.outbox, p.desk, p.callers, p.clock)),
        webhooks_api(p.webhooks, p.callers, p.clock),
        receipts_api(_telling(p), p.outbox.keep, p.clock, p.metrics),
        answers_api(
            p.outbox.links, p.outbox.reader.delivery, p.outbox.keep, p.outbox.judged,
            p.outbox.now, p.metrics,
            p.site.language,
        ),
        board_api(
            p.hub, p.journal, p.callers, telling,
        ),
        site_api(lambda: p.desk.site, p.public_of, p.history, p.callers, p.clock),
        plant_api(PlantDoors(p.desk, p.plant_on, p.callers, p.clock)),
        alarms_api(p.journal, p.callers, p.clock),
        reviews_api(p.desk, p.journal, p.history, p.callers, telling, p.clock, p.settings.data_dir),
        incidents_api(
            p.desk, p.journal, p.history, p.callers, p.settings.cap_sender or p.site.id
        ),
        sirens_api(
            p.desk, p.journal, p.callers, p.clock, p.settings.cap_sender or p.site.id, p.site.language
        ),
        forms_api(
            p.desk, p.journal, p.callers, p.clock, printing,
            gate_desk.inside.visitors.of,
        ),
        lineage_api(p.desk, p.journal, p.callers, p.clock),
        accounts_api(
            p.accounts, p.callers, p.clock, p.on_ended, p.tell_accounts, kept_factors, resets,
            lambda user: BreakGlass(engine).of(user) is not None,
            p.passwords, lambda: p.desk.state.site, demanded, p.site.language,
        ),
        drills_api(drills),
        programme_api(drills, draw_year),
        photographs_api(pictures),
        evidence_api(
            Evidence(
                p.desk, EvidenceStore(engine, p.site.id), p.callers, p.clock, pictures.darkroom
            )
        ),
        people_api(numbers),
        contact_table_api(ContactTables(numbers, p.site.language)),
        mine_api(
            Mine(
                p.desk, MatterTable(engine, p.site.id, p.journal), p.callers, p.clock, p.site.language
            )
        ),
        signatures_api(
            SpotSigning(
                p.desk, SigningPins(engine, p.site.id), gate_desk.inside.passages, p.accounts,
                p.passwords, p.callers, p.clock,
            )
        ),
        visitors_api(gate_desk),
        muster_api(
            Muster(
                p.desk, p.callers, p.clock, kept_secret(p.journal.engine, "muster_secret"),
                p.site.language,
            )
        ),
        muster_counts_api(p.desk, p.callers),
        replay_api(replays),
        scenarios_api(scenarios),
        templates_api(templates),
        dry_play_api(templates, p.clock.now),
        matter_forms_api(
            MatterTable(engine, p.site.id, p.journal), EvidenceStore(engine, p.site.id),
            p.desk, p.callers, printing,
        ),
        baseline_api(TableDoors(p.desk, p.callers, p.metrics, p.clock, p.site.language)),
        matter_import_api(
            TableDoors(p.desk, p.callers, p.metrics, p.clock, p.site.language),
            tuple(library_texts()),
        ),
        matters_api(
            MatterTable(engine, p.site.id, p.journal), p.desk, p.callers, p.clock
        ),
        rounds_api(
            MatterTable(engine, p.site.id, p.journal), p.desk, p.callers, p.site.language
        ),
        past_api(past),
        matter_list_api(past),
        events_list_api(scenarios, drills),
        plant_page_api(PlantPage(p.desk, p.journal, p.callers, p.settings.demo)),
        ledger_api(TableDoors(p.desk, p.callers, p.metrics, p.clock, p.site.language)),
        plant_table_api(TableDoors(p.desk, p.callers, p.metrics, p.clock, p.site.language)),
        _contracts(),
    ]  # fmt: skip
    for api in under_prefix:
        server.register_blueprint(api, url_prefix=PREFIX)
    health = health_api(p.checks, p.metrics, p.callers, p.settings, p.site.language, p.warnings)
    server.register_blueprint(health)
    must_all_be_declared(server)
    _keep_to_doors(server)
    install_compression(server)
    install_errors(server, p.site.language)


def _keep_to_doors(server: Flask) -> None:
    """Only the doors answer under their prefix: the pages, which answer every other address, would
    tell a program that mistypes one that all is well."""
    rules = tuple(server.url_map.iter_rules())

    @cache
    def doors() -> Map:
        """Made when somebody first mistypes an address: few do, and everybody waits for a start."""
        return Map([rule.empty() for rule in rules])

    @server.before_request
    def no_page() -> None:
        found = request.url_rule
        if request.path.startswith(f"{PREFIX}/") and (
            found is None or not found.rule.startswith(PREFIX)
        ):
            doors().bind("").match(
                request.path, request.method
            )  # NotFound, or the methods there are


def _matter_number(desk: Desk, matter: str) -> str | None:
    """The number by which people know a matter."""
    return desk.state.matters.number_of(matter)


def _directive_text(desk: Desk, directive: str) -> Words | None:
    found = desk.state.directives.get(directive)
    return found.text if found else None


def _is_revealed(desk: Desk, drill: str) -> bool:
    found = desk.state.drills.get(drill)
    return found is not None and found.revealed


def _drill_words(desk: Desk, drill: str) -> DrillWords:
    found = desk.state.drills.get(drill)
    if found is None:
        return {}
    plan = (desk.planned(found.commitment) if desk.planned else None) or {}
    injects = {id: one.words for id, one in plan.items()}
    injects |= {id: one.words for id, one in found.injects.items() if one.words}
    expectations = {id: one.words for id, one in found.expectations.items()}
    return {"inject": injects, "expectation": expectations}


GET_OPENAPI_JSON = door(
    "get", "/openapi.json",
    summary="This document",
    answers="OpenAPI 3.1",
    roles=None, reveals=WORDS, good=(200, 304), bad=(), answer=ANYTHING,
)  # fmt: skip

GET_ASYNCAPI_JSON = door(
    "get", "/asyncapi.json",
    summary="The contract of the socket `/live`",
    answers="AsyncAPI 3.0",
    roles=None, reveals=WORDS, good=(200, 304), bad=(), answer=ANYTHING,
)  # fmt: skip


def _contracts() -> Blueprint:
    api = Blueprint("contracts", __name__)

    @cache
    def told(document: Callable[[str], dict[str, Any]]) -> Encoded:
        """Made when it is first asked for: few ask, and everybody waits for a start."""
        return encoded_json(document(version("command-center")))

    @GET_OPENAPI_JSON.unguarded_on(api)
    def of_rest() -> Response:
        return answer_encoded(request, told(contract.document))

    @GET_ASYNCAPI_JSON.unguarded_on(api)
    def of_the_socket() -> Response:
        return answer_encoded(request, told(asyncapi.document))

    return api


def _telling(p: Parts) -> dict[str, ChannelProvider]:
    """Whose services may tell what became of messages: the configured channels', and the virtual plant's carrier."""

    def speaks() -> bool:
        caller = p.callers.of(request)
        caller.must_write()
        return caller.role is Role.CARRIER and caller.actor.kind is ActorKind.VIRTUAL

    return {**p.outbox.providers, SIMULATED: Simulated(p.outbox.reader.delivery, speaks)}
