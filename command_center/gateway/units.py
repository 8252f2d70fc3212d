"""Units of instruments, and conversion between them by a factor and an offset.

Factors are exact by definition (SI Brochure, 9th edition; NIST SP 811, appendix B for inch, foot, gallon and psi).
"""

from typing import NamedTuple


class _Unit(NamedTuple):
    dimension: str
    factor: float
    add: float = 0.0


UNITS: dict[str, _Unit] = {
    "mm": _Unit("length", 0.001),
    "cm": _Unit("length", 0.01),
    "m": _Unit("length", 1),
    "in": _Unit("length", 0.0254),
    "ft": _Unit("length", 0.3048),
    "L": _Unit("volume", 0.001),
    "l": _Unit("volume", 0.001),
    "m3": _Unit("volume", 1),
    "gal": _Unit("volume", 0.003785411784),
    "m3/h": _Unit("flow", 1),
    "m3/min": _Unit("flow", 60),
    "m3/s": _Unit("flow", 3600),
    "L/s": _Unit("flow", 3.6),
    "l/s": _Unit("flow", 3.6),
    "L/min": _Unit("flow", 0.06),
    "l/min": _Unit("flow", 0.06),
    "L/h": _Unit("flow", 0.001),
    "l/h": _Unit("flow", 0.001),
    "gal/min": _Unit("flow", 0.003785411784 * 60),
    "1": _Unit("share", 1),
    "%": _Unit("share", 0.01),
    "ppm": _Unit("mixture", 1),
    "ppb": _Unit("mixture", 0.001),
    "vol%": _Unit("mixture", 10_000),
    "mg/m3": _Unit("mass in air", 1),
    "ug/m3": _Unit("mass in air", 0.001),
    "%LEL": _Unit("explosive limit", 1),
    "m/s": _Unit("speed", 1),
    "km/h": _Unit("speed", 1 / 3.6),
    "kn": _Unit("speed", 1852 / 3600),
    "mph": _Unit("speed", 0.44704),
    "deg": _Unit("angle", 1),
    "rad": _Unit("angle", 57.29577951308232),
    "mm/h": _Unit("rain", 1),
    "in/h": _Unit("rain", 25.4),
    "Pa": _Unit("pressure", 1),
    "kPa": _Unit("pressure", 1000),
    "MPa": _Unit("pressure", 1e6),
    "mbar": _Unit("pressure", 100),
    "bar": _Unit("pressure", 1e5),
    "psi": _Unit("pressure", 6894.757293168),
    "K": _Unit("temperature", 1),
    "degC": _Unit("temperature", 1, 273.15),
    "degF": _Unit("temperature", 5 / 9, 459.67 * 5 / 9),
}


class Linear(NamedTuple):
    """A conversion of units: `value * factor + add`."""

    factor: float
    add: float

    def __call__(self, value: float) -> float:
        """Return the value in the other unit."""
        return value * self.factor + self.add


SAME = Linear(1.0, 0.0)


def converts(given: str, wanted: str) -> bool:
    """Whether a value in `given` can be converted to `wanted`."""
    return given == wanted or (
        given in UNITS and wanted in UNITS and UNITS[given].dimension == UNITS[wanted].dimension
    )


def conversion(given: str, wanted: str) -> Linear:
    """Return the conversion from `given` to `wanted`. Raises ValueError if there is none."""
    if not converts(given, wanted):
        raise ValueError(f"{given} is no {wanted}")
    if given == wanted:
        return SAME
    source, target = UNITS[given], UNITS[wanted]
    return Linear(source.factor / target.factor, (source.add - target.add) / target.factor)
