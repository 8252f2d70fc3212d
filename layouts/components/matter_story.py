"""The page of one matter: its fields and photographs, its deadlines, and every fact in words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from dash import html
from dash.development.base_component import Component

from command_center.analysis.named import Named
from command_center.domain.fact import Fact
from command_center.domain.figure import figure
from command_center.domain.matters.facts import ended_at, found_at
from command_center.domain.matters.parties.parties import may_be
from command_center.domain.matters.playing.play import titled
from command_center.domain.matters.reading.in_the_way import Hindrance
from command_center.domain.matters.reading.standing import sign_of
from command_center.domain.matters.reading.story import Scored, Story
from command_center.domain.refusal import from_plain
from command_center.domain.state.matters import Lacking
from command_center.domain.template_language import fields as f
from command_center.domain.template_language.template import Template
from command_center.reports.deadline_words import deadline_title
from command_center.reports.speaker import NONE, Speaker
from command_center.words import has
from layouts.components.matter_values import ValueWords, value_cell
from layouts.components.past_parts import (
    Cell,
    actor_said,
    head,
    link,
    matter_at,
    matters_at,
    sign,
    table,
)

HOUR_MS = 3_600_000


@dataclass(frozen=True, slots=True)
class MatterSeen:
    """One matter as read. `template` is that of its revision, None if its text is lost; `repeats` are the earlier
    matters that make it a repetition; `others` maps matters named in its fields from id to number; `in_the_way` lists
    what prevents the next moves of an open one; `lacking` lists what its steps could not open and nobody has handled.
    """

    story: Story
    facts: Sequence[Fact]
    fields: Mapping[str, Any]
    template: Template | None
    points: Sequence[Scored]
    repeats: Mapping[str, str]
    others: Mapping[str, str]
    now: int
    in_the_way: Sequence[Hindrance] = ()
    lacking: Sequence[Lacking] = ()


def about(seen: MatterSeen, named: Named, told: Speaker) -> Component:
    """Return what the matter is, its state among all states, and the link for acting on it."""
    story = seen.story
    title = f"{story.number} · {told.text(story.title)}"
    state, now = told.text(named.state(story.template, story.state)), sign_of(seen.story, seen.now)
    rows: list[tuple[str, Cell]] = [
        ("place", link(told.named(story.place), matters_at(place=story.place)) if story.place else NONE),
        ("category", told.text(named.category(story.category, story.template))),
        ("opener", actor_said(told, story.opener)), ("opened", told.minute(story.opened_at)),
        ("ended", told.minute(story.ended_at)),
        ("holders", told.listed(map(told.named, story.holders))),
    ]  # fmt: skip
    if story.old_number is not None:
        old = [story.old_number, " ", html.Span(told.say("matters.imported"), className="label")]
        rows.append(("old_number", old))
    rows = [(name, value) for name, value in rows if value != NONE or name == "holders"]
    if seen.repeats:
        again = [link(number, matter_at(one)) for one, number in seen.repeats.items()]
        rows.append(("again", [part for one in again for part in (one, " ")]))
    acts = link(told.say("matters.act"), f"/mine?matter={story.matter}", className="act strong")
    same = matters_at(again=story.matter)
    return html.Div(
        [
            html.H2([html.Span(title), html.B([sign(now), " ", state], className=now)]),
            html.P(story.what, className="matter-what") if story.what else None,
            _way(seen, told),
            *_now(seen, told),
            *_hindrances(seen.in_the_way, told),
            _pairs([(told.say(f"matters.{name}"), value) for name, value in rows]),
            html.P(
                [
                    acts if story.ended_at is None else "",
                    " ",
                    link(told.say("matters.same"), same, className="act") if story.category else "",
                ],
                className="actions",
            ),
            html.P(
                told.by_plant(story.opened_at, *(fact.at for fact in seen.facts)),
                className="zone-of-times",
            ),
        ]
    )


def _way(seen: MatterSeen, told: Speaker) -> Component:
    """Every state of its template, with when it was first reached."""
    if seen.template is None:
        return html.Div()
    reached: dict[str, int] = {}
    for fact in seen.facts:
        state = fact.data.get("after", {}).get("state")
        if state is not None:
            ended = fact.data["after"].get("ended", False)
            reached.setdefault(state, ended_at(fact) if ended else found_at(fact))
    steps = []
    for name in seen.template.states:
        now = name == seen.story.state
        kind = sign_of(seen.story, seen.now) if now else "good" if name in reached else "gone"
        at = reached.get(name)
        steps.append(
            html.Li(
                [
                    sign(kind), " ", told.text(seen.template.states[name] or name),
                    html.Span(f" {told.minute(at)}" if at is not None else "", className="label"),
                ],
                className="now" if now else "",
            )
        )  # fmt: skip
    return html.Ol(steps, className="matter-way")


def fields(seen: MatterSeen, named: Named, told: Speaker) -> Component:
    """Return every filled field, in the order of the form; photographs as pictures, lists as tables."""
    template = seen.template
    names = list(template.fields) if template is not None else []
    names += [name for name in seen.fields if name not in names]
    words = ValueWords(named, told, seen.others)
    pairs = [
        (
            _title(template, name, told),
            value_cell(seen.fields[name], template.fields.get(name) if template else None, words),
        )
        for name in names
        if seen.fields.get(name) not in (None, [], "")
    ]
    return html.Div([head(told.say("matters.fields"), str(len(pairs))), _pairs(pairs)])


def _title(template: Template | None, name: str, told: Speaker) -> str:
    return name if template is None else told.text(titled(template, name))


def _deadline(template: Template | None, of: str, told: Speaker) -> str:
    return told.text(deadline_title(template, of))


def _party(template: Template | None, party: str, told: Speaker) -> str:
    """A party of the template, or a function of the plant that signs without being one."""
    words = _title(template, party, told)
    function = f"templates.function.{party.replace('-', '_')}"
    return told.say(function) if words == party and has(function) else words


def _state(template: Template | None, state: str, told: Speaker) -> str:
    return told.text((template.states.get(state) if template is not None else None) or state)


def story(seen: MatterSeen, named: Named, told: Speaker) -> Component:
    """Return every fact about it, newest first: when, what, by whom, and who was notified."""
    words = ValueWords(named, told, seen.others)
    rows: list[list[Cell]] = []
    for fact in seen.facts:
        number = link(f"#{fact.seq}", f"/log?{urlencode({'seq': fact.seq})}")
        rows.append([number, told.minute(fact.at), list(_fact(fact, seen, words))])
    heads = [told.say(f"matters.{name}") for name in ("fact", "at", "happened")]
    answer = told.say("matters.facts", n=len(seen.facts))
    return html.Div([head(told.say("matters.story"), answer), table(heads, rows, "story")])


def _fact(fact: Fact, seen: MatterSeen, words: ValueWords) -> Iterator[Any]:
    data, after, told = fact.data, fact.data.get("after", {}), words.told
    who = actor_said(told, fact.speaker or fact.actor)
    step = fact.kind.removeprefix("matter.")

    def called(name: str) -> str:
        return _title(seen.template, name, told)

    params: dict[str, Any] = {"who": who}
    if step == "moved":
        params |= {
            "move": called(data["move"]),
            "state": _state(seen.template, after["state"], told),
        }  # fmt: skip
    elif step in ("signed", "measured", "corrected"):
        params["what"] = called(data.get("move") or data.get("field") or "")
    elif step == "escalated":
        params["what"] = _deadline(seen.template, data["of"], told)
    elif step in ("entered", "left"):
        params["who"] = told.named(data["person"])
    elif step == "opened" and "imported" in data:
        step, params["old_number"] = "imported", data["imported"]["old_number"]
    elif step == "filled":
        params["what"] = told.listed(called(name) for name in data["fields"])
    yield html.Span(told.say(f"story.{step}", **params))
    if step == "measured":
        field = _field(seen.template, data["field"])
        columns = field.of if isinstance(field, f.ListField) else {}
        names = [*(name for name in columns if name in data["values"]), *data["values"]]
        values = {
            name: _with_its_name(columns.get(name), words.said(data["values"][name], columns.get(name)), told)
            for name in names
        }  # fmt: skip
        over = [one for name, one in values.items() if name in data["over"]]
        within = [one for name, one in values.items() if name not in data["over"]]
        yield html.Span(f" {told.listed(within)}", className="label") if within else ""
        if over:
            yield html.B([" ", sign("urgent"), f" {told.listed(over)}"], className="urgent")
    if step == "corrected":
        field = _field(seen.template, data["field"])
        was, now = (words.said(data[name], field) for name in ("was", "value"))
        was = told.say("story.was", was=was, now=now)
        yield html.Span(f" {was}", className="label")
    yield from _more(fact, seen.template, told)


def _with_its_name(column: f.FieldBase | None, said: str, told: Speaker) -> str:
    """A measured value behind what it is of: several of one measurement have the same unit."""
    return said if column is None or column.title is None else f"{told.text(column.title)} {said}"


def _field(template: Template | None, name: str) -> f.FieldBase | None:
    return None if template is None else template.fields.get(name)


def _more(fact: Fact, template: Template | None, told: Speaker) -> Iterator[Any]:
    """The reason, what made the clockwork act, what was done offline, who was told, and what it scored."""
    data, after = fact.data, fact.data.get("after", {})
    if data.get("reason"):
        words = told.say("story.reason", reason=told.text(data["reason"]))
        yield html.P(words, className="label reason")
    if data.get("because"):
        because = told.coded("matter.because", data["because"])
        yield html.P(told.say("story.because", because=because), className="label")
    if data.get("offline"):
        late = max(0, fact.recorded_at - fact.at) / HOUR_MS
        words = told.say("story.offline", hours=f"{late:.1f}")
        conflicts = (
            told.listed(data["offline"]["conflicts"]) if data["offline"]["conflicts"] else ""
        )
        yield html.P([sign("note"), f" {words} {conflicts}"], className="label")
    people = [one["person"] for one in (*after.get("told", ()), *data.get("told", ()))]
    if people:
        names = told.listed(told.named(one) for one in dict.fromkeys(people))
        yield html.P(told.say("story.told", people=names), className="label told-to")
    elif fact.kind == "matter.escalated":
        yield html.P([sign("warn"), f" {told.say('story.told_nobody')}"], className="label told-to")
    yield from _held_by(data, after, template, told)
    for one in data.get("not_opened", ()) if fact.kind != "matter.settled" else ():
        yield html.P(_not_opened(one, told), className="label not-opened")
    for one in after.get("points", ()):
        words = told.say(
            "story.points", who=told.named(one["subject"]), n=figure(abs(one["n"])),
            sign="+" if one["n"] >= 0 else "−", why=_why(template, one["why"], told),
        )  # fmt: skip
        yield html.P(words, className="label")


def _held_by(
    data: Mapping[str, Any], after: Mapping[str, Any], template: Template | None, told: Speaker
) -> Iterator[Component]:
    """For whom somebody stands in, by which step of the plant's rule and why; and for whom there is nobody."""
    stand_ins = [*after.get("stand_ins", ())]
    for one in [*stand_ins, *([data["stand_in"]] if "stand_in" in data else [])]:
        yield html.P(_stands_in(one, template, told), className="label stands-in")
    if after.get("nobody"):
        parties = told.listed(_party(template, one, told) for one in after["nobody"])
        words = told.say("story.nobody", parties=parties)
        yield html.P([sign("warn"), f" {words}"], className="label nobody")


def _stands_in(one: Mapping[str, Any], template: Template | None, told: Speaker) -> list[Any]:
    by = one["by"]
    key = f"fallback.{by}"
    step = told.say(key) if has(key) else told.named(by)
    words = told.say(
        f"story.stands_in.{one['why']}", people=told.listed(map(told.named, one["people"])),
        party=_party(template, one["party"], told), by=step,
    )  # fmt: skip
    return [sign("note"), f" {words}"]


def _not_opened(one: Mapping[str, Any], told: Speaker) -> list[Any]:
    why = from_plain(one["why"])
    reason = told.say(f"refusal.{why.code}", **why.params)
    words = told.say("story.not_opened", what=told.text(one["title"]), why=reason)
    return [sign("warn"), f" {words}"]


def _now(seen: MatterSeen, told: Speaker) -> Iterator[Component]:
    """What nobody looks after in it now: for whom somebody stands in, who lacks, what could not be opened."""
    known = [one.data["after"] for one in seen.facts if "holders" in one.data.get("after", {})]
    if known and seen.story.ended_at is None:
        yield from _held_by({}, known[-1], seen.template, told)
    for one in seen.lacking:
        yield html.P(
            _not_opened({"title": one.title, "why": one.why}, told), className="not-opened"
        )


def _why(template: Template | None, why: str, told: Speaker) -> str:
    """Why somebody has points: a word of the scores, else the move that gave them."""
    key = f"past.why.{why}"
    return told.say(key) if has(key) else _title(template, why, told)


def beside(seen: MatterSeen, told: Speaker) -> Component:
    """Return its deadlines, including missed ones, and its people by party."""
    rows: list[list[Cell]] = []
    for missed in seen.story.missed_by(seen.now):
        word = html.Span([sign("urgent"), f" {told.say('matters.was_missed')}"], className="urgent")
        rows.append([_deadline(seen.template, missed.of, told), told.minute(missed.at), word])
    for due in seen.story.due:
        if due.at >= seen.now:
            kind = "warn" if seen.now >= due.yellow else "note"
            word = html.Span([sign(kind), f" {told.say('matters.runs')}"], className=kind)
            rows.append([_deadline(seen.template, due.of, told), told.minute(due.at), word])
    heads = [told.say(f"matters.{name}") for name in ("deadline", "until", "how")]
    parties: dict[str, list[str]] = {}
    for fact in seen.facts:
        parties = fact.data.get("after", {}).get("parties", parties)
    signed = [fact for fact in seen.facts if fact.kind == "matter.signed"]
    signatures: list[list[Cell]] = [
        [
            told.named(fact.data["person"]), _party(seen.template, fact.data["party"], told),
            _title(seen.template, fact.data["move"], told), html.Span(told.minute(fact.at), className="when"),
            told.coded("matters.proof", fact.data["proof"]),
        ]
        for fact in signed
    ]  # fmt: skip
    people = [
        (_party(seen.template, party, told), told.listed(map(told.named, names)))
        for party, names in may_be(seen.template, parties, seen.fields).items()
    ]
    sign_heads = [told.say(f"matters.{name}") for name in ("who", "as", "for", "at", "by")]
    return html.Div(
        [
            head(told.say("matters.deadlines")),
            table(heads, rows, "deadlines", none=told.say("matters.no_deadlines")),
            head(told.say("matters.parties")), _pairs(people),
            head(told.say("matters.signatures"), str(len(signed))),
            table(sign_heads, signatures, "signatures", none=told.say("matters.no_signatures")),
        ]
    )  # fmt: skip


def _hindrances(found: Sequence[Hindrance], told: Speaker) -> Iterator[Component]:
    """Each move that cannot be made now, why not by which clause, and what mends it."""
    if not found:
        return
    yield head(told.say("matters.in_the_way"), str(len(found)))
    lines = []
    for one in found:
        key = f"refusal.{one.why.code}"
        lines.append(
            html.Li(
                [
                    html.B([sign("urgent"), f" {told.text(one.title)}"]),
                    html.P(told.say(key, **one.why.params), className="urgent"),
                    html.P(told.say(f"{key}.mend", **one.why.params), className="label"),
                ]
            )
        )
    yield html.Ul(lines, className="in-the-way")


def _pairs(pairs: Sequence[tuple[str, Cell]]) -> Component:
    parts = [html.Div([html.Dt(name), html.Dd(value)]) for name, value in pairs]
    return html.Dl(parts, className="past-pairs")
