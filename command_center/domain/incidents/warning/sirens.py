"""Sirens and public address systems to which gateways carry warnings: the list of them, and what
became of each message."""

from typing import Annotated, NotRequired

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from typing_extensions import TypedDict

from command_center.domain.actor import Role
from command_center.domain.bounds.plain_text import plain
from command_center.domain.fact import Draft, Fact
from command_center.domain.incidents.warning.public_warning import (
    CHANGES,
    OF_DRILL,
    add_warning_message,
)
from command_center.domain.quantities import FactNumber
from command_center.domain.readers import EVERYBODY
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import (
    Command,
    Context,
    EpochMs,
    Scene,
    applies,
    decides,
    follows,
)
from command_center.domain.state import State
from command_center.domain.state.incidents.warned import Outcome, Severity, Siren, SirenWord, Warned

MOST = 50
"""Most sirens of one gateway (ours)."""
FINAL = frozenset({"taken", "sounded", "expired"})
"""After these a message is not carried again; what is only taken may yet be confirmed."""


class GivenSiren(BaseModel):
    """A siren in a gateway's file. `exercises`: it also carries messages of drills. `severity` is
    the least that it carries (None: any)."""

    model_config = ConfigDict(extra="forbid")

    id: Annotated[str, BeforeValidator(plain), Field(min_length=1, max_length=40)]
    exercises: bool = False
    severity: Severity | None = None


class EnrolSirens(Command):
    """List all sirens to which a gateway carries warnings."""

    gateway: str = Field(min_length=1, max_length=40)
    sirens: list[GivenSiren] = Field(max_length=MOST)


class TellOfSiren(Command):
    """Record what became of a message (the number of its fact) at a siren, when (UTC epoch ms), and
    after how many tries. `sent` is when the message was recorded: it tells a message apart from
    another of the same number that a restored journal has lost."""

    siren: str = Field(min_length=1, max_length=40)
    incident: str = Field(min_length=1, max_length=80)
    message: FactNumber
    sent: EpochMs | None = None
    outcome: Outcome
    happened_at: EpochMs
    tries: int = Field(default=0, ge=0, le=1_000_000)
    why: str | None = Field(default=None, max_length=300)


class SirenEnrolled(TypedDict):
    """A siren to which a gateway carries warnings. `severity` is the least that it carries; None
    means any."""

    id: str
    exercises: bool
    severity: Severity | None


class SirensEnrolled(TypedDict):
    """All sirens to which a gateway carries warnings from now on."""

    gateway: str
    sirens: list[SirenEnrolled]


class SirenTold(TypedDict):
    """What became of the message of fact `message` at a siren. `failing`: tried repeatedly without
    success; `taken`: its receiver accepted it; `sounded`: the siren itself said so; `expired`:
    given up as too old. `type` is CAP's (Alert, Update, Cancel); `happened_at` is UTC epoch ms."""

    siren: str
    message: int
    type: str
    result: Outcome
    happened_at: int
    tries: int
    why: NotRequired[str]


@decides("siren.enrol", EnrolSirens, [Role.DUTY], scene=Scene.REALITY)
def enrol(state: State, command: EnrolSirens, ctx: Context) -> Decision:
    """Records a gateway's sirens where they differ from what is known. A siren that another gateway
    had now belongs to this one."""
    known = {
        name: SirenEnrolled(id=name, exercises=one.exercises, severity=one.severity)
        for name, one in state.warnings.sirens.items()
        if one.gateway == command.gateway
    }
    given = {
        one.id: SirenEnrolled(id=one.id, exercises=one.exercises, severity=one.severity)
        for one in command.sirens
    }
    if known == given:
        return []
    sirens = list(given.values())
    data = SirensEnrolled(gateway=command.gateway, sirens=sirens)
    return [Draft("siren.enrolled", data)]


@decides("siren.tell", TellOfSiren, [Role.DUTY])
def tell(state: State, command: TellOfSiren, ctx: Context) -> Decision:
    """Records a new outcome of a message at a siren. A final outcome is not recorded again, but
    `sounded` after `taken` is."""
    if command.siren not in state.warnings.sirens:
        return Refusal("unknown_siren", {"siren": command.siren})
    warned = state.warnings.of.get(command.incident)
    found = (one for one in (warned.messages if warned else ()) if one.seq == command.message)
    message = next(found, None)
    if message is None or command.sent not in (None, message.sent):
        said = {"incident": command.incident, "message": command.message}
        return Refusal("unknown_warning", said)
    known = state.warnings.words.get((command.incident, command.siren))
    if known is not None and not _is_news(known, command):
        return []
    data = SirenTold(
        siren=command.siren,
        message=command.message,
        type=message.type,
        result=command.outcome,
        happened_at=command.happened_at,
        tries=command.tries,
    )
    if command.why:
        data["why"] = command.why
    return [Draft("siren.told", data, incident=command.incident, caused_by=message.seq)]


def _is_news(known: SirenWord, told: TellOfSiren) -> bool:
    if known.message != told.message:
        return told.message > known.message
    if known.outcome in FINAL:
        return (known.outcome, told.outcome) == ("taken", "sounded")
    return known.outcome != told.outcome or known.why != told.why


@applies("siren.enrolled", SirensEnrolled, readers=EVERYBODY)
def enrolled(state: State, fact: Fact) -> None:
    """Applies the fact: these sirens replace the gateway's earlier ones."""
    gateway, sirens = fact.data["gateway"], state.warnings.sirens
    since = {name: one.since for name, one in sirens.items()}
    for name in [name for name, one in sirens.items() if one.gateway == gateway]:
        del sirens[name]
    for one in fact.data["sirens"]:
        known_since = since.get(one["id"], fact.recorded_at)
        sirens[one["id"]] = Siren(gateway, one["exercises"], one["severity"], known_since)


@applies("siren.told", SirenTold, readers=EVERYBODY)
def told_of(state: State, fact: Fact) -> None:
    """Applies the fact: the newest report about each siren is kept."""
    d = fact.data
    state.warnings.words[fact.incident or "", d["siren"]] = SirenWord(
        d["message"], d["result"], d["happened_at"], d["tries"], d.get("why")
    )


def _warns(state: State, fact: Fact) -> None:
    """Applies a fact to the warning messages of its incident, on the board to which the incident
    belongs."""
    board = state if fact.drill is None else state.twins[fact.drill]
    if fact.incident is not None:
        add_warning_message(board.site, board.warnings.of.setdefault(fact.incident, Warned()), fact)


def _note_drill_warnings(state: State, fact: Fact) -> None:
    """Applies a fact of a drill to its warning messages, after the drill was suspended or resumed.
    Does nothing once the twin has left the board."""
    twin = state.twins.get(fact.drill or "")
    if twin is None:
        return
    for warned in twin.warnings.of.values():
        if warned.messages:
            add_warning_message(twin.site, warned, fact)


for _kind in sorted(CHANGES):
    follows(_kind)(_warns)
for _kind in sorted(OF_DRILL - {"drill.ended"}):
    follows(_kind)(_note_drill_warnings)
