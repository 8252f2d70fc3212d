"""Permits of the eight kinds of special work: drafted, signed, tested, started, ended; some starts are refused first."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from command_center.cli.lived_half_year.cast import Cast
from command_center.cli.lived_half_year.spoken import Said
from command_center.cli.lived_week.room import HOUR_MS, MINUTE_MS, Story, WeekFailed
from command_center.domain.matters.parties.parties import people_of
from command_center.domain.matters.permits.grading import hot_work
from command_center.domain.matters.values.values import leaves
from command_center.domain.template_language import fields as f

HENGDA = Said("恒安检修公司", "Heng'an Maintenance")
JINLI = Said("锦立钢结构安装公司", "Jinli Steel Erection")
YUNTONG = Said("运通危货运输公司", "Yuntong Hazardous Haulage")
"""The contractors: maintenance, steel work and height, lorries."""
SAMPLE_MS = 90 * MINUTE_MS
"""How often gas is measured while work goes on: within the two hours that the templates ask for."""
CLEAN = {"gas": 0.04, "o2": 20.8, "lel_of_gas": "below_four", "h2s": 0.3, "co": 2.5}
OVER = {"gas": 0.34, "o2": 20.8, "lel_of_gas": "below_four", "h2s": 0.4, "co": 3}

MONITOR = "gas-detector@SCR"
"""The instrument that measures all the time during special hot work."""
BROUGHT = Said(
    "先开票后补证，证书未带到现场", "The certificate was not there when the permit was drafted"
)


@dataclass(frozen=True, slots=True)
class Work:
    """One permit. `begins` is the planned start of work (UTC epoch ms); all preparation is done in the seventy
    minutes before. `refused` names the fault (of `FAULTS`) at the first start attempt. `hours` is the duration of the
    work; None means still in progress. `inside`: its people are listed as inside; people left so at the end could
    later only be declared out. `denied` is the approver's reason for refusing it.
    """

    template: str
    place: str
    work: Said
    begins: int
    fields: Mapping[str, Any]
    leader: str = "shi-dayong"
    guardian: str = "wan-li"
    tester: str = "yi-min"
    applicant: str = "song-zhiyuan"
    workers: tuple[str, ...] = ("tang-jianjun",)
    more: Mapping[str, list[str]] = field(default_factory=dict)
    company: Said | None = HENGDA
    risks: tuple[tuple[Said, str, Said], ...] = ()
    hours: float | None = 3.0
    inside: bool = True
    refused: str | None = None
    denied: Said | None = None
    gas_over_after_h: float | None = None


def permit(cast: Cast, one: Work, after: Callable[[], Mapping[str, Any]] = dict) -> Story:
    """Play one permit from draft to acceptance, or as far as tonight. `after` gives fields known only at drafting,
    such as another permit's id.
    """
    yield one.begins - 70 * MINUTE_MS
    template = cast.template(one.template)
    place_field = "space" if "space" in template.fields else "place"
    given: dict[str, Any] = {
        place_field: one.place, "work": cast.say(one.work), "company": one.company and cast.say(one.company),
        "risks": [{"step": cast.say(step), "danger": danger, "measure": cast.say(measure)}
                  for step, danger, measure in one.risks],
        "workers": [{"person": person, "tools": 2 + rank} for rank, person in enumerate(one.workers)],
        **one.fields, **after(),
    }  # fmt: skip
    if one.template == "hot-work":
        given["level"] = hot_work(given, one.begins, cast.room.site.zone)
        if given["level"] == "special":
            given["film"], given["monitoring"] = "EXC-07", MONITOR
    for name in ("seen", "drawing", "plan"):
        if isinstance(template.fields.get(name), f.PhotoField):
            given[name] = [cast.photo(one.applicant, one.place)]
    parties = {
        "leader": [one.leader],
        "guardian": [one.guardian],
        "tester": [one.tester],
        **one.more,
    }
    if one.refused == "level":
        given["level"] = given.get("ordinary", given.get("level"))
    ident = cast.opens(one.applicant, one.template, given, parties)
    yield one.begins - 62 * MINUTE_MS
    _confirm(cast, ident, one, all_lines=one.refused != "unconfirmed")
    cast.moves(one.applicant, ident, "prepare")
    yield one.begins - 50 * MINUTE_MS
    if one.denied is not None:
        yield from cast.step(one.begins - 40 * MINUTE_MS, ident, "refuse", reason=one.denied)
        return
    while not cast.signs(ident, "approve"):
        yield cast.next_shift()
        if cast.room.now > one.begins + 8 * HOUR_MS:
            raise WeekFailed(f"{one.template} at {one.place} is signed by nobody")
    if one.refused is not None:
        yield from _refused_start(cast, ident, one)
        if cast.matter(ident) is None:
            return
    yield one.begins - 12 * MINUTE_MS
    _measure(cast, ident, one, CLEAN)
    yield max(one.begins, cast.room.now)
    cast.moves(one.guardian, ident, "start")
    yield from _at_work(cast, ident, one)


def _refused_start(cast: Cast, ident: str, one: Work) -> Story:
    """A start that the center refuses, and what is done about it."""
    if one.refused == "stale":
        yield one.begins - 45 * MINUTE_MS
        _measure(cast, ident, one, CLEAN)
        yield one.begins - 14 * MINUTE_MS
    elif one.refused == "over":
        yield one.begins - 24 * MINUTE_MS
        _measure(cast, ident, one, OVER)
    elif one.refused != "untested":
        yield one.begins - 20 * MINUTE_MS
        _measure(cast, ident, one, CLEAN)
    cast.is_refused(one.guardian, "matter.move", matter=ident, move="start")
    if one.refused in ("level", "unconfirmed", "uncertified", "banned"):
        # What was signed is not changed afterwards: the permit is withdrawn and drafted anew.
        cast.moves(
            one.applicant,
            ident,
            "withdraw",
            reason=Said(
                "启动条件不满足，撤回重办", "The start was refused; withdrawn and drafted anew"
            ),
        )


def _at_work(cast: Cast, ident: str, one: Work) -> Story:
    found = cast.matter(ident)
    listed = one.inside and cast.template(one.template).inside is not None
    if found is not None and found.live and listed:
        for rank, person in enumerate(one.workers):
            yield cast.room.now + 3 * MINUTE_MS
            cast.does(one.guardian, "matter.enter", matter=ident, person=person, tools=2 + rank)
    if one.gas_over_after_h is not None:
        yield one.begins + round(one.gas_over_after_h * HOUR_MS)
        _leave(cast, ident, one)
        _measure(cast, ident, one, OVER)  # the center pauses the work by itself
    if one.hours is None:
        yield from _measured_on(cast, ident, one, cast.room.until)
        return
    ends = one.begins + round(one.hours * HOUR_MS)
    yield from _measured_on(cast, ident, one, ends)
    yield max(ends, cast.room.now)
    if cast.matter(ident) is None:
        return
    _leave(cast, ident, one)
    yield from cast.step(cast.room.now + 4 * MINUTE_MS, ident, "end")
    yield from cast.step(cast.room.now + 25 * MINUTE_MS, ident, "accept")


def _measured_on(cast: Cast, ident: str, one: Work, until: int) -> Story:
    while cast.room.now + SAMPLE_MS < until:
        yield cast.room.now + SAMPLE_MS
        found = cast.matter(ident)
        if found is None or not found.live:
            return
        _measure(cast, ident, one, CLEAN)


def _leave(cast: Cast, ident: str, one: Work) -> None:
    found = cast.matter(ident)
    for rank, person in enumerate(one.workers):
        if found is not None and person in found.inside:
            cast.does(one.guardian, "matter.leave", matter=ident, person=person, tools=2 + rank)


def _confirm(cast: Cast, ident: str, one: Work, *, all_lines: bool) -> None:
    """The person who answers for the area confirms the measures line by line."""
    play = cast.play(ident)
    if play is None:
        return
    for name, known in play.template.fields.items():
        if isinstance(known, f.ChecklistField):
            reference = play.shelf.reference(known.of)
            lines = list(leaves(reference.entries)) if reference is not None else []
            answers = {line: {"answer": "yes"} for line in (lines if all_lines else lines[:-1])}
            owner = next(iter(people_of(play, "owner")), one.applicant)
            cast.fills(owner, ident, {name: answers})


def _measure(cast: Cast, ident: str, one: Work, values: Mapping[str, Any]) -> None:
    """Gas at every spot, and the wind where the work is in the open."""
    play = cast.play(ident)
    if play is None:
        return
    who = one.tester if "tester" in play.template.parties else one.guardian
    for name, known in play.template.fields.items():
        if not isinstance(known, f.ListField) or known.limits is None:
            continue
        if name == "wind":
            cast.measures(who, ident, name, m_s=2.4)
            continue
        spots = known.of.get("spot")
        own = {column: value for column, value in values.items() if column in known.of}
        if "point" in known.of:
            own["point"] = one.place
        for spot in spots.of if isinstance(spots, f.ChoiceField) else [None]:
            cast.measures(who, ident, name, **own, **({} if spot is None else {"spot": spot}))
