"""The fields of a form: one class for each type, with the keys that this type accepts."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from command_center.domain.bounds.scalar import Value
from command_center.domain.site.parts.base import Part
from command_center.domain.template_language.conditions import Bound, Condition
from command_center.domain.template_language.values import LockName, Name, Names, Share, Span
from command_center.domain.text import Prose, Text

Count = Annotated[int, Field(ge=0, le=1_000)]


class FieldBase(Part):
    """What all fields have: a title, a hint, whether and when they must be filled in.

    `when`: the field is asked only while this holds. `locked`: the clause of the law that requires
    it. `default`: its value until somebody fills it in.
    """

    title: Text | None = None
    hint: Prose | None = None
    required: bool = False
    when: Condition | None = None
    locked: LockName | None = None


class TextField(FieldBase):
    """A text field; `longest` is its maximum length in characters."""

    type: Literal["text"]
    longest: Annotated[int, Field(ge=1, le=10_000)] = 2_000


class NumberField(FieldBase):
    """A number in its unit. `of: substance`: the substance is named beside the number."""

    type: Literal["number"]
    unit: Annotated[str, Field(min_length=1, max_length=20)] | None = None
    at_least: Bound | None = None
    at_most: Bound | None = None
    of: Literal["substance"] | None = None


def _choices(value: object) -> object:
    """A plain list of choices as a mapping without titles."""
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return dict.fromkeys(value)
    return value


class ChoiceField(FieldBase):
    """One of several choices (`many`: any number of them), in the order written; each may have a
    title. `lowered_by`: the choices go from the least to the gravest, and only these parties may
    replace a choice by a lesser one."""

    type: Literal["choice"]
    of: Annotated[
        dict[Name, Text | None], BeforeValidator(_choices), Field(min_length=1, max_length=100)
    ]
    many: bool = False
    lowered_by: Names | None = None


class YesNoField(FieldBase):
    """A yes-or-no field. `must_be`: the answer without which the form is not accepted."""

    type: Literal["yes_no"]
    must_be: bool | None = None


class DayField(FieldBase):
    """A calendar day."""

    type: Literal["day"]


class TimeField(FieldBase):
    """A moment: day and time."""

    type: Literal["time"]


class PhotoField(FieldBase):
    """Photographs. `camera_only`: none from an album."""

    type: Literal["photo"]
    least: Count = 0
    most: Annotated[int, Field(ge=1, le=50)] = 9
    camera_only: bool = False


class VoiceField(FieldBase):
    """A voice message."""

    type: Literal["voice"]
    longest: Span = 60_000


class PlaceField(FieldBase):
    """A place of the plant."""

    type: Literal["place"]


class PositionField(FieldBase):
    """The position of the person, with consent. `near`: a place field near which it must lie,
    within `metres`."""

    type: Literal["position"]
    near: Name | None = None
    metres: Annotated[float, Field(ge=1, le=1_000)] | None = None


class PersonField(FieldBase):
    """A person. `certified`: the certificates that they must hold. `company`: the company field to
    whose people they must belong."""

    type: Literal["person"]
    certified: Names | None = None
    company: Name | None = None


class CompanyField(FieldBase):
    """A contractor. `of: plant`: one with people on the plant's list, or with an admitted person."""

    type: Literal["company"]
    of: Literal["plant"] | None = None


class PostField(FieldBase):
    """A post of the plant."""

    type: Literal["post"]


class EquipmentField(FieldBase):
    """A piece of equipment. `calibrated`: an instrument of the plant whose calibration is valid by
    the plant's description and the ledger. `of: plant`: one chosen from the plant's description;
    what a matter `impairs` always is."""

    type: Literal["equipment"]
    of: Literal["plant"] | None = None
    calibrated: bool = False

    @property
    def of_plant(self) -> bool:
        """Returns whether it must belong to the plant; calibration is known only for the plant's
        own instruments."""
        return self.of == "plant" or self.calibrated


class TagField(FieldBase):
    """A tag of the plant's readings."""

    type: Literal["tag"]


class SubstanceField(FieldBase):
    """A substance of the plant."""

    type: Literal["substance"]


class CodeField(FieldBase):
    """A QR code that is scanned on the spot. `of`: the place field on whose place it must lie."""

    type: Literal["code"]
    of: Name | None = None


class TaxonomyField(FieldBase):
    """An entry of a reference. `depth`: at which level below the top it must be chosen."""

    type: Literal["taxonomy"]
    of: Name
    depth: Annotated[int, Field(ge=1, le=5)] | None = None
    many: bool = False


class EachChecked(Part):
    """How each line of a checklist is confirmed: by whom, and what a line that does not apply
    needs.

    `wrong_opens`: the template of which a wrong answer opens a matter.
    """

    confirmed_by: Name | None = None
    not_applicable: Literal["reason", "never"] = "reason"
    photo: bool = False
    wrong_opens: Name | None = None


class ChecklistField(FieldBase):
    """The lines of a reference, each of which is confirmed."""

    type: Literal["checklist"]
    of: Name
    each: EachChecked = EachChecked()


class MatterField(FieldBase):
    """Another matter: of one of these templates, in one of these states."""

    type: Literal["matter"]
    of: Names
    state: Names | None = None
    many: bool = False


class SignatureField(FieldBase):
    """A signature drawn on the screen, in addition to the signatures that moves require."""

    type: Literal["signature"]
    by: Name | None = None


class LeastPer(Part):
    """At least one entry for each value of this column."""

    per: Name


class Within(Part):
    """Limits of a column: a value outside them breaks them; `locked` is the clause that fixes them."""

    at_least: Bound | None = None
    at_most: Bound | None = None
    below: Bound | None = None
    equals: Value | None = None
    when: Condition | None = None
    locked: LockName | None = None


class ListField(FieldBase):
    """Lines of several columns. `limits`: the limits by column, or the name of a set in code.

    `points`: each line is a point of this reference, in its order, and is opened by its code;
    `places` means everything of the plant in the area of the matter. `wrong_opens`: the template of
    which a line with a wrong answer or a value outside its limits opens a matter. `reinspect`: the
    share of its points that is drawn for a second inspection once the round is over.
    """

    type: Literal["list"]
    of: Annotated[dict[Name, "FormField"], Field(min_length=1, max_length=40)]
    least: Annotated[Count | LeastPer, Field(union_mode="left_to_right")] = 0
    most: Annotated[int, Field(ge=1, le=1_000)] = 200
    limits: (
        Annotated[
            Name
            | Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,59}$")]
            | dict[Name, list[Within]],
            Field(union_mode="left_to_right"),
        ]
        | None
    ) = None
    points: Name | None = None
    wrong_opens: Name | None = None
    reinspect: Share | None = None


FormField = Annotated[
    TextField | NumberField | ChoiceField | YesNoField | DayField | TimeField | PhotoField | VoiceField
    | PlaceField | PositionField | PersonField | CompanyField | PostField | EquipmentField | TagField
    | SubstanceField | CodeField | TaxonomyField | ChecklistField | MatterField | SignatureField | ListField,
    Field(discriminator="type"),
]  # fmt: skip
"""A field of any type."""
ListField.model_rebuild()

FIELD_CLASSES: tuple[type[FieldBase], ...] = (
    TextField, NumberField, ChoiceField, YesNoField, DayField, TimeField, PhotoField, VoiceField, PlaceField,
    PositionField, PersonField, CompanyField, PostField, EquipmentField, TagField, SubstanceField, CodeField,
    TaxonomyField, ChecklistField, MatterField, SignatureField, ListField,
)  # fmt: skip
