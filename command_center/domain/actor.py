"""Who acts: the roles a session or token can have, and the actor stamped on every fact."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a session may do. Every command names its roles in the registry."""

    COMMANDER = "commander"
    CONTROLLER = "controller"
    EVALUATOR = "evaluator"
    RESPONDER = "responder"
    VIEWER = "viewer"
    ADMINISTRATOR = "administrator"
    GATEWAY = "gateway"
    CARRIER = "carrier"
    DUTY = "duty"


HUMAN_ROLES = (
    Role.COMMANDER,
    Role.CONTROLLER,
    Role.EVALUATOR,
    Role.RESPONDER,
    Role.VIEWER,
    Role.ADMINISTRATOR,
)
"""Roles a person can sign in with."""

MACHINE_ROLES = (Role.GATEWAY, Role.CARRIER)
"""What a machine's token may be: GATEWAY feeds the plant's values in, CARRIER says what became of a notice."""

OUTSIDE_ROLES = (*HUMAN_ROLES, *MACHINE_ROLES)
"""Every role that may come in from outside; DUTY never leaves the process."""


class ActorKind(StrEnum):
    """The kind of actor that made a fact. Virtual people are always marked as virtual."""

    HUMAN = "human"
    VIRTUAL = "virtual"
    CONTROLLER = "controller"
    DUTY = "duty"
    GATEWAY = "gateway"


class Via(StrEnum):
    """How a person's statement reached the board."""

    SCREEN = "screen"
    PHONE = "phone"
    RADIO = "radio"
    API = "api"
    PAPER = "paper"
    SPOT = "spot"


@dataclass(frozen=True, slots=True)
class Actor:
    """The authenticated origin of a command.

    `id` is the name of the account or token; `person` is the person of the site it acts as, if any.
    `channel` is the only channel that a carrier may speak for; None means no such limit. `by_token`
    is True if it signed in with a token, or with a session that was exchanged for one, and False
    for an account.
    """

    id: str
    role: Role
    kind: ActorKind = ActorKind.HUMAN
    person: str | None = None
    channel: str | None = None
    by_token: bool = False


COMMAND_LINE = Actor(id="command-line", role=Role.ADMINISTRATOR)
"""Whoever administers at the machine itself, where the operating system asks who they are."""

IDENTITY_PROVIDER = Actor(id="identity-provider", role=Role.ADMINISTRATOR, kind=ActorKind.DUTY)
"""The identity provider, by whose word accounts are added and get another role."""

DUTY_ACTOR = Actor(id="duty", role=Role.DUTY, kind=ActorKind.DUTY)
"""The clockwork of the leading process: alarm delays, due times, confirmations by the plant."""
