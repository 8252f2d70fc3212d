"""Directives by whom and what they concern, so that a long night costs no more than an open one."""

from collections.abc import Collection
from dataclasses import dataclass, field

from command_center.domain.state.directive import Directive

_NONE: dict[str, Directive] = {}


@dataclass(slots=True)
class InHand:
    """The open directives of each recipient and incident, and every one an incident ever had.

    Kept by the fold of the directives' own facts, in the order of their issue.
    """

    by_person: dict[str, dict[str, Directive]] = field(default_factory=dict)
    by_incident: dict[str, dict[str, Directive]] = field(default_factory=dict)
    given: dict[str, list[str]] = field(default_factory=dict)

    def issued(self, directive: Directive) -> None:
        """One more."""
        self.given.setdefault(directive.incident, []).append(directive.id)
        self.by_incident.setdefault(directive.incident, {})[directive.id] = directive
        if directive.to_person is not None:
            self.by_person.setdefault(directive.to_person, {})[directive.id] = directive

    def ended(self, directive: Directive) -> None:
        """Nobody's to do or to verify any more."""
        for keyed, key in (
            (self.by_incident, directive.incident),
            (self.by_person, directive.to_person or ""),
        ):
            left = keyed.get(key, {})
            left.pop(directive.id, None)
            if not left:
                keyed.pop(key, None)

    def of_person(self, person: str | None) -> Collection[Directive]:
        """What is open on a person's hands."""
        return self.by_person.get(person or "", _NONE).values()

    def of_incident(self, incident: str) -> Collection[Directive]:
        """What is open of an incident."""
        return self.by_incident.get(incident, _NONE).values()
