"""The outbox door, for administrators and controllers: what waits, what was tried, what came back.

People's addresses are never shown here. The only actions are a test and a probe.
"""

from dataclasses import dataclass
from typing import Literal

from flask import Blueprint, Response, request
from pydantic import Field
from typing_extensions import TypedDict

from command_center import log
from command_center.clock import Clock
from command_center.desk import Desk
from command_center.domain.actor import Role
from command_center.domain.notifications.wanted import contact_of
from command_center.domain.site.model import Person
from command_center.domain.state.notices.notice import Channel
from command_center.notify.channel_entry import ChannelEntry
from command_center.notify.provider import CanProbe, Limits
from command_center.notify.routes import SIMULATED, routes_of
from command_center.notify.testing import Tested, barred, channels_for, sent_test
from command_center.store.outbox.health import AUDITOR
from command_center.store.outbox.rows import OPEN, ChannelHealth
from command_center.web.doors.messages.outbox_doors import OutboxDoors
from command_center.web.limits.rates import AskedRate
from command_center.web.limits.throttle import Rate
from command_center.web.request import outbox_told as told
from command_center.web.request.answers import answer_json
from command_center.web.request.body import Asked, json_body, query
from command_center.web.request.callers import Caller, Callers
from command_center.web.request.problem import Problem
from command_center.web.request.rest_doors import READS, WRITES, door
from command_center.web.request.revealed import EVERYTHING
from command_center.words import spoken

OPERATORS = frozenset({Role.ADMINISTRATOR, Role.CONTROLLER})
DAY_MS = 86_400_000
COST_MS = 30 * DAY_MS
MOST = 500
TESTS = Rate(20, 60_000)
"""Tests and probes of one caller: a message costs money and rings (ours)."""
KINDS: tuple[Channel, ...] = ("im", "sms", "voice", "email", "push")

_log = log.get(__name__)


class OutboxAsked(Asked):
    """Which deliveries: `waiting` are still to be sent, `problems` failed, expired or perhaps sent."""

    show: Literal["all", "waiting", "problems"] = "all"
    channel: str | None = Field(default=None, min_length=1, max_length=40)
    person: str | None = Field(default=None, min_length=1, max_length=40)
    limit: int = Field(default=100, ge=1, le=MOST)


class SendTest(Asked):
    """Who gets a test, and by which channel; by default every channel for which they have an address."""

    person: str = Field(min_length=1, max_length=40)
    channel: str | None = Field(default=None, min_length=1, max_length=40)
    exercise: bool = False
    """Ring a person of the drills' list from a simulated plant, with the exercise's mark."""


@dataclass(frozen=True, slots=True)
class OutboxPage:
    """What the routes of the outbox page need of the center."""

    doors: OutboxDoors
    desk: Desk
    callers: Callers
    clock: Clock


class Probed(TypedDict):
    """The answer of a channel's service; `detail` holds figures such as a balance."""

    ok: bool
    why: str
    detail: dict[str, str | float]


class TestSent(TypedDict):
    """The result of a test by one channel. `address` is masked."""

    channel: str
    kind: str
    address: str
    outcome: str
    good: bool
    why: str
    took_ms: int


class TestsSent(TypedDict):
    """The results of a test by each channel."""

    tests: list[TestSent]


GET_OUTBOX = door(
    "get", "/outbox",
    summary="What waits to be sent, what was tried and what came back; no address of anybody is in it",
    answers="Channels and deliveries",
    roles=OPERATORS, reveals=EVERYTHING, bad=(*READS, 422), answer=told.Outbox,
    query=OutboxAsked,
)  # fmt: skip

POST_OUTBOX_PROBE_CHANNEL = door(
    "post", "/outbox/probe/<channel>",
    summary="Ask a channel's service whether it would send now",
    answers="What it said",
    roles=OPERATORS, reveals=EVERYTHING, bad=(401, 403, 404, 409, 411, 413, 429),
    answer=Probed,
)  # fmt: skip

POST_OUTBOX_TEST = door(
    "post", "/outbox/test",
    summary="Send a person a marked test message by real channels",
    answers="What became of it",
    roles=OPERATORS, reveals=EVERYTHING, bad=(*WRITES, 404, 409, 429), answer=TestsSent,
    body=SendTest,
)  # fmt: skip


def outbox_api(page: OutboxPage) -> Blueprint:
    """`GET /outbox`, `POST /outbox/probe/CHANNEL`, `POST /outbox/test`."""
    api = Blueprint("outbox", __name__)
    rate = AskedRate(TESTS)

    @GET_OUTBOX.on(api, page.callers)
    def shown(_: Caller) -> Response:
        return answer_json(_outbox(page, query(request, OutboxAsked)))

    @POST_OUTBOX_PROBE_CHANNEL.on(api, page.callers)
    def probe(caller: Caller, channel: str) -> Response:
        _must_have_room(page, caller, rate)
        if channel not in page.doors.providers:
            raise Problem("not_found", 404, path=request.path)
        found = page.doors.probe(channel) if page.doors.here else None
        if found is None:
            raise Problem("no_probe", 409, channel=channel)
        _log.info("a channel was probed", channel=channel, ok=found.ok, by=caller.actor.id)
        return answer_json({"ok": found.ok, "why": found.why, "detail": dict(found.detail)})

    @POST_OUTBOX_TEST.on(api, page.callers)
    def test(caller: Caller) -> Response:
        _must_have_room(page, caller, rate)
        found = _tests(page, json_body(request, SendTest))
        _log.info(
            "a person was sent a test", by=caller.actor.id,
            outcomes={one.channel: one.outcome for one in found},
        )  # fmt: skip
        return answer_json({"tests": [_told(one) for one in found]})

    return api


def _must_have_room(page: OutboxPage, caller: Caller, rate: AskedRate) -> None:
    now = round(page.clock.elapsed() * 1000)
    rate.must_have_room(caller.actor.id, now)
    rate.count(caller.actor.id, now)


def _outbox(page: OutboxPage, asked: OutboxAsked) -> told.Outbox:
    doors = page.doors
    reader = doors.reader
    now, counts = reader.now(), reader.counts()
    rows = (
        reader.waiting(asked.limit)
        if asked.show == "waiting"
        else reader.recent(
            MOST if asked.show == "problems" else asked.limit,
            channel=asked.channel,
            person=asked.person,
        )
    )
    ids = [row.id for row in rows]
    tries, receipts = reader.tries(ids), reader.receipts(ids)
    deliveries = [
        told.delivery_told(row, tries.get(row.id, []), receipts.get(row.id, []))
        for row in rows
        if asked.channel in (None, row.channel) and asked.person in (None, row.person)
    ]
    if asked.show == "problems":
        deliveries = told.only_problems(deliveries)[: asked.limit]
    health = {one.channel: one for one in reader.health()}
    auditor = health.get(AUDITOR)
    waits = sum(one.number for one in counts if one.state in OPEN)
    return {
        "now": now,
        "configured": bool(doors.file.entries),
        "simulated": page.desk.site.simulated,
        "answers": doors.file.answers is not None,
        "trouble": auditor.why if auditor is not None and auditor.state == "down" else "",
        "channels": _channels(page, health, now),
        "waiting": told.waiting_of(reader.waiting(MOST), waits),
        "deliveries": deliveries,
    }


def _channels(
    page: OutboxPage, health: dict[str, ChannelHealth], now: int
) -> list[told.ChannelTold]:
    doors = page.doors
    tries = told.by_channel(doors.reader.recent_tries(now - DAY_MS))
    counts, costs = doors.reader.counts(), doors.reader.costs(now - COST_MS)
    routes = routes_of(doors.file.entries)
    down = {id for id, one in health.items() if one.state == "down"}
    entries = list(doors.file.entries)
    if any(one.channel == SIMULATED for one in counts):
        entries.append(ChannelEntry(id=SIMULATED, type=SIMULATED, kind="im"))
    return [
        told.channel_told(
            entry,
            getattr(doors.providers.get(entry.id), "limits", Limits()),
            health.get(entry.id),
            tries.get(entry.id, []),
            [one for one in counts if one.channel == entry.id],
            next((one for one in costs if one.channel == entry.id), None),
            routes.after(entry.id, down) if entry.id in down else None,
            now,
            probes=doors.here and isinstance(doors.providers.get(entry.id), CanProbe),
        )
        for entry in entries
    ]


def _tests(page: OutboxPage, asked: SendTest) -> list[Tested]:
    doors, site = page.doors, page.desk.site
    person = site.person_by_id.get(asked.person)
    if person is None or (asked.channel is not None and asked.channel not in doors.providers):
        raise Problem("not_found", 404, path=request.path)
    chosen = channels_for(doors.file.entries, _addresses(page, person), asked.channel)
    if not chosen:
        raise Problem("no_address", 409, person=person.name)
    addresses = [address for _, address in chosen]
    why_not = barred(site, person.id, addresses, doors.file.drill_people, exercise=asked.exercise)
    if why_not is not None:
        raise Problem(f"test_{why_not}", 409, person=person.name)
    name, now = str(spoken(site.language, site.name)), doors.now()
    return [
        sent_test(
            entry,
            doors.providers[entry.id],
            address,
            name,
            site.language,
            now,
            exercise=asked.exercise,
        )
        for entry, address in chosen
    ]


def _addresses(page: OutboxPage, person: Person) -> dict[str, str | None]:
    found = {kind: contact_of(page.desk.state, person, kind) for kind in KINDS}
    return {
        kind: page.doors.address(person.id, contact.version)
        for kind, contact in found.items()
        if contact is not None
    }


def _told(one: Tested) -> dict[str, str | int | bool]:
    return {
        "channel": one.channel, "kind": one.kind, "address": one.address, "outcome": one.outcome,
        "good": one.good, "why": one.why, "took_ms": one.took_ms,
    }  # fmt: skip
