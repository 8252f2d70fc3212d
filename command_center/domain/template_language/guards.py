"""The guards that a move may name, and the parameters of each. What a guard decides is code in
`matters/guards/`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Annotated, Any, ClassVar, Literal, get_args, get_origin

from pydantic import Field, ValidationError, model_validator
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError

from command_center.domain.site.changing.mistakes import near_to
from command_center.domain.site.parts.base import Part
from command_center.domain.template_language.conditions import Condition
from command_center.domain.template_language.timing import ByChoice
from command_center.domain.template_language.values import LockName, Name, Span


@dataclass(frozen=True, slots=True)
class Refers:
    """Marks a parameter that names a part of the template: a `party`, or a field of one of these
    types."""

    party: bool = False
    types: tuple[str, ...] = ()


PartyName = Annotated[Name, Refers(party=True)]
ListName = Annotated[Name, Refers(types=("list",))]
ChecklistName = Annotated[Name, Refers(types=("checklist",))]
MatterName = Annotated[Name, Refers(types=("matter",))]
ChoiceName = Annotated[Name, Refers(types=("choice",))]


class GuardForm(Part):
    """The parameters of a guard. `short`: the one that may be written without its key. `when`: the
    guard is evaluated only where this holds; without it always."""

    short: ClassVar[str | None] = None
    when: Condition | None = None
    locked: LockName | None = None


class GasFresh(GuardForm):
    """Requires that the last gas test of every spot is no older than `within` and within its
    limits. `list`: the list of tests."""

    short = "within"
    within: Span
    list: ListName = "gas"


class Confirmed(GuardForm):
    """Requires that every line of this checklist is confirmed, or does not apply for a reason."""

    short = "checklist"
    checklist: ChecklistName = "measures"


class Isolated(GuardForm):
    """Requires that every isolation of the list holds: confirmed, its own permit in the required
    state."""

    short = "list"
    list: ListName = "isolations"


class NoConflict(GuardForm):
    """Requires that no permit in progress nearby forbids this one. `metres`: how near, where the
    template fixes it. `alone_on`: the equipment on which no other work of this kind may go on."""

    short = "metres"
    metres: Annotated[float, Field(ge=1, le=1_000)] | None = None
    place: Annotated[Name | None, Refers(types=("place",))] = None
    alone_on: Annotated[Name | None, Refers(types=("equipment",))] = None


class Nothing(GuardForm):
    """The parameters of a guard that takes none."""


class Present(GuardForm):
    """Requires that the party has stated on the spot, or by its phone's position, that it is there."""

    short = "party"
    party: PartyName


class RecheckedAfter(GuardForm):
    """Requires that after an interruption longer than this everything was checked and measured
    again."""

    short = "longer_than"
    longer_than: Span | ByChoice


class Graded(GuardForm):
    """Requires that the level is at least the computed one: `by` hot-work (nights and holidays one
    higher), height (metres and factors), lifting (tonnes), hazard (the published criteria).
    `level`: the choice field."""

    short = "by"
    by: Literal["hot-work", "height", "lifting", "major-hazard", "risk"]
    level: ChoiceName = "level"


class WindBelow(GuardForm):
    """Requires that the wind is now below a speed, m/s."""

    short = "m_s"
    m_s: Annotated[float, Field(gt=0, le=60)]


class StepsInOrder(GuardForm):
    """Requires that every step of the list was done and read back, in order."""

    short = "list"
    list: ListName = "steps"


class HandedOver(GuardForm):
    """Requires that the person who takes over has read back everything live. `list`: the list of
    what is handed over."""

    short = "list"
    list: ListName


class ServesWork(GuardForm):
    """Requires that every permit in this field is signed, and neither ended nor expired: the work
    that this one serves."""

    short = "matter"
    matter: MatterName


class PointsLeft(GuardForm):
    """Requires that every company and person named has points left in this account."""

    short = "account"
    account: Name


GUARDS: Mapping[str, type[GuardForm]] = MappingProxyType({
    "gas_fresh": GasFresh, "confirmed": Confirmed, "isolated": Isolated, "no_conflict": NoConflict,
    "all_certified": Nothing, "present": Present, "not_banned": Nothing, "rechecked_after": RecheckedAfter,
    "in_equals_out": Nothing, "tools_equal": Nothing, "graded": Graded, "wind_below": WindBelow,
    "steps_in_order": StepsInOrder, "handed_over": HandedOver, "isolations_released": Isolated,
    "points_left": PointsLeft, "serves_work": ServesWork,
})  # fmt: skip
"""Every guard by its name."""


class Guard(Part):
    """A guard by name with checked parameters, written `isolated` or `gas_fresh: {within: 30 min}`."""

    name: str
    params: dict[str, Any] = Field(default={})

    @model_validator(mode="before")
    @classmethod
    def by_name(cls, value: Any) -> Any:
        """Refuses a guard that does not exist, and parameters that it does not know."""
        if isinstance(value, Mapping) and set(value) == {"name", "params"}:
            value = {value["name"]: value["params"]}
        name, given = (value, {}) if isinstance(value, str) else _only(value)
        form = GUARDS.get(name)
        if form is None:
            context = {"name": name, "near": near_to(name, GUARDS), "known": sorted(GUARDS)}
            raise PydanticCustomError("template.guard_unknown", "no guard {name}", context)
        if not isinstance(given, Mapping):
            if form.short is None:
                raise _parameters(name, form)
            given = {form.short: given}
        try:
            checked = form.model_validate(dict(given))
        except ValidationError as error:
            raise _parameters(name, form) from error
        return {"name": name, "params": checked.model_dump(exclude_none=True)}

    @property
    def form(self) -> GuardForm:
        """Returns the typed parameters."""
        return GUARDS[self.name].model_validate(self.params)

    def named(self) -> Iterator[tuple[str, Refers]]:
        """Yields every name that a parameter gives, and what it must be a name of."""
        for key, info in GUARDS[self.name].model_fields.items():
            refers = next((one for one in info.metadata if isinstance(one, Refers)), None)
            if refers is not None and self.params.get(key) is not None:
                yield str(self.params[key]), refers


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a guard, for a form: what it may hold, and its default.

    `of`: `party`, `account`, `span` (30 min), `number`, `choice` of `choices`, or the type of a
    field: `list`, `checklist`, `choice_field`, `place`, `matter`.
    """

    name: str
    of: str
    required: bool
    default: str | None = None
    choices: tuple[str, ...] = ()


def parameters(guard: str) -> list[Parameter]:
    """Returns the parameters of a guard in order, without its condition and its lock."""
    form = GUARDS[guard]
    return [
        Parameter(
            name,
            _stands_there(name, info),
            info.is_required(),
            None if info.is_required() or info.default is None else str(info.default),
            get_args(info.annotation) if get_origin(info.annotation) is Literal else (),
        )
        for name, info in form.model_fields.items()
        if name not in ("locked", "when")
    ]


def _stands_there(name: str, info: FieldInfo) -> str:
    refers = next((one for one in info.metadata if isinstance(one, Refers)), None)
    if refers is not None:
        of = "party" if refers.party else refers.types[0]
        return "choice_field" if of == "choice" else of
    if get_origin(info.annotation) is Literal:
        return "choice"
    return name if name == "account" else "span" if name in ("within", "longer_than") else "number"


def _only(value: Any) -> tuple[str, Any]:
    if isinstance(value, Mapping) and len(value) == 1:
        name, given = next(iter(value.items()))
        return str(name), {} if given is None else given
    raise PydanticCustomError("template.guard_form", "a guard is a name, or a name with parameters")


def _parameters(name: str, form: type[GuardForm]) -> PydanticCustomError:
    context = {"name": name, "possible": list(form.model_fields)}
    return PydanticCustomError("template.guard_parameters", "parameters of {name}", context)
