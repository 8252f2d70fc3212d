"""The gate desk door: visitors are admitted one by one or from a list; badges are assigned; a visitor is erased.

The identity goes into an erasable table; the fact names a number. Leaving is a command (`visitor.leave`).
"""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Protocol

from flask import Blueprint, Response, request
from pydantic import BeforeValidator, Field, ValidationError
from typing_extensions import TypedDict

from command_center.clock import Clock
from command_center.desk import Accepted, Desk
from command_center.domain.actor import Actor, Role
from command_center.domain.matters.contractors.admissions import admits_people, is_admitted
from command_center.domain.matters.contractors.bans import at_gate
from command_center.domain.people.visitors import DESK, keeps_gate
from command_center.domain.state.people.visitors import VisitorKind
from command_center.domain.text import Text
from command_center.store.people.passages import Passages
from command_center.store.people.visitors import BadgeTaken, VisitorBook, VisitorCard, new_number
from command_center.web.request.answer_types import Rejected
from command_center.web.request.answers import answer_json
from command_center.web.request.body import Asked, json_body
from command_center.web.request.callers import Caller, Callers
from command_center.web.request.language import language_of
from command_center.web.request.problem import Problem
from command_center.web.request.rest_doors import READS, WRITES, door
from command_center.web.request.revealed import EVERYTHING, topic
from command_center.web.sign_in.accounts_api import ADMINISTRATOR
from command_center.words import say
from command_center.words.fields import field_error

GATE_DESK = frozenset(DESK)
ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})
BADGE_KEEPERS = frozenset({Role.ADMINISTRATOR, Role.CONTROLLER})
LARGEST = 500
"""Most visitors in one list: a shutdown's contractors on one morning (ours)."""


def _blank_is_none(value: object) -> object:
    """An empty text counts as not given."""
    return (value.strip() or None) if isinstance(value, str) else value


Line = Annotated[Annotated[str, Field(max_length=80)] | None, BeforeValidator(_blank_is_none)]
Short = Annotated[Annotated[str, Field(max_length=40)] | None, BeforeValidator(_blank_is_none)]


class VisitorAsked(Asked):
    """A visitor to be admitted. Only the kind is required: a badge alone is counted too. `compared`: the guard has
    checked the papers of somebody who resembles a barred person, and it is not that person.
    """

    kind: VisitorKind = "visitor"
    name: Line = None
    company: Line = None
    plate: Short = None
    badge: Short = None
    host: Short = None
    gate: Short = None
    compared: bool = False


class VisitorsAsked(Asked):
    """Visitors to be admitted; or `csv`: a header line with column names (kind, name, company, plate, badge, host,
    gate), then one line for each.
    """

    visitors: list[Any] = Field(default=[], max_length=LARGEST)
    csv: str | None = Field(default=None, max_length=200_000)


class BadgesAsked(Asked):
    """Badge assignments: number -> person."""

    badges: dict[Annotated[str, Field(min_length=1, max_length=40)], str] = Field(max_length=20_000)


class Learns(Protocol):
    """What this process knows of visitors (`boot/people/inside.py`)."""

    passages: Passages
    visitors: VisitorBook

    def forget(self, who: list[str]) -> None:
        """Removes people who were erased."""

    def give_badges(self, given: dict[str, str], by: str) -> None:
        """Keeps which badge each person carries."""

    def named(self, badges: Mapping[str, str]) -> None:
        """Keeps the holders of these badges."""


@dataclass(frozen=True, slots=True)
class GateDesk:
    """What the gate desk routes need."""

    desk: Desk
    inside: Learns
    callers: Callers
    clock: Clock
    language: str


class Registered(TypedDict):
    """The number under which facts name an admitted visitor."""

    index: int
    visitor: str


class VisitorsRegistered(TypedDict):
    """Which visitors of a list were admitted, and which were not, and why."""

    registered: list[Registered]
    rejected: list[Rejected]


class VisitorErased(TypedDict):
    """The answer after a visitor's identity and passages were erased."""

    visitor: str
    passages: int


class Badges(TypedDict):
    """The holder of each badge, by the badge's number."""

    badges: dict[str, str]


class BadgesGiven(TypedDict):
    """The number of badges assigned."""

    given: int


POST_VISITORS = door(
    "post", "/visitors",
    summary="Let visitors, drivers and contractors in, one or a list; responders only from a post of security",
    answers="Who was let in, and who was not",
    roles=GATE_DESK, reveals=topic("people"), what="gate", bad=(*WRITES, 503),
    answer=VisitorsRegistered, body=VisitorsAsked,
)  # fmt: skip

DELETE_VISITORS_VISITOR = door(
    "delete", "/visitors/<visitor>",
    summary="Erase who a visitor was, with their passages; facts stay",
    answers="Erased",
    roles=ADMINISTRATOR, reveals=EVERYTHING, what="erase", bad=(*READS, 404, 503),
    answer=VisitorErased,
)  # fmt: skip

GET_BADGES = door(
    "get", "/badges",
    summary="Which person carries which badge",
    answers="By the badge's number",
    roles=BADGE_KEEPERS, reveals=EVERYTHING, answer=Badges,
)  # fmt: skip

POST_BADGES = door(
    "post", "/badges",
    summary="Say which person carries which badge from now on",
    answers="Given",
    roles=BADGE_KEEPERS, reveals=EVERYTHING, bad=(*WRITES, 503), answer=BadgesGiven,
    body=BadgesAsked,
)  # fmt: skip


def visitors_api(g: GateDesk) -> Blueprint:
    """`POST /visitors`, `DELETE /visitors/NUMBER`, `GET` and `POST /badges`."""
    api = Blueprint("visitors", __name__)

    @POST_VISITORS.on(api, g.callers)
    def register(caller: Caller) -> Response:
        _must_keep_gate(g, caller)
        asked = json_body(request, VisitorsAsked)
        lang = language_of(request.environ, g.language)
        items = [*asked.visitors, *(_rows_of(asked.csv) if asked.csv is not None else [])]
        if len(items) > LARGEST:
            raise Problem("too_many_visitors", 422, n=len(items), limit=LARGEST)
        told: VisitorsRegistered = {"registered": [], "rejected": []}
        for index, item in enumerate(items):
            try:
                one = VisitorAsked.model_validate(item)
                number = _register(g, caller.actor, one, in_list=index >= len(asked.visitors))
            except ValidationError as error:
                wrong = field_error(lang, error.errors(include_url=False)[0])
                text = (
                    f"{wrong['field']}: {wrong['error']}" if wrong.get("field") else wrong["error"]
                )
                told["rejected"].append({"index": index, "code": "malformed", "error": text})
            except _NotLetIn as why:
                error_text = say(lang, f"visitors.{why.code}", **_in_words(g, lang, why.params))
                told["rejected"].append({"index": index, "code": why.code, "error": error_text})
            else:
                told["registered"].append({"index": index, "visitor": number})
        return answer_json(told)

    @DELETE_VISITORS_VISITOR.on(api, g.callers)
    def erase(caller: Caller, visitor: str) -> Response:
        now = g.clock.now()
        known = g.inside.visitors.erase(visitor, now)
        passed = g.inside.passages.erase([visitor], now)
        if not known and not passed:
            raise Problem("not_found", 404, path=request.path)
        if visitor in g.desk.state.visitors.here:
            g.desk.submit("visitor.leave", {"visitor": visitor}, caller.actor, by_door=True)
        g.inside.forget([visitor])
        told: VisitorErased = {"visitor": visitor, "passages": passed}
        return answer_json(told)

    @GET_BADGES.on(api, g.callers)
    def badges(_: Caller) -> Response:
        people = g.desk.site.person_by_id
        carried = {b: who for b, who in g.inside.passages.badges().items() if who in people}
        told: Badges = {"badges": carried}
        return answer_json(told)

    @POST_BADGES.on(api, g.callers)
    def give(caller: Caller) -> Response:
        asked = json_body(request, BadgesAsked)
        unknown = sorted(set(asked.badges.values()) - g.desk.site.person_by_id.keys())
        if unknown:
            raise Problem("unknown_people", 422, people=", ".join(unknown[:10]), n=len(unknown))
        g.inside.give_badges(asked.badges, caller.actor.id)
        told: BadgesGiven = {"given": len(asked.badges)}
        return answer_json(told)

    return api


class _NotLetIn(Exception):
    """Why one of a list was not let in: `visitors.<code>` of the catalogue."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code, self.params = code, params


def _in_words(g: GateDesk, lang: str, params: dict[str, object]) -> dict[str, object]:
    """The parameters with the account's name from its template."""
    accounts = g.desk.templates.accounts() if g.desk.templates is not None else []
    for one in accounts:
        if one.account == params.get("account") and one.title is not None:
            return {**params, "account": one.title.zh if lang.startswith("zh") else one.title.en}
    return params


def _must_keep_gate(g: GateDesk, caller: Caller) -> None:
    """Raises the 403 of who keeps no gate desk now."""
    if not keeps_gate(g.desk.state, g.desk.site, caller.role, caller.actor.person):
        raise Problem("not_the_gate", 403)


def _rows_of(text: str) -> list[dict[str, str]]:
    """The lines of a CSV file by the names of its columns. A file of Excel begins with a byte order mark."""
    rows = csv.DictReader(io.StringIO(text.lstrip("\ufeff")), skipinitialspace=True)
    found = []
    for row in rows:
        named = {(key or "").strip().lower(): value for key, value in row.items() if key}
        beyond = row.get(None)
        if beyond:
            named["?"] = ",".join(beyond)
        said = {key: value for key, value in named.items() if value is not None}
        if not said.get("kind"):
            said.pop("kind", None)
        found.append(said)
    return found


def _compared(g: GateDesk, one: VisitorAsked, *, in_list: bool) -> str | None:
    """The account by which somebody is barred who is only like this one, once the guard has compared the papers; None
    where nobody is. Raises _NotLetIn for who is barred, and for a doubt that nobody has looked at: of a list nobody
    has."""
    carried = g.inside.passages.badges([one.badge]) if one.badge is not None else {}
    ban = at_gate(
        g.desk.state, g.desk.site, person=carried.get(one.badge or ""), name=one.name, company=one.company
    )  # fmt: skip
    if ban is None:
        return None
    known = g.desk.site.person_by_id.get(ban.who)
    who: Text | str = ban.who
    if known is not None:
        who = Text(zh=f"{known.name.zh}（{ban.who}）", en=f"{known.name.en} ({ban.who})")
    if ban.sure:
        raise _NotLetIn("banned", who=who, account=ban.account)
    if in_list or not one.compared:
        raise _NotLetIn("doubtful", who=who, account=ban.account)
    return ban.account


def _must_be_admitted(g: GateDesk, one: VisitorAsked) -> None:
    """Raises _NotLetIn for a contractor's person whom nobody admitted, or whose admission is over."""
    state, shelf = g.desk.state, g.desk.templates
    if one.kind != "contractor" or shelf is None or not admits_people(state):
        return
    carried = g.inside.passages.badges([one.badge]) if one.badge is not None else {}
    today = datetime.fromtimestamp(g.clock.now() / 1000, g.desk.site.zone).date().isoformat()
    person = carried.get(one.badge or "")
    if not is_admitted(
        state, g.desk.site, shelf, today, person=person, name=one.name, company=one.company
    ):
        raise _NotLetIn(
            "not_admitted", who=one.name or person or one.badge or "–", company=one.company or "–"
        )


def _register(g: GateDesk, actor: Actor, one: VisitorAsked, *, in_list: bool) -> str:
    """Keep who it is, then the fact; the visitor's number. What no fact came to name is dropped. Raises _NotLetIn."""
    site = g.desk.site
    if one.host is not None and one.host not in site.person_by_id:
        raise _NotLetIn("unknown_host", host=one.host)
    if one.gate is not None and one.gate not in site.gate_by_id:
        raise _NotLetIn("unknown_gate", gate=one.gate)
    compared = _compared(g, one, in_list=in_list)
    _must_be_admitted(g, one)
    number, book = new_number(), g.inside.visitors
    card = VisitorCard(
        number, one.kind, one.name, one.company, one.plate, one.badge, one.host, one.gate,
        g.clock.now(),
    )  # fmt: skip
    try:
        book.keep(card, actor.id)
    except BadgeTaken as taken:
        raise _NotLetIn("badge_taken", badge=taken.badge) from None
    data = {
        "visitor": number, "kind": one.kind, "gate": one.gate, "host": one.host, "compared": compared,
    }  # fmt: skip
    try:
        answer = g.desk.submit("visitor.register", data, actor, by_door=True)
        if not isinstance(answer, Accepted):
            raise _NotLetIn("refused")
    except BaseException:
        book.drop(number)
        raise
    if one.badge is not None:
        g.inside.named({one.badge: number})
    return number
