"""Sets of roles that may read: rows and facts name one when they are declared."""

from collections.abc import Iterable
from dataclasses import dataclass

from command_center.domain.actor import HUMAN_ROLES, Role

Roles = frozenset[Role]

NOBODY: Roles = frozenset()
EVERYBODY: Roles = frozenset(HUMAN_ROLES)
"""Every role a person can sign in with. Machines read nothing."""
ADMINISTRATORS: Roles = frozenset({Role.ADMINISTRATOR})
BREAK_GLASS_READERS: Roles = frozenset({Role.ADMINISTRATOR, Role.COMMANDER})
"""Who sees at once that an account that is sealed for an emergency was used."""
CONTACT_READERS: Roles = frozenset({Role.COMMANDER, Role.CONTROLLER, Role.ADMINISTRATOR})
"""Who may see by which channels a person can be reached, and ask for the number itself, which is logged."""
POSITION_READERS: Roles = frozenset({Role.COMMANDER, Role.CONTROLLER, Role.EVALUATOR})
"""Who may see where people are: who leads, and who watches a drill."""
FORM_READERS: Roles = frozenset(
    {Role.COMMANDER, Role.CONTROLLER, Role.EVALUATOR, Role.ADMINISTRATOR}
)
"""Who may print the forms of an incident and lists of who is to be counted: they say who is where, by name."""
FORM_KEEPERS: Roles = FORM_READERS - {Role.EVALUATOR}
"""Who may keep a form with its incident: that is a fact, and who only looks makes none."""
INSIDE_READERS: Roles = frozenset({Role.COMMANDER, Role.CONTROLLER, Role.RESPONDER})
"""Who may see which gate somebody passed, and a visitor's name: who leads, who keeps the gate, and who
counts and searches in the field."""
MATTER_READERS: Roles = frozenset({Role.COMMANDER, Role.CONTROLLER, Role.ADMINISTRATOR})
"""Who may read facts of matters in the log, as far as each matter's own readers allow (`matter_roles`). Everybody else
reads a matter by its own page, which knows its parties."""
SAFETY_READERS: Roles = frozenset({Role.CONTROLLER, Role.ADMINISTRATOR})
"""The roles that the word `safety` of a template's readers means."""
COORDINATORS: Roles = frozenset({Role.CONTROLLER})
"""Who may know that a drill is coming, and with whom."""
DIRECTION: Roles = frozenset({Role.CONTROLLER, Role.EVALUATOR})
"""Who may know what a drill has in store: those who play must not."""


def matter_roles(readers: Iterable[str]) -> Roles:
    """Returns the roles that may read a matter whose template names these readers. `parties`,
    `area`, parties and posts are people and not roles: they read it on its own page."""
    words = frozenset(readers)
    if "everyone" in words:
        return EVERYBODY
    found: set[Role] = set()
    if "safety" in words:
        found |= SAFETY_READERS
    if "commander" in words:
        found.add(Role.COMMANDER)
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class FactReaders:
    """Who may read a kind of fact: in reality, in an exercise, and in a drill that is revealed,
    whose review shows its facts to everybody."""

    in_reality: Roles
    in_exercise: Roles
    once_revealed: Roles

    def of(self, *, exercise: bool, revealed: bool) -> Roles:
        """Returns the roles that may read one fact of the kind."""
        if revealed:
            return self.once_revealed
        return self.in_exercise if exercise else self.in_reality


def at_any_time(roles: Roles) -> FactReaders:
    """Returns the same readers for before, during and after a drill."""
    return FactReaders(roles, roles, roles)


def until_revealed(roles: Roles) -> FactReaders:
    """Returns these readers until the fact's drill is revealed, then everybody."""
    return FactReaders(roles, roles, EVERYBODY)


def in_exercises(roles: Roles) -> FactReaders:
    """Returns everybody in reality; only these in an exercise until it is revealed, then everybody."""
    return FactReaders(EVERYBODY, roles, EVERYBODY)


FOR_COORDINATORS = until_revealed(COORDINATORS)
FOR_DIRECTION = until_revealed(DIRECTION)
FOR_DIRECTION_IN_EXERCISES = in_exercises(DIRECTION)
