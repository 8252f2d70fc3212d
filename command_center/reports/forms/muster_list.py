"""The list that a warden takes to a muster point, with a box to tick for everybody expected there."""

from collections.abc import Mapping

from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.domain.state.incidents.incident import Incident
from command_center.domain.state.people.muster_list import AtMuster, MusterList
from command_center.reports.export.forms.sheet import (
    Band,
    Box,
    Column,
    Grid,
    Moment,
    Part,
    Sheet,
    Told,
    Value,
)
from command_center.reports.forms.gathered import words

OTHERS = 4
"""Empty rows for people who came and are not on the list."""


def muster_list_sheet(
    site: Site,
    state: State,
    incident: Incident,
    listed: MusterList,
    head: str,
    visitors: Mapping[str, str],
) -> Sheet:
    """Return the list with a section for each muster point. `head` is the hash of the fact that made the list;
    `visitors` gives the names of those whom the fact lists by number, as far as they are still stored.
    """
    number, sections = 1, list[list[Part]]()
    for part in listed.lists:
        sections.append(_section(site, listed, part, number, visitors))
        number += len(part.people)
    return Sheet(
        form="muster-list",
        mark="MUSTER",
        plant=site.name,
        subject=[words(incident.title), incident.id],
        zone=site.time_zone,
        exercise=state.drill is not None or site.simulated,
        upto=listed.seq,
        head=head,
        sections=sections,
        serial=listed.serial,
    )


def _section(
    site: Site, listed: MusterList, part: AtMuster, first: int, visitors: Mapping[str, str]
) -> list[Part]:
    place = site.places.get(part.muster or "")
    where: Value = place[0] if place else Told("forms.no_muster")
    counted = Told("forms.counted", {
        "all": listed.everybody, "safe": listed.checked_in, "assigned": listed.assigned,
        "open": listed.everybody - listed.checked_in - listed.assigned,
    })  # fmt: skip
    rows: list[list[Value]] = []
    for number, who in enumerate(part.people, first):
        person = site.person_by_id.get(who)
        unit: list[Value] = []
        if person is not None:
            home = site.places.get(person.home or "")
            unit = [Told(f"employer.{person.employer}"), home[0] if home else None]
        named: Value = person.name if person else who
        if who in visitors:
            named, unit = Told("forms.directive", {"id": who, "text": visitors[who]}), []
        rows.append([number, named, unit, None, None, None])
    return [
        Band([
            Box("", "muster_point", [where], 1.4),
            Box("", "expected", [Told("forms.people", {"n": len(part.people)})], 0.8),
            Box("", "listed_at", [Moment(listed.at)], 1),
        ]),
        Band([Box("", "headcount", [counted])]),
        Band([Box("", "how_to_enter", [Told("forms.enter_list", {"serial": listed.serial})])]),
        Grid("", "expected_here", [
            Column("row", 0.4), Column("name", 1.7), Column("home_unit", 1.7),
            Column("here", 0.5, ticked=True), Column("time", 0.7), Column("remarks", 1.6),
        ], rows, of=where),
        Band([
            Box("", "warden", [], 1.4), Box("", "signature", [], 1.4), Box("", "date_time", [], 1.2),
            Box("", "total_here", [], 0.8),
        ]),
        Grid("", "others_here", [
            Column("name", 1.7), Column("home_unit", 1.7), Column("time", 0.7), Column("remarks", 1.6),
        ], [], spare=OTHERS),
    ]  # fmt: skip
