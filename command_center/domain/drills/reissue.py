"""Withdraws the directives of a suspended exercise, and issues them again when it resumes."""

from dataclasses import replace

from command_center.domain.directives.given import Instruction, draft_directive
from command_center.domain.fact import Draft
from command_center.domain.payload import Words
from command_center.domain.registry import Context
from command_center.domain.site.model import Category, Urgency
from command_center.domain.state import State
from command_center.domain.state.drills.drill import Drill

SUSPENDED = Words(zh="演练中止，先处置真实情况", en="The exercise is suspended: reality goes first")
"""The reason that stands on every directive withdrawn by a suspension."""


def open_in(twin: State) -> list[str]:
    """Returns the ids of the exercise's directives that are still open."""
    return [
        directive.id
        for incident in twin.open_incidents
        for directive in twin.in_hand.of_incident(incident)
    ]


def withdrawn(twin: State, drill: Drill, now: int) -> list[Draft]:
    """Returns the facts that withdraw the exercise's open directives at exercise time `now`."""
    return [
        Draft(
            "directive.withdrawn",
            {"directive": key, "reason": SUSPENDED},
            twin.directives[key].incident,
            caused_by=twin.directives[key].history[-1],
            at=now,
            drill=drill.id,
        )
        for key in open_in(twin)
    ]


def reissued(twin: State, drill: Drill, ctx: Context, now: int) -> list[Draft]:
    """Returns the withdrawn directives as new ones that name the old: unacknowledged, with the time
    that was left for the work."""
    inside = replace(
        ctx, site=twin.in_force, site_version=drill.site_version, now=now, drill=drill.id
    )
    drafts: list[Draft] = []
    for key in drill.withdrew:
        old = twin.directives[key]
        incident = twin.open_incidents.get(old.incident)
        to = old.to_post or old.to_person
        if incident is None or to is None:
            continue
        told = Instruction(
            to=to,
            text=old.text,
            urgency=Urgency(old.urgency),
            category=Category(old.category),
            place=old.place,
            step=old.step,
            kit=old.kit,
            acts_on=old.acts_on,
            evacuates=old.evacuates,
            mobilises=old.mobilises,
            due_at=old.due_at,
            supersedes=old.id,
        )
        new = draft_directive(twin, inside, incident, told, now, ahead=len(drafts))
        drafts.append(replace(new, at=now, drill=drill.id))
    return drafts
