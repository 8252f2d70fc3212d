"""ICS 214, activity log (fields after FEMA's ICS Forms Booklet, FEMA 502-2)."""

import re
from collections.abc import Iterable
from typing import Any

from command_center.domain.fact import Fact
from command_center.reports.export.forms.sheet import (
    Band,
    Box,
    Column,
    Grid,
    Moment,
    Sheet,
    Told,
    Value,
)
from command_center.reports.forms.gathered import Gathered, words
from command_center.words import LANGUAGES, catalogue, has

NOTABLE = (
    "alarm.raised", "alarm.acknowledged", "alarm.returned", "authority.", "custody.tried",
    "directive.issued", "directive.acknowledged", "directive.done", "directive.refused",
    "directive.returned", "directive.taken_back", "directive.verified", "directive.withdrawn",
    "entry.", "evacuation.", "gas.measured", "incident.", "kit.drawn", "outfall.sampled", "outside.",
    "person.", "plant.confirmed", "report.", "resource.", "responder.status", "source.", "valve.",
    "pump.", "muster.", "form.kept", "siren.told",
)  # fmt: skip
"""Kinds that a log of activities lists. Notices and the clockwork's reminders are left to the journal's page."""
NOT_NOTABLE = frozenset({"person.erased", "resource.counted", "resource.expired"})
WORDED = {
    "severity", "status", "custody", "state", "urgency", "category", "channel", "priority", "result",
    "lacked",
}  # fmt: skip
"""Names of fields whose values are words of the catalogue, `NAME.VALUE`."""
TIME = re.compile(r"(_at|at|t0|until|onset|by|due)$")
PLACES = re.compile(r"\{(\w+)")


def ics_214(gathered: Gathered) -> Sheet:
    """Return the log of one person; without a person, of the whole command, in the commander's name."""
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


def is_notable(fact: Fact) -> bool:
    """Whether the log lists facts of this kind."""
    return fact.kind.startswith(NOTABLE) and fact.kind not in NOT_NOTABLE


def of_person(gathered: Gathered, facts: Iterable[Fact], person: str) -> list[Fact]:
    """Return what a person did or was told: their own facts, those that name them, and those of their directives."""
    own = {
        one.id
        for one in gathered.directives()
        if person in (one.to_person, one.acknowledged_by, one.refused_by)
    }
    return [
        fact
        for fact in facts
        if person in (fact.speaker, _person_of(gathered, fact.actor), fact.data.get("person"))
        or fact.data.get("directive") in own
        or fact.data.get("id") in own
    ]


def activity(gathered: Gathered, fact: Fact) -> Told:
    """Return the sentence that describes a fact."""
    key = f"fact.{fact.kind}"
    if fact.data.get("same_as") and has(f"{key}.same"):
        key = f"{key}.same"
    elif fact.data.get("missing") and has(f"{key}.short"):
        key = f"{key}.short"
    elif fact.data.get("against") and has(f"{key}.against"):
        key = f"{key}.against"
    elif fact.data.get("lacked"):
        key = f"{key}.lacking"
    elif fact.kind == "matter.left" and fact.data.get("reason"):
        key = f"{key}.stated"
    elif fact.data.get("by_asker") and has(f"{key}.by_asker"):
        key = f"{key}.by_asker"
    if not has(key):
        return Told("forms.activity_unnamed", {"kind": fact.kind})
    wanted = {name for lang in LANGUAGES for name in PLACES.findall(catalogue(lang)[key])}
    told = {name: _value(gathered, name, fact.data.get(name)) for name in sorted(wanted)}
    return Told(key, told)


def _value(gathered: Gathered, name: str, value: Any) -> Value:
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, int) and TIME.search(name) and value > 1_000_000_000_000:
        return Moment(value)
    if isinstance(value, (int, float)):
        return _span(value) if name.endswith("_ms") else value
    if isinstance(value, (list, tuple)):
        return [_value(gathered, name, one) for one in value]
    if isinstance(value, dict):
        return _row(gathered, value)
    return _ident(gathered, name, str(value))


def _row(gathered: Gathered, value: dict[str, Any]) -> Value:
    if "zh" in value:
        return words(value)
    if "resource" in value:
        told = value.get("quantity", value.get("missing", 0))
        return Told(
            "forms.counted_thing", {"name": gathered.named(value["resource"]), "n": float(told)}
        )
    return gathered.named(value.get("person"))


def _ident(gathered: Gathered, name: str, value: str) -> Value:
    if name == "directive" and value in gathered.state.directives:
        given = gathered.state.directives[value]
        return Told("forms.directive", {"id": value, "text": words(given.text)})
    if name == "dispatch" and value in gathered.state.ledger.dispatches:
        kit = gathered.state.ledger.dispatches[value].kit
        return Told("forms.directive", {"id": value, "text": gathered.named(kit)})
    if name == "alarm" and ":" in value:
        tag, _, condition = value.partition(":")
        of = gathered.names.vessel(tag)
        return Told("forms.alarm", {"of": of, "condition": Told(f"alarm.condition.{condition}")})
    if name in WORDED and has(f"{name}.{value}"):
        return Told(f"{name}.{value}")
    return gathered.named(value)


def _span(ms: float) -> str:
    minutes, seconds = divmod(int(ms) // 1000, 60)
    return f"{minutes}:{seconds:02}"


def _person_of(gathered: Gathered, actor: str) -> str | None:
    known = gathered.state.accounts.get(actor)
    return (known.person if known else None) or actor
