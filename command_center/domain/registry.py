"""The registry of every command with its roles, and every fact with its fields.

The authorisation test, OpenAPI, `/help/facts.md` and replay all use it. An area declares its
commands and facts beside its rules; importing `areas.py` fills the registry.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Annotated, Any, ClassVar, TypeVar

from pydantic import (
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    field_validator,
)
from pydantic_core import PydanticCustomError

from command_center.domain.actor import Actor, Role, Via
from command_center.domain.bounds.json_bounds import sent
from command_center.domain.bounds.plain_text import every_mistake, plain
from command_center.domain.evidence.claims import VerdictOf
from command_center.domain.fact import Fact
from command_center.domain.fields import Moment
from command_center.domain.payload import Words
from command_center.domain.quantities import NoTruthForNumbers
from command_center.domain.readers import FactReaders, Roles, at_any_time
from command_center.domain.refusal import Decision
from command_center.domain.site.described import Described
from command_center.domain.site.map.way_out import STILL, Air
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.domain.state.drills.drill import Drill
from command_center.domain.state.people.gate_presence import GatePresence
from command_center.domain.template_language.shelf import TemplateShelf

LAST_MS = 4_102_444_800_000
EpochMs = Annotated[int, Field(ge=1, le=LAST_MS)]
"""UTC epoch milliseconds, up to the year 2100: anything else is a slip or another unit."""


SEVERAL_LINES = frozenset({"text", "note", "reason", "evidence"})
"""Fields of commands in which a person may write more than one line."""
EXACT = frozenset({"content"})
"""Fields that are compared with their own hash: not a character of them may be another."""


class Command(NoTruthForNumbers):
    """The fields that every command may have beside its own.

    `via` radio needs a `speaker` (a person id): the statement of somebody in the field, entered by
    another. `at` (UTC epoch ms) is when it was spoken or happened, if earlier than now.
    """

    model_config = ConfigDict(
        extra="forbid", frozen=True, str_strip_whitespace=True, defer_build=True
    )

    rows: ClassVar[frozenset[str]] = frozenset()
    """Fields that hold rows of the plant, in which a mistake is told at its row and field (`read_row`)."""

    via: Via = Via.SCREEN
    speaker: str | None = Field(default=None, max_length=64)
    at: Moment | None = None

    @field_validator("*", mode="wrap")
    @classmethod
    def only_plain_text(
        cls, value: Any, check: ValidatorFunctionWrapHandler, info: ValidationInfo
    ) -> Any:
        """Refuses values beyond the limits of JSON (`json_bounds.py`) and invisible characters in a text
        (`plain_text.py`), together with whatever else is wrong with the field."""
        sent(value)
        if info.field_name in EXACT or info.field_name in cls.rows:
            return check(value)
        lines = info.field_name in SEVERAL_LINES
        try:
            told = plain(value, lines=lines)
        except PydanticCustomError:
            raise every_mistake(cls.__name__, value, check, lines=lines) from None
        return check(told)


@dataclass(frozen=True, slots=True)
class PlannedInject:
    """One inject of a plan: its second after the start (`at_s`; None where something else decides
    when), the names of its `acts`, and its text (`words`)."""

    at_s: int | None
    acts: frozenset[str]
    words: Words


PlannedInjects = Mapping[str, PlannedInject]
AirOf = Callable[[str | None], Air]
"""What is known of the air in a drill, or in reality (None)."""
Recorded = Callable[[int], Fact | None]
"""The number of a fact -> the fact as the journal has it."""
HasDouble = Callable[[str], bool]
"""Whether a virtual double may act as a person (an id of the roster)."""
Planned = Callable[[str | None], PlannedInjects | None]
"""The commitment of a drill -> the injects of its plan; None where the plan is not at hand."""


def nobody_has_a_double(person: str) -> bool:
    """Returns False always: for a server without simulated people."""
    return False


@dataclass(frozen=True, slots=True)
class Context:
    """Everything that a decision may use besides the state.

    `now` is UTC epoch ms. `site_version` is the number under which this description of the site
    is kept, None where nobody keeps them. In a `drill`, `now` is exercise time, `recorded_at`
    the real one and `exercise` the drill itself, as its direction leads it. `described` gives
    the description of another version, `planned` the injects of what a commitment binds,
    `has_double` whether a virtual double may act as a person. `gates` is who passed where; None where no gate
    tells anything, and in a drill, in which nobody really passes. `templates` are those of matters,
    `evidence` says what is known of a photograph by its hash. `by_door`: the command came through a door of its own,
    which has checked what the command cannot prove. `recorded` reads one fact, None where there is no journal.
    `air` is what is measured and modelled of the air; None where nobody knows.
    """

    now: int
    actor: Actor
    site: Site
    site_version: int | None = None
    drill: str | None = None
    recorded_at: int | None = None
    exercise: Drill | None = None
    described: Described | None = None
    planned: Planned | None = None
    has_double: HasDouble = nobody_has_a_double
    gates: GatePresence | None = None
    templates: TemplateShelf | None = None
    evidence: VerdictOf | None = None
    by_door: bool = False
    recorded: Recorded | None = None
    air: AirOf | None = None

    def air_now(self) -> Air:
        """Returns what is known of the air where the command is given."""
        return STILL if self.air is None else self.air(self.drill)

    def plan_of(self, drill: Drill) -> PlannedInjects | None:
        """Returns the injects of a drill's sealed plan; None where the plan is not available."""
        return None if self.planned is None else self.planned(drill.commitment)

    def when(self, command: Command) -> int:
        """Returns when the content of a command happened: its own time, else now; never the future."""
        return self.now if command.at is None else min(command.at, self.now)


C = TypeVar("C", bound=Command)
Decide = Callable[[State, Any, Context], Decision]
Apply = Callable[[State, Fact], None]


class Scene(Enum):
    """Where a command may be given: on the plant and in a drill, or in reality alone."""

    BOTH = "both"
    REALITY = "reality"


@dataclass(frozen=True, slots=True)
class CommandSpec:
    """A declared command: its input model, who may give it, where, and how it is decided. `by_door`
    are further roles, for whom an API of its own gives it after checking what the command cannot
    prove (a signature's PIN, a picture, a code); `POST /commands` refuses them. A command that
    `begins` something stores the number of today's plant description with it, and uses that.
    `whenever`: the time that it states is never a reason to refuse it; it is moved into what can
    be recorded."""

    kind: str
    model: type[Command]
    roles: frozenset[Role]
    decide: Decide
    scene: Scene = Scene.BOTH
    begins: bool = False
    whenever: bool = False
    by_door: frozenset[Role] = frozenset()


@dataclass(frozen=True, slots=True)
class FactSpec:
    """A declared fact: its payload type, its version, how it changes the state and who may read it.

    A fact with `of_drill` is about the drill itself, and not about what happens in it.
    """

    kind: str
    payload: type
    v: int
    apply: Apply
    doc: str
    readers: FactReaders
    of_drill: bool = False

    @property
    def adapter(self) -> TypeAdapter[Any]:
        """Returns the validator of the payload. It is made at the first fact of the kind, which
        keeps the start fast."""
        return _adapter(self.payload)


@cache
def _adapter(payload: type) -> TypeAdapter[Any]:
    return TypeAdapter(payload)


COMMANDS: dict[str, CommandSpec] = {}
FACTS: dict[str, FactSpec] = {}
FOLLOWING: dict[str, list[Apply]] = {}
"""What further areas fold of a fact that another area declares, after that area has."""


def decides(
    kind: str,
    model: type[C],
    roles: Iterable[Role],
    *,
    scene: Scene = Scene.BOTH,
    begins: bool = False,
    whenever: bool = False,
    by_door: Iterable[Role] = (),
) -> Callable[[Callable[[State, C, Context], Decision]], Callable[[State, C, Context], Decision]]:
    """Returns a decorator that declares command `kind`: its model, its roles, the roles for whom
    its own API gives it (`by_door`), and the decorated function as its rule. Raises ValueError
    if declared twice."""

    def declare(
        rule: Callable[[State, C, Context], Decision],
    ) -> Callable[[State, C, Context], Decision]:
        if kind in COMMANDS:
            raise ValueError(f"command {kind} is declared twice")
        COMMANDS[kind] = CommandSpec(
            kind, model, frozenset(roles), rule, scene, begins, whenever, frozenset(by_door)
        )
        return rule

    return declare


def applies(
    kind: str,
    payload: type,
    v: int = 1,
    *,
    readers: Roles | FactReaders,
    of_drill: bool = False,
) -> Callable[[Apply], Apply]:
    """Returns a decorator that declares fact `kind` with its payload (a TypedDict) and who may read
    it (`domain/readers.py`); the decorated function applies it to the state. Raises ValueError
    if declared twice."""

    def declare(fold: Apply) -> Apply:
        if kind in FACTS:
            raise ValueError(f"fact {kind} is declared twice")
        doc = (payload.__doc__ or "").strip()
        reading = readers if isinstance(readers, FactReaders) else at_any_time(readers)
        FACTS[kind] = FactSpec(kind, payload, v, fold, doc, reading, of_drill)
        return fold

    return declare


def follows(kind: str) -> Callable[[Apply], Apply]:
    """Returns a decorator: the decorated function also applies fact `kind`, after the area that
    declares it.

    The kind need not be declared yet, so an area need not know who follows its facts.
    """

    def declare(fold: Apply) -> Apply:
        FOLLOWING.setdefault(kind, []).append(fold)
        return fold

    return declare
