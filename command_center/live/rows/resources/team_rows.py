"""Rows `team:TEAM` of topic `resources`: who of a team is here, and how far those have got who were sent."""

from collections.abc import Iterable, Iterator

from typing_extensions import TypedDict

from command_center.domain.fact import Fact
from command_center.domain.readers import EVERYBODY
from command_center.domain.resources.send_team import (
    Stand,
    members_of,
    not_ordered,
    stand_of,
)
from command_center.live.rows.kind import RowKind, Seen
from command_center.live.rows.leaving import ENDS
from command_center.live.rows.resources.stock_rows import TOPIC


class SentMember(TypedDict):
    """Somebody who was ordered with a team: by which directive, and how far they have got."""

    person: str
    directive: str
    stand: Stand


class TeamSentTo(TypedDict):
    """A team at an open incident: where it was sent, who was `sent`, and how many were not: `rest` who are on site,
    `away` who could be called in."""

    place: str | None
    sent: list[SentMember]
    rest: int
    away: int


class TeamRow(TypedDict):
    """A team: who leads it now, how many it has and how many of them are on site; by open incident where it was sent
    and who of it was sent."""

    team: str
    lead: str | None
    members: int
    here: int
    incidents: dict[str, TeamSentTo]


TEAM = RowKind(TOPIC, "team:", TeamRow, readers=EVERYBODY)


@TEAM.moved_by("resource.team_sent", "incident.opened", "shift.*", *ENDS)
def all_teams(fact: Fact, seen: Seen) -> Iterable[str]:
    """Return all teams: who is on site and which incidents are open counts for each."""
    return every_team(seen)


@TEAM.moved_by("directive.*", "responder.status")
def of_the_person(fact: Fact, seen: Seen) -> Iterator[str]:
    """Yield the teams that were sent with the directive, or of which the person was sent."""
    for incident in seen.state.open_incidents.values():
        for team, sent in incident.teams.items():
            if (
                fact.data.get("directive") in sent.orders.values()
                or fact.data.get("person") in sent.orders
            ):
                yield team


@TEAM.listed
def every_team(seen: Seen) -> Iterable[str]:
    """The keys of all teams of the site."""
    return seen.site.team_by_id


@TEAM.made
def team_row(seen: Seen, name: str) -> TeamRow | None:
    """Return who of the team is here, and what became of the orders by which it was sent."""
    state, site = seen.state, seen.site
    team = site.team_by_id.get(name)
    if team is None:
        return None
    people = [one.person for one in members_of(state, team)]
    incidents = dict[str, TeamSentTo]()
    for incident in state.open_incidents.values():
        sent = incident.teams.get(name)
        left = {one.person for one in not_ordered(state, incident, team)} - {incident.commander}
        incidents[incident.id] = {
            "place": sent.place if sent is not None else None,
            "sent": [
                {"person": person, "directive": order, "stand": stand_of(state, state.directives[order])}
                for person, order in (sent.orders if sent is not None else {}).items()
            ],
            "rest": len(left & state.roster.on_site),
            "away": len(left - state.roster.on_site),
        }  # fmt: skip
    return {
        "team": name,
        "lead": state.roster.holder_on_site(team.lead),
        "members": len(people),
        "here": len(state.roster.on_site.intersection(people)),
        "incidents": incidents,
    }
