"""Decides whose statement a command is: one's own, or that of another entered from the radio or
telephone."""

from command_center.domain.actor import Role, Via
from command_center.domain.refusal import Refusal
from command_center.domain.registry import Command, Context

RECORDERS = frozenset({Role.COMMANDER, Role.CONTROLLER})
"""Roles that may enter what somebody in the field said by radio or telephone."""


def speaks_for(person: str, command: Command, ctx: Context) -> bool:
    """Returns whether the command is `person`'s own statement, or their statement entered by a
    recorder."""
    if ctx.actor.person == person:
        return command.speaker in (None, person)
    by_voice = command.via in (Via.RADIO, Via.PHONE) and command.speaker == person
    return by_voice and ctx.actor.role in RECORDERS


def unheard(command: Command, ctx: Context) -> Refusal | None:
    """Refuses a statement entered for somebody without the right to do so.

    A spoken statement needs a known speaker. Another person's statement is entered by radio or
    telephone, and only by those who listen there.
    """
    if command.via is Via.SPOT and not ctx.by_door:
        return Refusal("spot_by_its_door")
    if command.via is Via.RADIO and command.speaker is None:
        return Refusal("speaker_needed")
    if command.speaker is None:
        return None
    if command.speaker not in ctx.site.person_by_id:
        return Refusal("unknown_person", {"person": command.speaker})
    if speaks_for(command.speaker, command, ctx):
        return None
    name = ctx.site.person_by_id[command.speaker].name
    return Refusal("not_your_word", {"name": name}, status=403)


def witness(command: Command, ctx: Context) -> str | None:
    """Returns the person whose statement this is: the speaker, else whoever is at the screen."""
    return command.speaker or ctx.actor.person
