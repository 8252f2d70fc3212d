"""Counts people at work under a permit where an incident is: they are in its headcount by name.

This needs no order to evacuate: a permit says who went into the vessel, and the incident must find
them. Coming out does not make anybody safe: they are counted like everybody else. Contractors'
people are included.
"""

from collections.abc import Iterator

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.actor import Role
from command_center.domain.fact import Draft, Fact
from command_center.domain.matters.permits.dangers import work_in
from command_center.domain.open_incident import open_incident
from command_center.domain.readers import EVERYBODY
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Command, Context, Scene, applies, decides
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.domain.state.incidents.incident import Incident
from command_center.domain.state.people.headcount import Headcount


class CountAtWork(Command):
    """Count the people at work under a permit where the incident is."""

    incident: str = Field(max_length=40)


class AtWorkCounted(TypedDict):
    """These people were inside under the permits `matters` when the incident reached them, so they
    must be accounted for."""

    people: list[str]
    matters: list[str]


@decides("evacuation.count_at_work", CountAtWork, [Role.DUTY], scene=Scene.REALITY)
def count_at_work(state: State, command: CountAtWork, ctx: Context) -> Decision:
    """Adds everybody who is inside under a permit, in the areas of the incident, to the headcount.
    People who are counted already stay as they are."""
    incident = open_incident(state, command.incident)
    if isinstance(incident, Refusal):
        return incident
    found = dict(_uncounted(state, ctx.site, incident))
    if not found:
        return []
    data = AtWorkCounted(people=sorted(found), matters=list(dict.fromkeys(found.values())))
    return [Draft("evacuation.at_work_counted", data, incident.id, caused_by=incident.opened_seq)]


def _uncounted(state: State, site: Site, incident: Incident) -> Iterator[tuple[str, str]]:
    """Yields everybody inside who is not in the headcount yet, with the matter they are inside of."""
    known = incident.evacuation.accounts if incident.evacuation is not None else {}
    for matter in work_in(state, site, incident):
        yield from ((person, matter.id) for person in matter.inside if person not in known)


def at_work_to_count(state: State, site: Site) -> Iterator[str]:
    """Yields the open incidents with somebody inside who is not in their headcount yet."""
    if not state.matters.inside:
        return
    for incident in state.open_incidents.values():
        if any(_uncounted(state, site, incident)):
            yield incident.id


@applies("evacuation.at_work_counted", AtWorkCounted, readers=EVERYBODY)
def at_work_counted(state: State, fact: Fact) -> None:
    """Applies the fact: these people are not accounted for until a report says otherwise. It begins
    a headcount where there is none."""
    incident = state.incidents[fact.incident or ""]
    if incident.evacuation is None:
        incident.evacuation = Headcount([], fact.at, fact.seq)
    for person in fact.data["people"]:
        incident.evacuation.accounts.setdefault(person, "not_accounted")
