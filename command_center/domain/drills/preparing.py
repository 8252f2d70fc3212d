"""Prepares a window of the year's programme before its hidden day is known: who plays, and whether
people move in the plant."""

from datetime import datetime
from typing import NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.actor import Role
from command_center.domain.fact import Draft, Fact
from command_center.domain.quantities import Year
from command_center.domain.readers import FOR_COORDINATORS
from command_center.domain.refusal import Decision, Phrase, Refusal
from command_center.domain.registry import Command, Context, Scene, applies, decides
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.domain.state.drills.programme import Preparation, Prepared, YearProgramme
from command_center.domain.text import Text


class PrepareWindow(Command):
    """Prepare the drill of a `window`: the `people` who play their own parts, and whether they move
    in the plant (`in_plant`, with a `safety_officer`). A drill in the plant is sealed at its
    hidden hour and waits for a person to start it; every other starts by itself. `base` is the
    revision that the writer had opened, 0 for the first."""

    year: Year
    window: str = Field(min_length=1, max_length=60)
    base: int = Field(default=0, ge=0, le=1_000_000)
    people: list[str] = Field(default=[], max_length=500)
    in_plant: bool = False
    safety_officer: str | None = Field(default=None, max_length=40)


class WindowPrepared(TypedDict):
    """How the drill of this window will be held; not when. `revision` is how often the window was
    prepared so far, which the next writer gives as `base`; older facts do not have it."""

    year: int
    window: str
    people: list[str]
    in_plant: bool
    safety_officer: str | None
    revision: NotRequired[int]


@decides("programme.prepare", PrepareWindow, [Role.CONTROLLER], scene=Scene.REALITY)
def prepare(state: State, command: PrepareWindow, ctx: Context) -> Decision:
    """Prepares the drill of a window, until the window has a drill of its own or is over. If two
    people prepare it at once the later one is refused and told what the other changed; nothing
    is overwritten."""
    programme = state.programmes.get(command.year)
    windows = () if programme is None else programme.windows
    found = next((one for one in windows if one.id == command.window), None)
    if programme is None or found is None:
        return Refusal("unknown_window", {"window": command.window, "year": str(command.year)})
    made = next((d for d in state.drills.values() if d.window == found.id), None)
    if made is not None:
        return Refusal("window_has_drill", {"drill": made.id})
    if datetime.fromtimestamp(ctx.now / 1000, ctx.site.zone).date() > found.closes:
        return Refusal("window_over", {"closes": found.closes.isoformat()})
    officer = command.safety_officer if command.in_plant else None
    if command.in_plant and officer is None:
        return Refusal("safety_officer_needed")
    people = sorted(set(command.people))
    for person in (*people, *([officer] if officer else [])):
        if person not in ctx.site.person_by_id:
            return Refusal("unknown_person", {"person": person})
    if programme.prepared_for(found.id) == Preparation(tuple(people), command.in_plant, officer):
        return []  # it is so already
    if changes := _changed_since(programme, found.id, command.base, ctx.site):
        said = programme.prepared[found.id]
        since = said[command.base :] or said
        details = {"who": sorted({one.by for one in since}), "revision": len(said)}
        return Refusal("preparation_moved", details | {"changes": changes})
    payload = WindowPrepared(
        year=command.year, window=found.id, people=people, in_plant=command.in_plant,
        safety_officer=officer, revision=programme.revision_of(found.id) + 1,
    )  # fmt: skip
    return [Draft("programme.prepared", payload)]


def _changed_since(programme: YearProgramme, window: str, base: int, site: Site) -> list[Phrase]:
    """Returns what changed since revision `base`, as phrases; empty also where it was changed there
    and back."""
    seen, now = programme.prepared_at(window, base), programme.prepared_for(window)
    changes = []
    joined, left = (
        [_name(one, site) for one in some if one not in others]
        for some, others in ((now.people, seen.people), (seen.people, now.people))
    )
    if joined:
        changes.append(Phrase("phrase.prepared_joined", {"names": joined}))
    if left:
        changes.append(Phrase("phrase.prepared_left", {"names": left}))
    if now.safety_officer is not None and now.safety_officer != seen.safety_officer:
        officer = _name(now.safety_officer, site)
        changes.append(Phrase("phrase.prepared_in_plant", {"officer": officer}))
    elif now.in_plant != seen.in_plant:
        changes.append(Phrase("phrase.prepared_not_in_plant"))
    return changes


def _name(person: str, site: Site) -> Text | str:
    known = site.person_by_id.get(person)
    return known.name if known else person


@applies("programme.prepared", WindowPrepared, readers=FOR_COORDINATORS)
def prepared(state: State, fact: Fact) -> None:
    """Applies the fact: the newest preparation of a window is used."""
    d = fact.data
    what = Preparation(tuple(d["people"]), d["in_plant"], d["safety_officer"])
    known = state.programmes[d["year"]].prepared
    said = Prepared(what, fact.actor, fact.recorded_at)
    known[d["window"]] = (*known.get(d["window"], ()), said)
