"""The list of matters over HTTP: in windows, filtered and sorted, its changes since a fact, and as a workbook.

Everybody gets exactly the matters that they may read.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Annotated, Any, Literal, TypeVar, get_args

from flask import Blueprint, Response, request
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from command_center.analysis.months import Span, same_offset, span_of
from command_center.domain.actor import DUTY_ACTOR, HUMAN_ROLES
from command_center.domain.bounds.plain_text import plain
from command_center.domain.matters.reading.readers import Reach
from command_center.domain.matters.reading.standing import colour_of, sign_of
from command_center.domain.matters.reading.story import Story
from command_center.domain.readers import MATTER_READERS
from command_center.plant_table import XLSX_TYPE
from command_center.reports.matters_table import matters_table
from command_center.reports.speaker import Speaker
from command_center.store import stories as of
from command_center.store.matters import MatterTable, Wanted
from command_center.store.reference import kept_secret
from command_center.store.stories import PAGE, Listed, OfHour, Window, WordsOf, WordTest
from command_center.web.doors.matters.past_api import (
    PAST_TOLD,
    MonthAsked,
    PastDoors,
    Word,
    attached,
    may_see,
    reach,
)
from command_center.web.request.answer_shapes import FILE
from command_center.web.request.answers import answer_json
from command_center.web.request.body import Asked, json_body, query
from command_center.web.request.callers import Caller
from command_center.web.request.language import language_of
from command_center.web.request.problem import invalid
from command_center.web.request.rest_doors import READS, WRITES, door
from command_center.web.request.revealed import MATTERS

FigureName = Literal["rectified", "cycle", "response", "repeats", "participation", "lead"]
MOST_EXPORTED = PAGE
MOST_CHANGED = 200
"""Changed matters that are told one by one; after more the list is asked for anew (ours)."""
LONGEST, MOST_TESTS, MOST_WORDS = 200, 4, 8
LONGEST_KEY = 4_000
"""Characters of what a list is in order by: the names of all who hold a matter stand in one (ours)."""
WHOLE = 2**53
T = TypeVar("T")
Plain = Annotated[str, Field(max_length=LONGEST), AfterValidator(plain)]
Number = Annotated[int, Field(ge=-1, le=WHOLE)]
KeyWords = Annotated[str, Field(max_length=LONGEST_KEY, pattern=r"^[^\x00]*$")]
"""As the database told them: they are compared there and never shown."""
After = TypeAdapter[of.Key](tuple[Annotated[Number | KeyWords, Field()], Number, Plain])
Column = Literal[
    "number", "what", "template", "place", "category", "state", "holders", "opener", "oldNumber"
]


class Condition(BaseModel):
    """One condition of a column, as AG Grid writes it."""

    model_config = ConfigDict(extra="ignore")
    type: of.Kind
    filter: Plain | None = None


class Joined(BaseModel):
    """Several conditions of a column."""

    model_config = ConfigDict(extra="ignore")
    operator: Literal["AND", "OR"]
    conditions: Annotated[list[Condition], Field(min_length=1, max_length=MOST_TESTS)]


Filters = TypeAdapter(dict[Column, Joined | Condition])


class StoriesAsked(MonthAsked):
    """The filter of a list: matters opened in `month`, or those counted by its figure `figure`. `hour` is in plant
    time; `late` keeps those that missed a deadline; `again` lists all of the same place and category as a matter.

    `find` gives words that must occur in some column; `filter` is an AG Grid filter model as JSON; `sort` is
    COLUMN.asc or COLUMN.desc. Words are those of the request's language. `size` is the number returned; `after` is
    the `in_list` of the matter that they follow. With `since`, the number of a fact, only matters with a later fact
    are returned. Without `count` the total is not counted, which may take longer than the window.
    """

    template: Word | None = None
    state: Word | None = None
    area: Annotated[str, Field(max_length=120)] | None = None
    place: Word | None = None
    category: Word | None = None
    holder: Word | None = None
    hour: Annotated[int, Field(ge=0, le=23)] | None = None
    figure: FigureName | None = None
    scored: Word | None = None
    again: Word | None = None
    open: bool | None = None
    late: bool = False
    mine: bool = False
    find: Annotated[str, Field(max_length=LONGEST)] = ""
    filter: Annotated[str, Field(max_length=4_000)] | None = None
    sort: Annotated[str, Field(pattern=rf"^({'|'.join(get_args(of.Sort))})\.(asc|desc)$")] = (
        "opened.desc"
    )
    size: Annotated[int, Field(ge=0, le=PAGE)] = PAGE
    count: bool = True
    after: Annotated[str, Field(max_length=2 * LONGEST_KEY)] | None = None
    since: Annotated[int, Field(ge=0, le=WHOLE)] | None = None


class ExportAsked(Asked):
    """The filter and order of the matters to export."""

    matters: Annotated[list[Annotated[str, Field(max_length=60)]], Field(max_length=MOST_EXPORTED)]


GET_PAST_MATTERS = door(
    "get", "/past/matters",
    summary="Matters by what they are, when they were opened, or which figure they make",
    answers="All that fit for who may read every matter; for anybody else those of which they are a party",
    roles=HUMAN_ROLES, reveals=MATTERS, what="matters", bad=(*READS, 422), answer=PAST_TOLD,
    query=StoriesAsked,
)  # fmt: skip

POST_PAST_MATTERS_XLSX = door(
    "post", "/past/matters.xlsx",
    summary="These matters as a workbook, in this order",
    answers="A workbook of those that the caller may read",
    roles=HUMAN_ROLES, reveals=MATTERS, what="matters", writes=False, bad=WRITES, answer=FILE,
    body=ExportAsked, content_type=XLSX_TYPE,
)  # fmt: skip


def matter_list_api(p: PastDoors) -> Blueprint:
    """`GET /past/matters` and `POST /past/matters.xlsx`."""
    api = Blueprint("matter_list", __name__)
    table = MatterTable(p.journal.engine, p.desk.site.id, p.journal)
    secret = kept_secret(p.journal.engine, "matter_list_secret")

    @GET_PAST_MATTERS.on(api, p.callers)
    def matters(caller: Caller) -> Response:
        asked = query(request, StoriesAsked)
        window = _window(asked)
        if window.sort == "due":
            table.follow()
        words = words_of(p, Speaker(p.desk.site, language_of(request.environ, p.fallback)))
        marked = partial(_mark, secret, caller.actor.id)
        return answer_json(stories_told(p, asked, window, words, caller, table, marked))

    @POST_PAST_MATTERS_XLSX.on(api, p.callers)
    def exported(caller: Caller) -> Response:
        asked = json_body(request, ExportAsked)
        wanted = Listed(matters=asked.matters, reach=reach(p, caller))
        known = {one.matter: one for one in p.past.stories.listed(wanted)[0]}
        rows = [known[one] for one in asked.matters if one in known]
        told = Speaker(p.desk.site, language_of(request.environ, p.fallback))
        content = p.beside.do(lambda: matters_table(rows, told, p.named, p.clock.now()))
        return attached(content, XLSX_TYPE, "matters.xlsx")

    return api


def stories_told(
    p: PastDoors,
    asked: StoriesAsked,
    window: Window,
    words: WordsOf,
    caller: Caller,
    table: MatterTable,
    marked: Callable[[str], str],
) -> dict[str, Any]:
    """Return the requested window of what the caller may read, and the total length of the list. `seq` is the fact up
    to which it is current; `reach` changes once the caller may read other matters than before.

    With `since`, return changed matters anywhere in the list, and under `gone` the `mark` of each other changed
    matter, as `marked` gives it to this caller: a client that shows it removes it. A client that does not learns only
    how many changed, not which, because a mark reveals no id. `again`: too many changed.
    """
    now, stories, so_far = p.clock.now(), p.past.stories, reach(p, caller)
    seq = stories.follow()
    told: dict[str, Any] = {"most": PAGE, "seq": seq, "reach": marked(_reach_words(so_far))}
    changed: Sequence[str] | None = None
    if asked.since is not None:
        changed = stories.changed(asked.since, MOST_CHANGED + 1)
        if len(changed) > MOST_CHANGED:
            return told | {"again": True, "matters": [], "gone": [], "total": 0, "cut": False}
    wanted = _wanted(p, asked, caller, so_far, now)
    rows, total = [], None if not asked.count else 0
    if wanted is not None:
        if asked.count:
            plainly = _plainly(wanted, window)
            total = table.count(plainly) if plainly else stories.count(wanted, window, words)
        if changed is not None:
            among = set(changed)
            among &= among if wanted.matters is None else set(wanted.matters)
            wanted = replace(wanted, matters=among)
        rows = [
            row_of(p, story, now) | {"in_list": key, "mark": marked(story.matter)}
            for story, key in stories.window(wanted, window, words)
        ]
    told |= {"matters": rows, "total": total, "cut": (total or 0) > PAGE}
    if changed is not None:
        shown = {row["id"] for row in rows}
        told["gone"] = [marked(one) for one in changed if one not in shown]
    return told


def _plainly(wanted: Listed, window: Window) -> Wanted | None:
    """The same for the table that counts by indexes; None where the list is narrowed by what it does not have."""
    if window.find or window.filters or len(wanted.templates or "-") > 1:
        return None
    template = wanted.templates[0] if wanted.templates else None
    ended = None if wanted.open is None else not wanted.open
    told = Wanted(template, wanted.state, wanted.place, ended, wanted.person, wanted.reach)
    kept = replace(
        wanted, templates=None, state=None, place=None, open=None, person=None, reach=None
    )
    return told if kept == Listed() else None


def _mark(secret: bytes, reader: str, text: str) -> str:
    """A word that stands for a text. Only this center can make it, and each reader has another one."""
    told = json.dumps([reader, text]).encode()
    return hashlib.blake2b(told, digest_size=8, key=secret).hexdigest()


def _reach_words(so_far: Reach) -> str:
    several = (so_far.words, so_far.areas, so_far.headed, so_far.audited)
    return json.dumps([so_far.person, *map(sorted, several)])


def _window(asked: StoriesAsked) -> Window:
    """Raises a 422 Problem that names what is wrong."""
    column, _, way = asked.sort.partition(".")
    sort: of.Sort = TypeAdapter(of.Sort).validate_python(column)
    after = None if asked.after is None else _parsed(After, "after", asked.after)
    if after is not None and isinstance(after[0], str) is (sort in ("opened", "ended", "due")):
        after = None  # of a list in another order: it begins anew
    filters = {} if asked.filter is None else _parsed(Filters, "filter", asked.filter)
    return Window(
        PAGE if asked.since is not None else asked.size,
        tuple(asked.find.split()[:MOST_WORDS]),
        tuple(_asked_of(column, one) for column, one in filters.items()),
        sort,
        way == "desc",
        None if asked.since is not None else after,
    )


def _parsed(adapter: TypeAdapter[T], field: str, text: str) -> T:
    try:
        return adapter.validate_json(text)
    except ValidationError as error:
        raise invalid(error, field) from error


def _asked_of(column: str, given: Joined | Condition) -> of.Asked:
    conditions = given.conditions if isinstance(given, Joined) else [given]
    tests = tuple(WordTest(one.type, one.filter or "") for one in conditions)
    return of.Asked(column, tests, isinstance(given, Joined) and given.operator == "OR")


def words_of(p: PastDoors, told: Speaker) -> WordsOf:
    """Return how the columns name their codes in one language, by the current plant and templates."""
    named = p.named

    def one(ident: str) -> str:
        if ident == DUTY_ACTOR.id:
            return told.say("role.duty")
        return told.named(ident) if ident else ""

    def words(column: str, code: str) -> str:
        match column:
            case "what" | "template":
                return told.text(json.loads(code))
            case "holders":
                return " · ".join(one(each) for each in json.loads(code))
            case "state":
                template, _, state = code.partition("/")
                return told.text(named.state(template, state))
            case "category":
                template, _, category = code.partition("/")
                return told.text(named.category(category, template)) if category else ""
            case _:
                return one(code)

    return words


def _wanted(
    p: PastDoors, asked: StoriesAsked, caller: Caller, so_far: Reach, now: int
) -> Listed | None:
    """Which matters the address means; None: none at all. Raises the 403 of a figure or a score for who does not read
    them."""
    if asked.figure is not None or asked.scored is not None:
        caller.must_be(MATTER_READERS, "past")
    person = (caller.actor.person or "-") if asked.mine else None
    stories = p.past.stories
    matters: Sequence[str] | None = None
    span: Span | None = None
    if asked.figure is not None:
        matters = p.past.of_figure(p.month(asked), asked.figure)
    elif asked.scored is not None:
        mine = [one for one in p.past.scores(p.month(asked)) if one.subject == asked.scored]
        matters = mine[0].matters if mine else ()
    elif asked.again is not None:
        one = stories.one(asked.again)
        if one is None or not may_see(one, so_far):
            return None
        return Listed(place=one.place, category=one.category, person=person, reach=so_far)
    elif asked.month is not None:
        span = span_of(p.desk.site.zone, asked.month)
    return Listed(
        templates=p.past.of_kind(frozenset({asked.template})) if asked.template else None,
        matters=matters, state=asked.state, area=asked.area, place=asked.place,
        category=asked.category, holder=asked.holder,
        opened_since=None if span is None else span.since,
        opened_until=None if span is None else span.until,
        of_hour=None if asked.hour is None else _of_hour(p, asked.hour, span, now),
        open=asked.open, late=now if asked.late else None, person=person, reach=so_far,
    )  # fmt: skip


def _of_hour(p: PastDoors, hour: int, span: Span | None, now: int) -> OfHour:
    if span is None:
        first = p.past.stories.first_opened()
        span = Span(now if first is None else first, now + 1)
    parts = same_offset(p.desk.site.zone, span)
    return OfHour(hour, [(part.since, part.until, ahead) for part, ahead in parts])


def row_of(p: PastDoors, story: Story, now: int) -> dict[str, Any]:
    """Return a history as a line of the list. `turns` are the times at which its status sign or its number of missed
    deadlines changes by time alone.
    """
    named = p.named
    due_at = min((due.at for due in story.due), default=None)
    # A deadline is missed once it is over.
    moments = {at for due in story.due for at in (due.yellow, due.red, due.at + 1) if at > now}
    return {
        "id": story.matter, "number": story.number, "template": story.template,
        "title": story.title, "what": story.what, "state": story.state,
        "state_words": named.state(story.template, story.state), "area": story.area,
        "place": story.place, "category": story.category,
        "category_words": named.category(story.category, story.template), "level": story.level,
        "colour": colour_of(story, now), "sign": sign_of(story, now), "due_at": due_at,
        "missed": len(story.missed_by(now)), "opener": story.opener,
        "opened_at": story.opened_at, "ended_at": story.ended_at, "holders": story.holders,
        "old_number": story.old_number,
        "turns": [[at, sign_of(story, at), len(story.missed_by(at))] for at in sorted(moments)],
    }  # fmt: skip
