"""Opens a matter of a template and gives it its readable number, a running number of its template
and year."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from command_center.domain.fact import Draft
from command_center.domain.matters.commands import HANDS, OpenMatter
from command_center.domain.matters.consequences import arrival, in_state, live_states
from command_center.domain.matters.contractors.accounts import closed_with, scored
from command_center.domain.matters.facts import After, FromDevice, Opened
from command_center.domain.matters.opening.rollouts import not_in_force
from command_center.domain.matters.parties.addressees import told
from command_center.domain.matters.parties.paging import with_pages
from command_center.domain.matters.parties.parties import open_parties, parties_as_stored
from command_center.domain.matters.playing.clauses import clause_of_fields
from command_center.domain.matters.playing.conditions import holds
from command_center.domain.matters.playing.play import Play, kind_of
from command_center.domain.matters.playing.repetition import repeats
from command_center.domain.matters.playing.whereabouts import placed
from command_center.domain.matters.values.proofs import hash_of, noted
from command_center.domain.matters.values.values import lacking, problems_of
from command_center.domain.payload import Words
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Context, Scene, decides
from command_center.domain.state import State
from command_center.domain.state.matters import Matter, Told
from command_center.domain.template_language import fields as f
from command_center.domain.template_language.shelf import Pinned, TemplateShelf
from command_center.domain.template_language.template import Template


@decides("matter.open", OpenMatter, HANDS, scene=Scene.REALITY)
def open_matter(state: State, command: OpenMatter, ctx: Context) -> Decision:
    """Opens a matter of the newest revision of its template. The same id with the same content
    opens nothing twice; with other content it is refused, so that nothing written is lost."""
    if ctx.actor.person is None:
        return Refusal("no_person", status=403)
    ident = state.matters.known_as(command.matter)
    known = state.matters.open.get(ident) or state.matters.ended.get(ident)
    if known is not None:
        if known.opener == ctx.actor.person and _opened_by(command, known.opened_seq, ctx):
            return []
        return Refusal("matter_id_taken", {"matter": command.matter})
    pinned = None if ctx.templates is None else ctx.templates.newest(command.template)
    if pinned is None:
        return Refusal("no_such_template", {"template": command.template})
    if (refusal := by_clockwork(ctx.templates, pinned.template)) is not None:
        return refusal
    offline = None
    if command.device is not None:
        offline = FromDevice(
            device=command.device, seq=command.device_seq or 0, base=None, conflicts=[]
        )
    play = begun(state, ctx, pinned, ident, ctx.actor.person, ctx.when(command))
    return opened(play, command.fields, command.parties, offline=offline)


def _opened_by(command: OpenMatter, seq: int, ctx: Context) -> bool:
    """Whether the fact `seq` opened what the command asks for: it was sent again, its answer was lost. What became of
    the matter since does not matter."""
    opening = None if ctx.recorded is None else ctx.recorded(seq)
    if opening is None:
        return False
    said = opening.data
    return (
        bool(said["template"] == command.template)
        and _within(command.fields, said["fields"])
        and _within(parties_as_stored(command.parties), said["after"].get("parties", {}))
    )


def _within(sent: Any, kept: Any) -> bool:
    """Whether the fact that opened a matter has all that is sent. What is kept may say more of it: a picture its
    flags, a position its distance, a line of a list its time."""
    if isinstance(sent, Mapping) and isinstance(kept, Mapping):
        if "sha256" in sent:
            return bool(hash_of(sent) == hash_of(kept))
        return all(one is None or _within(one, kept.get(name)) for name, one in sent.items())
    if isinstance(sent, list | tuple) and isinstance(kept, list | tuple):
        return len(sent) == len(kept) and all(map(_within, sent, kept))
    if isinstance(kept, Mapping) and "sha256" in kept:
        return bool(hash_of(kept) == sent)
    return bool(sent == kept)


def by_clockwork(shelf: TemplateShelf | None, template: Template) -> Refusal | None:
    """Refuses a person who opens a report that closes an account, because only timed rules open it."""
    account = closed_with(shelf, template.template)
    if account is None:
        return None
    title = template.title or template.template
    said = {"report": title, "account": account.title or account.account}
    return Refusal("report_by_clockwork", said)


def begun(state: State, ctx: Context, pinned: Pinned, ident: str, opener: str, now: int) -> Play:
    """Returns an unrecorded matter in its first state."""
    template = pinned.template
    matter = Matter(
        id=ident, template=template.template, revision=pinned.sha256, title=title_of(pinned), number="",
        state=template.first, opener=opener, opened_at=now, opened_seq=0, last_seq=0, last_at=now,
        entered_state_at=now, readers=tuple(template.readers),
    )  # fmt: skip
    return Play(state, ctx, pinned, matter, now)


def title_of(pinned: Pinned) -> Words:
    """Returns the title of a template in both languages; its id where it has no title."""
    title, name = pinned.template.title, pinned.template.template
    return Words(zh=name, en=name) if title is None else Words(zh=title.zh, en=title.en)


def opened(
    play: Play,
    fields: Mapping[str, Any],
    parties: Mapping[str, list[str]],
    *,
    offline: FromDevice | None = None,
    plan: Mapping[str, str] | None = None,
    gap: Sequence[Told] = (),
    again: str | None = None,
    spot: str | None = None,
    sample: Sequence[str] = (),
) -> Decision:
    """Returns the fact of a matter opened with these fields, or the refusal. A matter that a plan
    opens may be filled in later; `gap` lists who is notified that nobody holds the post it is
    for. `again` is the duty or round of which it is the second inspection, made at `spot`, or of
    the points in `sample`."""
    if plan is not None:
        planned = replace(
            play.matter, plan=plan["plan"], period=plan["period"], subject=plan["subject"]
        )
        play = replace(play, matter=planned)
    checked = ready(play, fields, parties, complete=plan is None)
    if isinstance(checked, Refusal):
        return checked
    play, values = checked
    template = play.template
    matter = replace(play.matter, again=again, spot=spot, sample=tuple(sample))
    play = replace(play, matter=matter)
    after = arrival(play, opening=True)
    data = as_opened(play, values, after)
    earlier = repeats(play, values)
    points = [] if again is not None else list(scored(play, "reported", after["parties"]))
    if earlier:
        data["repeats"] = earlier
        points += scored(play, "repeated", after["parties"])
        if template.repeat is not None and template.repeat.tell is not None:
            after["told"] = told(play, template.repeat.tell)
    if gap:
        after["told"] = [*after.get("told", ()), *gap]
    if points:
        after["points"] = points
    with_pages(play, after)
    if offline is not None:
        data["offline"] = offline
    if again is not None:
        data["again"] = again
    if spot is not None:
        data["spot"] = spot
    if sample:
        data["sample"] = list(sample)
    if plan is not None:
        data["opener"] = matter.opener
        data["plan"], data["period"], data["subject"] = (
            plan["plan"],
            plan["period"],
            plan["subject"],
        )
    return [Draft("matter.opened", data)]


def ready(
    play: Play,
    fields: Mapping[str, Any],
    parties: Mapping[str, list[str]],
    *,
    complete: bool = True,
) -> tuple[Play, dict[str, Any]] | Refusal:
    """Returns (the matter with these fields in its first state, the fields as its fact stores
    them), or the refusal. Where it need not be `complete`, fields may still be empty."""
    template = play.template
    if template.first in live_states(template):
        return Refusal("begins_live", {"template": template.title or template.template})
    values = {name: value for name, value in fields.items() if value is not None}
    play = in_state(play, template.first, values, play.now)
    refusal = _unfit(play, values, parties, complete=complete)
    if refusal is not None:
        return refusal
    play = placed(play, values)
    play = replace(play, matter=replace(play.matter, parties=parties_as_stored(parties)))
    refusal = not_in_force(play)
    if refusal is not None:
        return refusal
    values = noted(play, values)
    written = {**play.matter.fields, **values}
    return replace(play, matter=replace(play.matter, fields=written)), values


def as_opened(play: Play, values: dict[str, Any], after: After) -> Opened:
    """The payload of the fact that opens a matter."""
    template, matter = play.template, play.matter
    number, series, running = numbered(play)
    data = Opened(
        matter=matter.id, template=template.template, revision=play.pinned.sha256, title=title_of(play.pinned),
        number=number, series=series, running=running, place=matter.place, area=matter.area,
        category=matter.category, fields=values, readers=list(template.readers), after=after,
    )  # fmt: skip
    if kind_of(template) != template.template:
        data["kind"] = kind_of(template)
    return data


def _unfit(
    play: Play, values: Mapping[str, Any], parties: Mapping[str, list[str]], *, complete: bool
) -> Refusal | None:
    problems = list(problems_of(play, values))
    if problems:
        return Refusal("matter_fields", {"problems": problems})
    named = dict(open_parties(play))
    for party, people in parties.items():
        if party not in named:
            return Refusal("party_not_named", {"party": party})
        unknown = next((one for one in people if one not in play.site.person_by_id), None)
        if unknown is not None:
            return Refusal("unknown_person", {"person": unknown})
    moves_ask = {need for move in play.template.moves.values() for need in move.needs}
    asked = [
        name
        for name, field in play.template.fields.items()
        if field.required and name not in moves_ask and asked_now(play, field)
    ]
    missing = lacking(play, values, asked) if complete else []
    if missing:
        without = [one for one in asked if lacking(play, values, [one])]
        said = {"fields": missing, "clause": clause_of_fields(play, without)}
        return Refusal("matter_incomplete", said)
    return None


def asked_now(play: Play, field: f.FieldBase) -> bool:
    """Returns whether a field applies now: its condition holds."""
    return field.when is None or holds(field.when, play.matter.fields, play.now, play.site.zone)


def numbered(play: Play) -> tuple[str, str, int]:
    """Returns (number, series, running number) of the template's next matter. `{n}` has four
    digits."""
    local = datetime.fromtimestamp(play.now / 1000, play.site.zone)
    series = f"{play.template.template}:{local.year}"
    running = play.state.matters.numbers.get(series, 0) + 1
    filled = play.template.number_line
    for name, value in (
        ("date", local.strftime("%Y%m%d")), ("year", str(local.year)),
        ("month", local.strftime("%m")), ("n", f"{running:04d}"),
    ):  # fmt: skip
        filled = filled.replace("{" + name + "}", value)
    return filled, series, running
