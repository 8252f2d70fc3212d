"""The models of the texts that the engine runs: template, plan, account and reference.

The first key of a text says which one it is: `template:`, `plan:`, `account:` or `reference:`.
"""

from collections.abc import Iterator
from typing import Annotated, Literal, get_args

from pydantic import BeforeValidator, Field, model_validator

from command_center.domain.site.parts.base import Day, Part
from command_center.domain.template_language.conditions import Condition
from command_center.domain.template_language.fields import EquipmentField, FormField, Within
from command_center.domain.template_language.law import Law
from command_center.domain.template_language.moves import Approval, Chain, Move, Signatures, by_name
from command_center.domain.template_language.parties import Party
from command_center.domain.template_language.timing import Due, Repeat, Valid, Watch
from command_center.domain.template_language.values import (
    LockName,
    Name,
    Names,
    PlantIds,
    Share,
    Span,
)
from command_center.domain.text import Prose, Text

MOST_POINTS = 10_000
Points = Annotated[int, Field(ge=-MOST_POINTS, le=MOST_POINTS)]
Outcome = Literal["on_time", "late", "missed", "rejected", "sent_back", "reported", "repeated"]


class Enabled(Part):
    """The areas in which and the day from which a template is in use; without it everywhere, at
    once."""

    areas: PlantIds | None = None
    from_: Day | None = Field(default=None, alias="from")


class Inside(Part):
    """Who may be inside while the matter is open: the people of this list, counted out at the end."""

    list: Name
    at_end: Literal["in_equals_out"] = "in_equals_out"


class Keep(Part):
    """The minimum time for which the record, photographs and voice notes are kept."""

    record: Span | None = None
    photos: Span | None = None
    voice: Span | None = None
    locked: LockName | None = None


class Opens(Part):
    """A move that opens a matter of another template, where a condition holds. `fill`: which of its
    fields are filled from which of these."""

    on: Name
    template: Name
    when: Condition | None = None
    fill: Annotated[dict[Name, Name], Field(max_length=40)] = Field(default={})


class Described(Part):
    """What all four kinds of text have. `based_on`: the library template of which this is the
    site's copy."""

    title: Text | None = None
    about: Prose | None = None
    version: Annotated[str, Field(max_length=20)] | None = None
    based_on: Name | None = None
    law: Law | None = None
    enabled: Enabled | None = None


NUMBER = "{template}-{year}-{n}"
"""How a matter is numbered whose template does not say it."""


class Template(Described):
    """A template: one kind of matter, with its fields, parties, states and moves."""

    template: Name
    number: Annotated[str, Field(pattern=r"^[A-Z0-9{}a-z/-]{1,40}$")] | None = None
    readers: Names = Field(default=["parties", "safety"])
    fields: Annotated[dict[Name, FormField], Field(min_length=1, max_length=100)]
    parties: Annotated[dict[Name, Party], Field(min_length=1, max_length=30)]
    states: Annotated[
        dict[Name, Text | None], BeforeValidator(by_name), Field(min_length=1, max_length=40)
    ]
    moves: Annotated[dict[Name, Move], Field(max_length=60)] = Field(default={})
    approvals: Annotated[list[Approval], Field(max_length=20)] = Field(default=[])
    signatures: Signatures | None = None
    due: Annotated[dict[Name, Due], Field(max_length=40)] = Field(default={})
    valid: Valid | None = None
    repeat: Repeat | None = None
    score: Annotated[dict[Name, dict[Outcome, Points]], Field(max_length=30)] = Field(default={})
    into: Name | None = None
    watch: Annotated[list[Watch], Field(max_length=30)] = Field(default=[])
    inside: Inside | None = None
    impairs: Name | None = None
    opens: Annotated[list[Opens], Field(max_length=10)] = Field(default=[])
    keep: Keep | None = None

    @model_validator(mode="after")
    def impaired_is_of_the_plant(self) -> "Template":
        """Makes the field of impaired equipment choose from the plant, so that readiness finds it
        by its name."""
        field = self.fields.get(self.impairs or "")
        if isinstance(field, EquipmentField) and field.of is None:
            self.fields[self.impairs or ""] = field.model_copy(update={"of": "plant"})
        return self

    @property
    def id(self) -> str:
        """Returns the id."""
        return self.template

    @property
    def number_line(self) -> str:
        """Returns the number format of a matter, with `{date}`, `{year}`, `{month}` and `{n}` still
        to be filled in."""
        return (self.number or NUMBER).replace("{template}", self.template)

    @property
    def first(self) -> str:
        """Returns the state in which a matter is opened: the first one written."""
        return next(iter(self.states))

    @property
    def ends(self) -> list[str]:
        """Returns the states that no move leaves."""
        left = {state for move in self.moves.values() for state in move.from_}
        return [state for state in self.states if state not in left]

    def moves_from(self, state: str) -> dict[str, Move]:
        """Returns the moves that leave a state, by name."""
        return {name: move for name, move in self.moves.items() if state in move.from_}

    def chains(self) -> Iterator[tuple[str, Chain]]:
        """Yields every chain of approvals and signatures, with the move that it precedes."""
        for approval in self.approvals:
            yield approval.before, approval.chain
        if self.signatures is not None:
            yield self.signatures.before, self.signatures.chain


class PlanFor(Part):
    """For whom a plan opens matters: each of these posts, people, places or companies."""

    posts: PlantIds | None = None
    people: Annotated[list[str], Field(min_length=1, max_length=500)] | None = None
    places: Annotated[list[str], Field(min_length=1, max_length=500)] | None = None
    companies: Names | None = None


class Counted(Part):
    """Matters of a template that are counted: in a state, of this holder, in the period."""

    template: Name
    state: Name | None = None
    organiser: Literal["holder"] | None = None
    in_: Literal["period"] = Field(default="period", alias="in")
    where: Condition | None = None


class MetBy(Part):
    """What fulfils the duty of a period: at least this number of these matters."""

    count: Counted
    at_least: Annotated[int, Field(ge=1, le=1_000)] = 1


class PlanDue(Part):
    """The colours of a period by the share of it that is over, and who is notified when it is over."""

    yellow: Share | None = None
    red: Share | None = None
    escalate: Names | None = None


class Absent(Part):
    """What happens where a holder is absent: on leave the deputy stands in, or the plan pauses; a
    vacant post is a gap, or its superior stands in."""

    leave: Literal["deputy", "pause"] = "deputy"
    vacant: Literal["gap", "superior"] = "gap"


class Accept(Part):
    """Who accepts the work, one rank after the other, and the share that is inspected a second
    time.

    `at`: the place field of what the plan opens, where the second inspection is made. Where it is
    empty, it is made at one of the places where the work was done, by draw.
    """

    chain: Chain
    reinspect: Share | None = None
    at: Name | None = None


Period = Literal["shift", "day", "week", "month", "quarter", "half_year", "year"]
PERIODS: tuple[Period, ...] = get_args(Period)
"""The periods of the calendar that a plan may name."""
Every = Annotated[Period | Span, Field(union_mode="left_to_right")]


class Plan(Described):
    """A recurring plan that opens matters. Without `met_by` the matter itself must end within its
    period.

    `before: start`: it is opened a twelfth of the period before the period begins, for who holds
    the post then, and must be done before it begins. `before: end` is the default.
    """

    plan: Name
    for_: PlanFor = Field(alias="for")
    every: Every
    before: Literal["start", "end"] | None = None
    opens: Name
    fill: Annotated[dict[Name, str], Field(max_length=40)] = Field(default={})
    met_by: MetBy | None = None
    due: PlanDue = PlanDue()
    absent: Absent = Absent()
    accept: Accept | None = None
    score: Annotated[dict[Outcome, Points], Field(max_length=10)] = Field(default={})
    into: Name | None = None

    @property
    def id(self) -> str:
        """Returns the id."""
        return self.plan


class AtLeastShare(Part):
    """A minimum share, and the clause that fixes it."""

    at_least: Share
    locked: LockName | None = None


class Calendar(Part):
    """A calendar: once in each of these periods; a closing makes the named report."""

    every: Literal["month", "quarter", "year"]
    report: Name | None = None


class Entry(Part):
    """Points entered by a move of a matter: by the choice of the field `read`, or always the same.

    `undoes`: the move takes back what that other move entered.
    """

    from_: Name = Field(alias="from")
    move: Name
    read: Name | None = None
    points: Annotated[Points | dict[Name, Points], Field(union_mode="left_to_right")] | None = None
    undoes: Name | None = None


class Step(Part):
    """What follows at `at_most` points or fewer: who is notified, what the subject is banned from,
    what is paused."""

    at_most: Points
    tell: Names | None = None
    bans: Annotated[Names, Field()] | None = None
    pauses: Names | None = None


class Back(Part):
    """The move that lifts a ban, and the points after it."""

    from_: Name = Field(alias="from")
    move: Name
    to: Points


class Account(Described):
    """An account of points of people, companies or posts."""

    account: Name
    of: Annotated[
        list[Literal["person", "company", "post"]],
        BeforeValidator(lambda v: [v] if isinstance(v, str) else v),
    ]
    figure: Literal["points", "share"] = "points"
    share_of_month: AtLeastShare | None = None
    starts: Points = 0
    resets: Calendar | None = None
    closes: Calendar | None = None
    corrected_by: Names | None = None
    entries: Annotated[list[Entry], Field(max_length=40)] = Field(default=[])
    steps: Annotated[list[Step], Field(max_length=20)] = Field(default=[])
    back: Back | None = None

    @property
    def id(self) -> str:
        """Returns the id."""
        return self.account


class Item(Part):
    """An entry of a reference: words in both languages, and the entries below it.

    `measures` are those that control a risk unit, `valid` how long a certificate is valid. For a
    point of a round: `place` is where it is, `code` the content of its QR code (by default its
    name), `limits` are those of its columns. `category` is that of a hazard which a wrong answer
    opens.
    """

    title: Prose
    of: Annotated[dict[Name, "Item"], Field(max_length=200)] = Field(default={})
    measures: Annotated[list[Prose], Field(max_length=40)] = Field(default=[])
    valid: Span | None = None
    locked: LockName | None = None
    optional: bool = False
    place: Annotated[str, Field(max_length=64)] | None = None
    code: Annotated[str, Field(min_length=1, max_length=64)] | None = None
    limits: Annotated[dict[Name, list[Within]], Field(max_length=20)] = Field(default={})
    category: Annotated[str, Field(max_length=200)] | None = None


Item.model_rebuild()


class Reference(Described):
    """A reference: a taxonomy or a checklist that templates name."""

    reference: Name
    entries: Annotated[dict[Name, Item], Field(min_length=1, max_length=500)]

    @property
    def id(self) -> str:
        """Returns the id."""
        return self.reference

    def depth(self) -> int:
        """Returns how many levels it has."""
        return max(_depth(item) for item in self.entries.values())


def _depth(item: Item) -> int:
    return 1 + max((_depth(one) for one in item.of.values()), default=0)


Description = Template | Plan | Account | Reference
KINDS: dict[str, type[Template] | type[Plan] | type[Account] | type[Reference]] = {
    "template": Template, "plan": Plan, "account": Account, "reference": Reference,
}  # fmt: skip
"""The four by the key that names them."""
