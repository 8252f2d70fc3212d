"""Who may give the commands that a review still needs, by their declarations."""

from command_center.domain.actor import HUMAN_ROLES
from command_center.domain.registry import COMMANDS

AREAS = ("review", "finding", "action")


def who_may() -> dict[str, list[str]]:
    """Return each review command with the human roles that may give it, in the order of the roles."""
    return {
        kind: [role.value for role in HUMAN_ROLES if role in spec.roles]
        for kind, spec in COMMANDS.items()
        if kind.partition(".")[0] in AREAS and not spec.roles.isdisjoint(HUMAN_ROLES)
    }
