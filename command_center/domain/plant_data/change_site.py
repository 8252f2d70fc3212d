"""Changes the plant's description: rows of any table, all rows of a command or none. Each change is
a fact."""

from collections.abc import Iterator, Sequence
from typing import Any, NotRequired

from pydantic import Field, ValidationError
from typing_extensions import TypedDict

from command_center.domain.actor import Actor
from command_center.domain.fact import Draft, Fact
from command_center.domain.payload import Words
from command_center.domain.plant_data.consequences import LIMITS
from command_center.domain.plant_data.said import noun_named, reason_of, whole
from command_center.domain.readers import EVERYBODY
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Command, Context, Scene, applies, decides
from command_center.domain.site.changing.change import Change, changed
from command_center.domain.site.changing.mistakes import Mistake
from command_center.domain.site.changing.nouns import EDITORS, NOUNS
from command_center.domain.site.model import Site
from command_center.domain.site.parts.ledger import Stock
from command_center.domain.state import State
from command_center.domain.state.resources.ledger import StockLine
from command_center.domain.text import Reason, kept

MOST_CHANGES = 40_000
"""Rows of one command: an import of the whole stock of a large plant."""


class ChangeSite(Command):
    """Change rows of the plant's description. `reason` is for whoever reads the log later."""

    rows = frozenset({"changes"})

    changes: list[Change] = Field(min_length=1, max_length=MOST_CHANGES)
    reason: Reason | None = None


class SiteChanged(TypedDict):
    """A row of the plant's description was changed. `noun` and `key` name it; `old` and `new` are
    the row before and after (null: there was none, there is none). Facts of one command have the
    same `batch`. `base` is the stored description to which the plant's first change was made.
    People's contacts are not part of it: see `contact.changed`."""

    noun: str
    key: str
    old: dict[str, Any] | None
    new: dict[str, Any] | None
    batch: str
    base: int | None
    reason: NotRequired[Words | str]


def may_change(actor: Actor, noun: str) -> bool:
    """Returns whether the actor may edit the rows of a noun (a table of the plant)."""
    return actor.role in NOUNS[noun].editors


@decides("site.change", ChangeSite, sorted(EDITORS), scene=Scene.REALITY, begins=True)
def change(state: State, command: ChangeSite, ctx: Context) -> Decision:
    """Changes rows of the plant's description: all, or none where one of them is refused."""
    forbidden = sorted(
        {
            one.noun
            for one in command.changes
            if one.noun in NOUNS and not may_change(ctx.actor, one.noun)
        }
    )
    if forbidden:
        return Refusal(
            "noun_forbidden", {"nouns": [noun_named(one) for one in forbidden]}, status=403
        )
    before = state.site
    after = decided(state, command.changes)
    if not isinstance(after, Site):
        return refused(after)
    return list(_facts(state, ctx, command, before, after))


def decided(state: State, changes: Sequence[Change]) -> Site | list[Mistake]:
    """Returns the plant after these changes, or all mistakes in them. What is open must still find
    what its plans name."""
    after = changed(state.site, changes)
    if not isinstance(after, Site):
        return after
    mistakes = list(_alarms(state, changes, after))
    now = [one for one in changes if NOUNS[one.noun].held == "today"]
    for subject, plant in state.plants() if now else ():
        there = plant.site
        known = [
            one for one in now if one.row is not None or one.key in NOUNS[one.noun].parts(there)
        ]
        kept = changed(there, known, seen=False)
        if not isinstance(kept, Site):
            mistakes += [
                Mistake(
                    one.noun,
                    one.key,
                    one.field,
                    "while_open",
                    {"subject": subject, "why": reason_of(one)},
                )
                for one in kept
            ]
    return mistakes or after


def _alarms(state: State, changes: Sequence[Change], after: Site) -> Iterator[Mistake]:
    """Yields a mistake for each active alarm that could not return: its tag and its limit must stay
    until it has."""
    if not any(one.noun == "tags" for one in changes):
        return
    for alarm in state.alarms.values():
        if not alarm.active or alarm.tag not in state.site.tag_by_id:
            continue
        tag = after.tag_by_id.get(alarm.tag)
        limit = alarm.condition.lower()
        gone = limit in LIMITS and getattr(tag and tag.limits, limit, None) is None
        if tag is None or gone:
            yield Mistake(
                "tags",
                alarm.tag,
                "" if tag is None else f"limits.{limit}",
                "alarm_stands",
                {"alarm": alarm.id},
            )


def _facts(
    state: State, ctx: Context, command: ChangeSite, before: Site, after: Site
) -> Sequence[Draft]:
    batch = f"CHG-{state.seq + 1}"
    base = state.plant.base if state.plant.revision else ctx.site_version
    drafts: list[Draft] = []
    nouns = {one.noun: NOUNS[one.noun] for one in command.changes}
    was = {name: noun.parts(before) for name, noun in nouns.items()}
    now = {name: noun.parts(after) for name, noun in nouns.items()}
    for one in command.changes:
        noun = nouns[one.noun]
        key = one.key or noun.key_of(one.row or {})
        old, new = was[noun.name].get(key), now[noun.name].get(key)
        if old == new:
            continue
        data = SiteChanged(
            noun=noun.name,
            key=key,
            old=None if old is None else noun.row_of(old),
            new=None if new is None else noun.row_of(new),
            batch=batch,
            base=base,
        )
        if command.reason is not None:
            data["reason"] = kept(command.reason)
        drafts.append(Draft("site.changed", data))
    return drafts


@applies("site.changed", SiteChanged, readers=EVERYBODY)
def folded(state: State, fact: Fact) -> None:
    """Applies the fact: the plant has this description from now on. What is open takes over only
    those rows that always follow the present plant."""
    state.plant.take(fact.data, fact.seq)
    noun = NOUNS.get(fact.data["noun"])
    follow = {"stock": _stock, "kits": _kit}.get(fact.data["noun"])
    if follow is not None:
        for board in (state, *state.twins.values()):
            follow(board, fact)
    if noun is not None and noun.held == "today":
        for _, plant in state.plants():
            plant.take(fact.data, fact.seq)


def _stock(state: State, fact: Fact) -> None:
    """Applies a changed row to its line of the ledger; what is out of the store stays out. A row
    that this version cannot read changes nothing, as in the plant."""
    try:
        old, new = (
            None if row is None else Stock.model_validate(row)
            for row in (fact.data["old"], fact.data["new"])
        )
    except ValidationError:
        return
    row = new or old
    if row is None:
        return
    key, lines = (row.resource, row.store), state.ledger.lines
    line = lines.changing(key)
    if new is None:
        lines.pop(key, None)
    elif line is not None:
        line.described(old, new)
    else:
        lines[key] = StockLine.of(new)
    if key in lines:
        lines[key].changed_at = max(lines[key].changed_at, fact.at)


def _kit(state: State, fact: Fact) -> None:
    """Applies a removed kit: its inspection is dropped, so that another kit with the same id does
    not take it over."""
    if fact.data["new"] is None:
        state.ledger.kits_inspected.pop(fact.data["key"], None)
        state.ledger.kits_unfit.discard(fact.data["key"])


SHOWN = 20
"""Mistakes that a refusal spells out; the preview tells all."""


def refused(mistakes: Sequence[Mistake]) -> Refusal:
    """Returns a refusal that gives one reason for each mistake."""
    told = [whole(one) for one in mistakes[:SHOWN]]
    return Refusal("plant_mistakes", {"count": len(mistakes), "mistakes": told})
