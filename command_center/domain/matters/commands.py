"""The commands of matters, and who may give them. They are the same for every template; the rules
check what a template requires."""

from typing import Annotated

from pydantic import Field, JsonValue

from command_center.domain.actor import HUMAN_ROLES, Role
from command_center.domain.fields import Moment, PersonId
from command_center.domain.registry import Command
from command_center.domain.site.parts.base import ID_PATTERN
from command_center.domain.text import Reason

MatterId = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9-]{7,39}$")]
"""The id of a matter: the UUID that the browser gave it."""
Named = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,39}$")]
"""A name of a template: a field, a move, a party."""
Values = dict[Named, JsonValue]
"""Fields of a matter by name. The template's revision says what each may hold."""
Version = Annotated[int, Field(ge=0, le=1_000_000)]
"""How many facts of the matter the sender had seen; the later of two who answer the same one is told so."""
Device = Annotated[str, Field(max_length=60)]
HANDS = tuple(role for role in HUMAN_ROLES if role is not Role.VIEWER)
"""Every person but those who only look on. The rules check their party."""


class AboutMatter(Command):
    """A step of one matter. `base` is the version on which it was done. A step that was done
    offline names the `device` and its running number there, `device_seq`."""

    matter: MatterId
    base: Version | None = None
    device: Device | None = None
    device_seq: Annotated[int, Field(ge=0, le=10_000_000)] | None = None


class OpenMatter(Command):
    """Open a matter of a template. `matter` is a UUID that the sender gives it, so that sending twice opens once."""

    matter: MatterId
    template: Annotated[str, Field(pattern=ID_PATTERN)]
    fields: Values = Field(default={}, max_length=200)
    parties: dict[Named, list[PersonId]] = Field(default={}, max_length=40)
    device: Device | None = None
    device_seq: Annotated[int, Field(ge=0, le=10_000_000)] | None = None


class FillMatter(AboutMatter):
    """Write fields of a matter, and name the people of its parties."""

    fields: Values = Field(default={}, max_length=200)
    parties: dict[Named, list[PersonId]] = Field(default={}, max_length=40)


class MoveMatter(AboutMatter):
    """Make a move of the template, with what the move needs. Where the template asks for it, `place` says where the
    mover stands."""

    move: Named
    reason: Reason | None = None
    fields: Values = Field(default={}, max_length=200)
    place: Annotated[str, Field(max_length=40)] | None = None


class SignMatter(AboutMatter):
    """Sign for a move, as a party. Where the template asks for it, `place` says where the signer stands."""

    move: Named
    party: Named
    place: Annotated[str, Field(max_length=40)] | None = None


class SignOnTheSpot(SignMatter):
    """Sign on another person's screen. The server checks the proof (PIN, badge, password) and then
    gives this command."""

    person: PersonId
    proof: Annotated[str, Field(pattern=r"^(pin|badge|password)$")]


class MeasureMatter(AboutMatter):
    """Add a measurement, such as a gas test, to a list of measurements of a matter."""

    field: Named
    values: Values = Field(min_length=1, max_length=40)


class EnterMatter(AboutMatter):
    """Record that a person goes in, with this number of tools."""

    person: PersonId
    tools: Annotated[int, Field(ge=0, le=1_000)] = 0


class LeaveMatter(AboutMatter):
    """Record that a person comes out, with so many tools. `reason` is for a commander, where nobody
    who keeps the list recorded it: how they know that the person is out. Every tool taken in
    then counts as out unless `tools` says otherwise."""

    person: PersonId
    tools: Annotated[int, Field(ge=0, le=1_000)] | None = None
    reason: Reason | None = None


class CorrectMatter(AboutMatter):
    """Correct a field of a matter that was wrong, with the reason. The old value stays in the
    journal."""

    field: Named
    value: JsonValue
    reason: Reason


class RepinMatter(AboutMatter):
    """Move a matter to the newest revision of its template, `revision`, after its preview was
    shown."""

    revision: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class SettleMatter(Command):
    """Settle what the steps of a matter had to open and could not, with how it was dealt with."""

    matter: MatterId
    reason: Reason


class EscalateMatter(Command):
    """Escalate a matter: a step of a deadline's escalation is due."""

    matter: MatterId
    of: Named
    step: Annotated[str, Field(max_length=60)]


class HoldMatter(Command):
    """Give a matter that had no holder to a holder."""

    matter: MatterId


class PauseMatter(Command):
    """Pause a matter because a watch rule of its template holds."""

    matter: MatterId
    move: Named
    because: Annotated[str, Field(max_length=60)]


class PlanMatter(Command):
    """Open the matter of a plan for a period."""

    plan: Annotated[str, Field(pattern=ID_PATTERN)]
    period: Annotated[str, Field(max_length=40)]
    subject: Annotated[str, Field(max_length=40)]


class ReinspectMatter(Command):
    """Open the matter of the second inspection for points that were drawn from a finished round."""

    matter: MatterId


class CloseAccount(Command):
    """Open the report of an account whose period is over."""

    account: Annotated[str, Field(pattern=ID_PATTERN)]
    period: Annotated[str, Field(max_length=40)]


__all__ = [
    "AboutMatter", "CloseAccount", "CorrectMatter", "EnterMatter", "EscalateMatter", "FillMatter", "HoldMatter",
    "LeaveMatter",
    "MatterId", "MeasureMatter", "Moment", "MoveMatter", "OpenMatter", "PauseMatter", "PlanMatter", "ReinspectMatter",
    "RepinMatter", "SettleMatter", "SignMatter", "SignOnTheSpot", "Values",
]  # fmt: skip
