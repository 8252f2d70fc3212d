"""The notable activities of a log: facts as sentences, their places filled with names."""

import re
from collections.abc import Iterable
from typing import Any

from command_center.domain.fact import Fact
from command_center.reports.export.forms.sheet import Moment, Told, Value
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
}  # fmt: skip
"""Names of fields whose values are words of the catalogue, `NAME.VALUE`."""
TIME = re.compile(r"(_at|at|t0|until|onset|by|due)$")
PLACES = re.compile(r"\{(\w+)")


def is_notable(fact: Fact) -> bool:
    """Whether the log lists facts of this kind."""
    return fact.kind.startswith(NOTABLE) and fact.kind not in NOT_NOTABLE


def of_person(gathered: Gathered, facts: Iterable[Fact], person: str) -> list[Fact]:
    """What a person did or was told: their own facts, those that name them, and their directives'."""
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
    """The sentence of a fact."""
    key = f"fact.{fact.kind}"
    if fact.data.get("same_as") and has(f"{key}.same"):
        key = f"{key}.same"
    elif fact.data.get("missing") and has(f"{key}.short"):
        key = f"{key}.short"
    elif fact.data.get("against") and has(f"{key}.against"):
        key = f"{key}.against"
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
