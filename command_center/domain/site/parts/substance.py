"""The substance in a tank, as far as its vapour affects people, and the limits below which air is
clear."""

from typing import Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from command_center.domain.quantities import (
    MeasuredAmount,
    MolarMass,
    PartsPerMillion,
    VapourPressure,
)
from command_center.domain.site.parts.base import Id, Part, PlaceRef, SubstanceRef
from command_center.domain.text import Text


class Substance(Part):
    """A volatile liquid: its vapour pressure at a temperature, and the concentrations that call for
    action.

    PAC are the Protective Action Criteria of the US Department of Energy, in ppm: above PAC-1 mild,
    above PAC-2 lasting, above PAC-3 life-threatening effects.
    """

    id: Id
    name: Text
    molar_mass: MolarMass
    vapour_pressure_mmhg: VapourPressure
    temperature_c: float = Field(default=20.0, ge=-50, le=60)
    pac1_ppm: PartsPerMillion | None = None
    pac2_ppm: PartsPerMillion | None = None
    pac3_ppm: PartsPerMillion | None = None

    @property
    def pacs(self) -> list[tuple[int, float]]:
        """Returns (1, 2 or 3, ppm) of the criteria that are stated, the gravest first."""
        stated = ((3, self.pac3_ppm), (2, self.pac2_ppm), (1, self.pac1_ppm))
        return [(number, ppm) for number, ppm in stated if ppm is not None]

    @model_validator(mode="after")
    def ascending(self) -> "Substance":
        """Refuses criteria that are out of order."""
        given = [ppm for _, ppm in reversed(self.pacs)]
        if given != sorted(given):
            raise PydanticCustomError("pac_order", "pac1_ppm <= pac2_ppm <= pac3_ppm")
        return self


class GasLimit(Part):
    """The value below which a gas measurement is clear, in `unit`.

    Without `substance` it applies to any vapour that has no limit of its own; without `place`,
    everywhere. `basis` says where the number comes from, such as a standard and its year.
    """

    unique = ("substance", "place", "unit")

    substance: SubstanceRef | None = None
    place: PlaceRef | None = None
    unit: Literal["ppm", "mg/m3", "%LEL"]
    value: MeasuredAmount = Field(gt=0)
    basis: Text | None = None
