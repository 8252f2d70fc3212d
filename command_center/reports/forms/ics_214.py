"""ICS 214, activity log (fields after FEMA's ICS Forms Booklet, FEMA 502-2)."""

from command_center.reports.export.forms.sheet import Band, Box, Column, Grid, Moment, Sheet, Value
from command_center.reports.forms.activity import activity, is_notable, of_person
from command_center.reports.forms.gathered import Gathered


def ics_214(gathered: Gathered) -> Sheet:
    """The log of one person, or of the whole command where no person is named: then in the commander's name."""
    g = gathered
    person = g.person or g.incident.commander
    facts = [fact for fact in g.facts if is_notable(fact)]
    if g.person is not None:
        facts = of_person(g, facts, g.person)
    posts = g.posts_of(person)
    with_them = _assigned(g, person)
    return g.sheet("ics-214", [[
        Band([g.box_name(), g.box_period()]),
        Band([
            Box("3", "name", [g.named(person)] if person else [], 1),
            Box("4", "ics_position", [posts] if posts else [], 1),
            Box("5", "home_agency", [g.site.name], 1),
        ]),
        Grid("6", "resources_assigned", [
            Column("name", 1), Column("ics_position", 1.4), Column("home_unit", 1.2),
        ], with_them, spare=0 if with_them else 2),
        Grid("7", "activity", [
            Column("date_time", 1.1), Column("notable", 3.6), Column("by", 1), Column("fact", 0.5),
        ], [[Moment(f.at), activity(g, f), _by(g, f.speaker or f.actor), f.seq] for f in facts],
        spare=4),
        g.prepared("8"),
    ]])  # fmt: skip


def _by(g: Gathered, actor: str) -> Value:
    return None if actor == "duty" else g.hand(actor)


def _assigned(g: Gathered, person: str | None) -> list[list[Value]]:
    """Who has a hand in it: recipients of directives and whoever said how they stand, each once."""
    people = [g.holder(one.to_post) or one.to_person for one in g.directives()]
    people += [f.data["person"] for f in g.facts if f.kind == "responder.status"]
    if g.person is not None:
        teams = [team for team in g.site.teams if g.holder(team.lead) == g.person]
        people = [member for team in teams for member in team.members]
    found = [one for one in dict.fromkeys(people) if one is not None and one != person]
    rows: list[list[Value]] = []
    for one in found:
        known = g.site.person_by_id.get(one)
        rows.append([g.named(one), g.posts_of(one), g.named(known.home) if known else None])
    return rows
