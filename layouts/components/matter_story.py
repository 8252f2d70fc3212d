"""One matter with its whole story: what it is, its fields and photographs, its deadlines, and every fact in words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from dash import html
from dash.development.base_component import Component

from command_center.analysis.named import Named
from command_center.domain.fact import Fact
from command_center.domain.figure import figure
from command_center.domain.matters.in_the_way import Hindrance
from command_center.domain.matters.play import titled
from command_center.domain.matters.story import Scored, Story
from command_center.domain.template_language import fields as f
from command_center.domain.template_language.template import Template
from command_center.reports.speaker import NONE, Speaker
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
    """One matter, as it was read. `template` is that of its revision, None where its text was lost; `repeats` are the
    earlier ones that make it a repetition, id to number; `in_the_way` is what hinders the next moves of an open one."""

    story: Story
    facts: Sequence[Fact]
    fields: Mapping[str, Any]
    template: Template | None
    points: Sequence[Scored]
    repeats: Mapping[str, str]
    now: int
    in_the_way: Sequence[Hindrance] = ()


def about(seen: MatterSeen, named: Named, told: Speaker) -> Component:
    """What it is, where it stands on its way, and where somebody acts on it."""
    story = seen.story
    title = f"{story.number} · {told.text(story.title)}"
    rows: list[tuple[str, Cell]] = [
        ("state", told.text(named.state(story.template, story.state))),
        ("place", link(told.named(story.place), matters_at(place=story.place)) if story.place else NONE),
        ("category", told.text(named.category(story.category, story.template))),
        ("opener", actor_said(told, story.opener)), ("opened", told.minute(story.opened_at)),
        ("ended", told.minute(story.ended_at)),
        ("holders", told.listed(map(told.named, story.holders))),
    ]  # fmt: skip
    if seen.repeats:
        again = [link(number, matter_at(one)) for one, number in seen.repeats.items()]
        rows.append(("again", [part for one in again for part in (one, " ")]))
    acts = link(told.say("matters.act"), f"/mine?matter={story.matter}", className="act strong")
    same = matters_at(again=story.matter)
    return html.Div(
        [
            html.H2([html.Span(title), html.B(told.say("matters.facts", n=len(seen.facts)))]),
            html.P(story.what, className="matter-what") if story.what else None,
            _way(seen, told),
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
            reached.setdefault(state, fact.at)
    steps = []
    for name in seen.template.states:
        now = name == seen.story.state
        ended = seen.story.ended_at is not None
        kind = "good" if name in reached and (ended or not now) else "note" if now else "gone"
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
    """Every field that is filled in, in the order of the form; photographs as pictures, lists as tables."""
    template = seen.template
    names = list(template.fields) if template is not None else []
    names += [name for name in seen.fields if name not in names]
    pairs = [
        (_title(template, name, told), _value(seen, name, named, told))
        for name in names
        if seen.fields.get(name) not in (None, [], "")
    ]
    return html.Div([head(told.say("matters.fields"), str(len(pairs))), _pairs(pairs)])


def _title(template: Template | None, name: str, told: Speaker) -> str:
    return name if template is None else told.text(titled(template, name))


def _state(template: Template | None, state: str, told: Speaker) -> str:
    return told.text((template.states.get(state) if template is not None else None) or state)


def _value(seen: MatterSeen, name: str, named: Named, told: Speaker) -> Cell:
    value = seen.fields[name]
    field = None if seen.template is None else seen.template.fields.get(name)
    if isinstance(field, f.PhotoField):
        return html.Span([_photograph(one, told) for one in value], className="photographs")
    if isinstance(field, f.VoiceField):
        return html.Span([_spoken(one) for one in (value if isinstance(value, list) else [value])])
    if isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
        return _lines(value, field.of if isinstance(field, f.ListField) else {}, named, told)
    if isinstance(value, dict) and value and all(isinstance(one, dict) for one in value.values()):
        of = field.of if isinstance(field, f.ChecklistField) else None
        lines = [{"": named.entry(of, key, told.lang), **one} for key, one in value.items()]
        return _lines(lines, {}, named, told)
    return _written(value, field, named, told)


def _written(value: Any, field: f.FieldBase | None, named: Named, told: Speaker) -> str:
    """A value in the words of its field."""
    if isinstance(field, f.ChoiceField) and isinstance(value, str):
        return told.text(field.of.get(value) or value)
    if isinstance(field, f.TaxonomyField) and isinstance(value, str):
        return named.entry(field.of, value, told.lang)
    return _said(value, told)


def _photograph(one: Any, told: Speaker) -> Component:
    digest = one.get("sha256") if isinstance(one, dict) else one
    address = f"/api/v1/evidence/{digest}"
    flags = one.get("flags", ()) if isinstance(one, dict) else ()
    picture = html.Img(src=address, alt=told.say("matter.picture"))
    warned = [html.Span([sign("warn"), f" {told.coded('evidence.flag', each)}"]) for each in flags]
    return html.Span([html.A(picture, href=address, target="_blank", rel="noopener"), *warned])


def _spoken(one: Any) -> Component:
    digest = one.get("sha256") if isinstance(one, dict) else one
    return html.Audio(src=f"/api/v1/evidence/{digest}", controls=True, preload="none")


def _lines(
    lines: Sequence[Mapping[str, Any]],
    columns: Mapping[str, f.FieldBase],
    named: Named,
    told: Speaker,
) -> Component:
    """A list of lines; times of measurements are words, what is over its limits is red."""
    names = list(dict.fromkeys(name for line in lines for name in line if name != "over"))
    rows = [
        [_line_cell(line, name, columns.get(name), named, told) for name in names] for line in lines
    ]
    heads = [_column(name, columns.get(name), told) for name in names]
    return table(heads, rows, "lines-of-field")


def _column(name: str, field: f.FieldBase | None, told: Speaker) -> str:
    if field is not None and field.title is not None:
        return told.text(field.title)
    known = {"at": "matters.at", "by": "matters.by_whom", "answer": "matters.answer"}
    return told.say(known[name]) if name in known else name


def _line_cell(
    line: Mapping[str, Any], name: str, field: f.FieldBase | None, named: Named, told: Speaker
) -> Cell:
    value = line.get(name)
    if name == "at" and isinstance(value, int):
        return told.minute(value)
    words = _written(value, field, named, told)
    if name == "answer":
        words = told.coded("matters.answer", value if isinstance(value, str) else None)
    if name in (line.get("over") or ()):
        return html.B([sign("urgent"), f" {words}"], className="urgent")
    return words


def _said(value: Any, told: Speaker) -> str:
    if value is None:
        return NONE
    if isinstance(value, bool):
        return told.say("matter.yes" if value else "matter.no")
    if isinstance(value, int | float):
        return figure(value)
    if isinstance(value, list):
        return told.listed(_said(one, told) for one in value)
    if isinstance(value, dict):
        if set(value) == {"zh", "en"}:
            return told.text(value)
        return told.listed(_said(one, told) for one in value.values())
    return told.named(str(value))


def story(seen: MatterSeen, told: Speaker) -> Component:
    """Every fact of it, the first on top: when, what, by whom, and who was told."""
    rows: list[list[Cell]] = []
    for fact in seen.facts:
        number = link(f"#{fact.seq}", f"/log?{urlencode({'seq': fact.seq})}")
        rows.append([number, told.minute(fact.at), list(_fact(fact, seen, told))])
    heads = [told.say(f"matters.{name}") for name in ("fact", "at", "happened")]
    answer = told.say("matters.facts", n=len(seen.facts))
    return html.Div([head(told.say("matters.story"), answer), table(heads, rows, "story")])


def _fact(fact: Fact, seen: MatterSeen, told: Speaker) -> Iterator[Any]:
    data, after = fact.data, fact.data.get("after", {})
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
    elif step in ("signed", "measured", "corrected", "escalated"):
        name = data.get("move") or data.get("field") or data.get("of") or ""
        params["what"] = called(name)
    elif step in ("entered", "left"):
        params["who"] = told.named(data["person"])
    elif step == "filled":
        params["what"] = told.listed(called(name) for name in data["fields"])
    yield html.Span(told.say(f"story.{step}", **params))
    if step == "measured":
        yield html.Span(f" {_said(data['values'], told)}", className="label")
        if data["over"]:
            yield html.B([" ", sign("urgent"), f" {told.listed(data['over'])}"], className="urgent")
    if step == "corrected":
        was = told.say("story.was", was=_said(data["was"], told), now=_said(data["value"], told))
        yield html.Span(f" {was}", className="label")
    yield from _more(fact, told)


def _more(fact: Fact, told: Speaker) -> Iterator[Any]:
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
    for one in after.get("points", ()):
        words = told.say(
            "story.points", who=told.named(one["subject"]), n=figure(one["n"]),
            why=told.coded("past.why", one["why"]),
        )  # fmt: skip
        yield html.P(words, className="label")


def beside(seen: MatterSeen, told: Speaker) -> Component:
    """Its deadlines, those that were missed, and its people by party."""
    rows: list[list[Cell]] = []
    for missed in seen.story.missed_by(seen.now):
        word = html.Span([sign("urgent"), f" {told.say('matters.was_missed')}"], className="urgent")
        rows.append([_title(seen.template, missed.of, told), told.minute(missed.at), word])
    for due in seen.story.due:
        if due.at >= seen.now:
            kind = "warn" if seen.now >= due.yellow else "note"
            word = html.Span([sign(kind), f" {told.say('matters.runs')}"], className=kind)
            rows.append([_title(seen.template, due.of, told), told.minute(due.at), word])
    heads = [told.say(f"matters.{name}") for name in ("deadline", "until", "how")]
    parties: dict[str, list[str]] = {}
    for fact in seen.facts:
        parties = fact.data.get("after", {}).get("parties", parties)
    signed = [fact for fact in seen.facts if fact.kind == "matter.signed"]
    signatures: list[list[Cell]] = [
        [
            told.named(fact.data["person"]), _title(seen.template, fact.data["party"], told),
            _title(seen.template, fact.data["move"], told), told.minute(fact.at),
            told.coded("matters.proof", fact.data["proof"]),
        ]
        for fact in signed
    ]  # fmt: skip
    people = [
        (_title(seen.template, party, told), told.listed(map(told.named, names)))
        for party, names in parties.items()
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
