"""ICS 204, assignment list: one for each post or person that was given work (fields after FEMA's ICS Forms Booklet,
FEMA 502-2). Telephone numbers are never printed here (docs/privacy.md): people write them by hand.
"""

from collections.abc import Sequence

from command_center.domain.state.directives.directive import Directive
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
from command_center.reports.forms.gathered import Gathered, words
from command_center.reports.forms.organization import commander, holding, with_post

NONE_GIVEN = ""


def ics_204(gathered: Gathered) -> Sheet:
    """Return a list for each recipient of directives open or issued in the period; one blank list
    if there are none.
    """
    g = gathered
    given: dict[str, list[Directive]] = {}
    for one in g.directives():
        if one.ended_at is None or one.ended_at >= g.since:
            given.setdefault(one.to_post or one.to_person or NONE_GIVEN, []).append(one)
    lists = given or {NONE_GIVEN: []}
    return g.sheet("ics-204", [_list(g, to, own) for to, own in lists.items()])


def _list(g: Gathered, to: str, given: Sequence[Directive]) -> list[Part]:
    person = g.holder(to) if to in g.site.post_by_id else (to or None)
    group: Value = Told("forms.group", {"name": g.named(to)}) if to else None
    personnel: list[list[Value]] = [
        [Told("ics.operations_chief"), holding(g, "operations_chief"), None],
        [Told("ics.branch_director"), None, None],
        [Told("ics.group_supervisor"), with_post(g, person, _post(g, to)), None],
    ]
    special: list[Value] = []
    if given:
        special.append(Told("forms.hot_zone", {"metres": g.incident.hot_zone_m}))
    zones = list(dict.fromkeys(zone for one in given for zone in one.evacuates))
    if zones:
        special.append(Told("forms.evacuated", {"zones": [g.named(zone) for zone in zones]}))
    return [
        Band([g.box_name(1.4), g.box_period(1.4), Box("3", "group", [group] if group else [], 1.2)]),
        Grid("4", "personnel", [
            Column("position", 1.2), Column("name", 1.6), Column("contact_numbers", 1.2),
        ], personnel),
        Grid("5", "resources_assigned", [
            Column("identifier", 1.4), Column("leader", 1.1), Column("persons", 0.6),
            Column("contact", 1), Column("reporting", 1.4),
        ], _resources(g, given), spare=2),
        Grid("6", "work_assignments", [
            Column("directive", 0.7), Column("assignment", 3), Column("place", 1), Column("due", 1),
            Column("status", 0.9),
        ], [
            [
                one.id, words(one.text), g.named(one.place), Moment(one.due_at),
                Told(f"directive.state.{one.state}"),
            ]
            for one in given
        ], spare=1),
        Band([Box("7", "special", special, lines=2)]),
        Grid("8", "communications", [Column("name_function", 1), Column("primary_contact", 1)], [
            [Told("forms.with_post", {
                "name": commander(g), "post": Told("ics.incident_commander"),
            }) if g.incident.commander else Told("ics.incident_commander"), None],
        ], spare=2),
        g.prepared("9"),
    ]  # fmt: skip


def _post(g: Gathered, to: str) -> str | None:
    return to if to in g.site.post_by_id else None


def _resources(g: Gathered, given: Sequence[Directive]) -> list[list[Value]]:
    """Teams that the directives mobilise and kits that they send. How many people came, only a hand knows."""
    rows: list[list[Value]] = []
    for one in given:
        team = g.site.team_by_id.get(one.mobilises or "")
        if team is not None:
            rows.append([
                team.name, g.named(g.holder(team.lead)), len(team.members), None, g.named(one.place),
            ])  # fmt: skip
        if one.kit:
            rows.append([g.named(one.kit), None, None, None, g.named(one.place)])
    return rows
