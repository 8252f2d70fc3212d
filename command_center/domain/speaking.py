"""Whose word a command is: one's own, or another's taken down from the radio."""

from command_center.domain.actor import Role, Via
from command_center.domain.registry import Command, Context

RECORDERS = frozenset({Role.COMMANDER, Role.CONTROLLER})
"""Roles that may enter what somebody in the field said by radio or telephone."""


def speaks_for(person: str, command: Command, ctx: Context) -> bool:
    """Whether the command is `person`'s own word, or their word entered by a recorder."""
    if ctx.actor.person == person:
        return command.speaker in (None, person)
    by_voice = command.via in (Via.RADIO, Via.PHONE) and command.speaker == person
    return by_voice and ctx.actor.role in RECORDERS
