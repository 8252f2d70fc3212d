"""A whole center without pages: the real store, desk, hub and doors, and a clock one can turn."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from argon2 import PasswordHasher
from flask import request
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from callbacks.figures import Analysis
from command_center.boot.drills.drill_composers import composing, drawing_years
from command_center.boot.drills.planned import PlansSealed
from command_center.boot.drills.shelf import SiteShelf
from command_center.boot.feeds import alarms_door
from command_center.boot.outbox import outbox_doors
from command_center.boot.people.account_facts import telling
from command_center.boot.people.addresses import without_addresses
from command_center.boot.people.erasing import Erasing
from command_center.boot.people.inside import Inside
from command_center.boot.people.site_people import people_of
from command_center.boot.plant.site_templates import SiteTemplates
from command_center.clock import Clock
from command_center.desk import Desk
from command_center.domain.actor import ActorKind, Role
from command_center.domain.refusal import Phrase
from command_center.domain.site.model import Site
from command_center.ingest.batch import DAY_MS, Window
from command_center.ingest.darkroom import Darkroom
from command_center.ingest.positions import PositionsDoor
from command_center.ingest.readings import ReadingsDoor
from command_center.live.hub import Hub
from command_center.live.replay import Replay
from command_center.notify.channels_file import ChannelsFile
from command_center.notify.hooks.sender import Webhooks
from command_center.notify.provider import Provider
from command_center.page_server.dash_pages import install_pages
from command_center.settings import Settings
from command_center.store.accounts.account_changes import AccountChanges
from command_center.store.accounts.accounts import Accounts
from command_center.store.database.databases import Databases
from command_center.store.database.engine import open_engine
from command_center.store.journal import Journal
from command_center.store.outbox.webhooks import WebhookQueue
from command_center.store.people.address_book import AddressBook
from command_center.store.people.contact_codes import ContactCodes
from command_center.store.people.passages import Passages
from command_center.store.people.people_here import PeopleHere
from command_center.store.people.personal_reads import PersonalReads
from command_center.store.people.visitors import VisitorBook
from command_center.store.photographs import Photographs
from command_center.store.plant.scenario_texts import ScenarioTexts
from command_center.store.sealed import SealedDrills
from command_center.store.series.positions import Positions
from command_center.store.series.readings import Readings
from command_center.web.doors.board.replay_api import Replays
from command_center.web.doors.drills.drills_api import Drills
from command_center.web.doors.drills.photographs_api import Pictures
from command_center.web.doors.drills.scenarios_api import Scenarios
from command_center.web.doors.feeds.forecasts import Forecasts
from command_center.web.doors.matters.templates_api import Templates
from command_center.web.doors.people.people_api import Numbers
from command_center.web.doors.people.visitors_api import GateDesk
from command_center.web.metrics import Metrics
from command_center.web.provider.provider import provider_of
from command_center.web.request.callers import Callers
from command_center.web.request.door import content_policy, front
from command_center.web.rest import Parts, install_rest
from command_center.web.sign_in.ended import Ended
from command_center.web.sign_in.passwords import Passwords
from tests.support.empty_database import empty_at
from tests.support.small_site import small_site
from tests.web.routes import QuickFlask

START_MS = 1_790_000_000_000
PASSWORD = "correct horse battery"
SESSION = "/api/v1/session"
WRONG = {"username": "chen", "password": "not the password"}
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""Argon2 as cheap as it can be: what is tested is what is done with its answer."""


@dataclass(frozen=True, slots=True)
class TurnedClock(Clock):
    """Stands still until a test moves it."""

    at: list[int] = field(default_factory=lambda: [START_MS])

    def now(self) -> int:
        return self.at[0]

    def elapsed(self) -> float:
        return self.at[0] / 1000

    def advance(self, seconds: float) -> None:
        self.at[0] += round(seconds * 1000)


class Center:
    """One running center; `client()` is a browser or a machine that talks to it."""

    def __init__(
        self,
        folder: Path,
        site: Site | None = None,
        channels: ChannelsFile | None = None,
        providers: Mapping[str, Provider] | None = None,
        **settings: Any,
    ) -> None:
        self.settings = Settings(**settings)
        self.clock = TurnedClock()
        file = empty_at(folder / "center.sqlite3")
        self.engine = engine = open_engine(f"sqlite:///{file}")
        self.as_in_file = site or small_site()
        self.site = without_addresses(engine, self.as_in_file, self.clock.now())
        self.accounts = Accounts(engine)
        self.journal = Journal(engine, self.site.id, self.clock.now)
        self.sealed = SealedDrills(engine, self.site.id)
        planned = PlansSealed(self.sealed).of
        self.people_here = PeopleHere(engine)
        self.window = window = Window(round(self.settings.oldest_days * DAY_MS), 5_000)
        self.inside = Inside(
            self.site, Passages(engine, self.site.id), VisitorBook(engine, self.site.id), b"test",
            self.clock, window, shared=False,
        )  # fmt: skip
        self.templates = SiteTemplates(
            lambda: self.desk.state.own_templates,
            lambda: frozenset(post.id for post in self.desk.site.posts),
            ScenarioTexts(self.engine, self.site.id),
            self.clock,
        )
        self.desk = Desk(
            self.site, self.journal, self.clock, planned=planned,
            has_double=self.people_here.has_double, gates=self.inside.gates, templates=self.templates,
        )  # fmt: skip
        self.inside.follow(lambda: self.desk.site)
        self.desk.listen(lambda facts, state: self.inside.learn(facts))
        self.hub = Hub("epoch-1", self.clock.now)
        self.history = Readings(engine, self.site.id)
        self.channels = channels or ChannelsFile()
        self.providers = dict(providers or {})
        self.outbox = outbox_doors(
            engine,
            self.site.id,
            self.clock,
            self.channels,
            self.providers,
            here=self.settings.sending == "here",
            judging_s=0,
        )
        self.ended: list[Ended] = []
        self.told: list[Any] = []
        self.metrics = Metrics()
        self.passwords = Passwords(QUICK)
        self.failing = False
        self.warnings: list[Phrase] = []
        feeds: Any = {"publish": self.told.extend, "now": self.clock.now, "window": window}
        self.readings = ReadingsDoor(self.site, store=self.history.add, **feeds)
        positions = Positions(engine, self.site.id)
        self.positions = PositionsDoor(self.site, store=positions.add, **feeds)
        self.book = AddressBook(engine, self.site.id)
        tell = telling(self.desk, AccountChanges(engine))
        self.provider = provider_of(
            self.settings, engine, self.accounts, people_of(self.desk, self.book), self.clock,
            self.ended.append, tell,
        )  # fmt: skip
        self.server = QuickFlask("test")
        parts = self._parts()
        self.texts = ScenarioTexts(engine, self.site.id)
        shelf = SiteShelf(self.site, lambda: self.desk.state.own_scenarios, self.texts)
        self.drills = drills = Drills(
            self.desk, self.sealed, composing(self.site, shelf),
            parts.callers, self.clock, self.metrics,
        )  # fmt: skip
        self.scenarios = scenarios = Scenarios(
            shelf, self.texts, self.desk, parts.callers, self.clock, self.metrics,
            self.site.language,
        )  # fmt: skip
        self.workbooks = scenarios.workbooks
        past = Replay(self.site, self.journal, self.history, Positions(engine, self.site.id))
        replays = Replays(self.desk, past, parts.callers, self.clock)
        self.photographs = Photographs(engine, self.site.id)
        pictures = Pictures(self.desk, self.photographs, parts.callers, self.clock, Darkroom())
        stores = Databases(engine, engine, shared=False)
        erasing = Erasing(self.desk, stores, self.site.id, self.clock.now)
        self.codes = ContactCodes(engine, self.site.id)
        self.reads = PersonalReads(engine, self.site.id)
        numbers = Numbers(
            self.desk, self.book, self.reads, self.codes, erasing.erase, parts.callers, self.clock
        )
        install_rest(
            self.server, parts, drills, replays, scenarios, pictures, numbers,
            drawing_years(self.site),
            GateDesk(self.desk, self.inside, parts.callers, self.clock, self.site.language),
            Templates(self.templates, self.desk, parts.callers, self.metrics, self.site.language),
        )  # fmt: skip
        self.inner = self.server.wsgi_app
        self.server.wsgi_app = front(  # type: ignore[method-assign,assignment]  # Flask's way
            self.inner, self.settings, policy=content_policy([]), language="zh-CN"
        )

    def _parts(self) -> Parts:
        return Parts(
            settings=self.settings,
            clock=self.clock,
            site=self.site,
            public_of=lambda name: {"id": self.site.id},
            desk=self.desk,
            plant_on=lambda until: self.desk.state.site,
            journal=self.journal,
            hub=self.hub,
            accounts=self.accounts,
            readings=self.readings,
            positions=self.positions,
            passages=self.inside.door(self.desk),
            plant_alarms=alarms_door(self.desk, self.clock, self.window),
            history=self.history,
            forecasts=Forecasts(lambda: self.desk.site, self.history),
            callers=Callers(self.accounts, self.clock),
            outbox=self.outbox,
            on_ended=self.ended.append,
            tell_accounts=telling(self.desk, AccountChanges(self.engine)),
            metrics=self.metrics,
            passwords=self.passwords,
            webhooks=Webhooks(
                [],
                lambda fact: None,
                self.journal,
                WebhookQueue(self.journal.engine, self.site.id, self.journal),
                self.clock,
            ),
            checks={"journal": lambda: not self.failing},
            warnings=lambda: self.warnings,
            demo_person=lambda role: "p1" if role is Role.COMMANDER else None,
            provider=self.provider,
        )

    def token(self, role: Role, name: str | None = None, **options: Any) -> str:
        """A new token's secret."""
        name = name or f"{role}-{len(self.accounts.tokens())}"
        return self.accounts.add_token(name, role, self.clock.now(), **options)

    def user(self, name: str, role: Role, person: str | None = None) -> int:
        """A new account with PASSWORD; returns its id."""
        hashed = self.passwords.hash(PASSWORD)
        return self.accounts.add_user(name, hashed, role, self.clock.now(), person).id

    def client(self) -> "Caller":
        """Somebody who has not signed in."""
        return Caller(self.server.test_client())

    def machine(self, role: Role, **options: Any) -> "Caller":
        """A program with a token of this role."""
        secret = self.token(role, **{"actor_kind": ActorKind.VIRTUAL, **options})
        return Caller(self.server.test_client(), {"Authorization": f"Bearer {secret}"})

    def browser(self, name: str) -> "Caller":
        """A person signed in with PASSWORD."""
        person = self.client()
        person.origin = "http://localhost"
        answer = person.post("/api/v1/session", {"username": name, "password": PASSWORD})
        assert answer.status_code == 200, answer.text
        return person


class Caller:
    """A client that sends JSON, in English unless told otherwise."""

    def __init__(self, flask: FlaskClient, headers: dict[str, str] | None = None) -> None:
        self.flask = flask
        self.headers = {"Accept-Language": "en", **(headers or {})}
        self.origin: str | None = None

    def request(self, method: str, path: str, **options: Any) -> TestResponse:
        headers = self.headers | options.pop("headers", {})
        if self.origin and "Origin" not in headers:
            headers["Origin"] = self.origin
        return self.flask.open(path, method=method, headers=headers, **options)

    def get(self, path: str, **options: Any) -> TestResponse:
        return self.request("GET", path, **options)

    def post(self, path: str, body: Any = None, **options: Any) -> TestResponse:
        if isinstance(body, bytes):
            return self.request(
                "POST", path, **{"data": body, "content_type": "application/json"} | options
            )
        return self.request("POST", path, json=body, **options)

    def command(self, kind: str, key: str | None = None, **data: Any) -> TestResponse:
        body: dict[str, Any] = {"kind": kind, "data": data}
        if key:
            body["idempotency_key"] = key
        return self.post("/api/v1/commands", body)


def with_pages(center: Center) -> Center:
    """The center with its pages."""
    callers = center._parts().callers
    analysis = Analysis(
        center.desk, center.journal, callers, center.clock, center.drills, center.scenarios
    )
    install_pages(center.server, analysis, center.settings, lambda: request)
    return center
