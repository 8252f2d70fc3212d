"""Probability distributions of uncertain quantities, as written in the parameter file."""

import math
from typing import Annotated, Literal

from numpy.random import Generator
from pydantic import BaseModel, ConfigDict, Field, model_validator

P90 = 1.2816
"""The standard normal's 90th percentile; sigma of a lognormal = (ln P90 - ln median) / this."""


class Sourced(BaseModel):
    """Base of numbers with a source.

    Levels: E seen in a stored page, E2 the same from a secondary source, O2 a table read completely, R recollection,
    C arithmetic, A assumption.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: str = Field(min_length=1)
    level: Literal["E", "E2", "O2", "R", "C", "A"]


class Fixed(Sourced):
    """A distribution with one value."""

    shape: Literal["fixed"]
    value: float

    def draw(self, chance: Generator) -> float:
        """The value."""
        return self.value


class LogNormal(Sourced):
    """A log-normal distribution for people's times: `median` with either `p90` or `sigma` of the logarithm."""

    shape: Literal["lognormal"]
    median: float = Field(gt=0)
    p90: float | None = None
    sigma: float | None = Field(default=None, ge=0)
    high: float = math.inf

    @model_validator(mode="after")
    def one_spread(self) -> "LogNormal":
        """Refuse a distribution with no spread, or with two."""
        if (self.p90 is None) == (self.sigma is None):
            raise ValueError("a lognormal needs p90 or sigma, one of them")
        if self.p90 is not None and self.p90 <= self.median:
            raise ValueError("p90 must exceed the median")
        return self

    def draw(self, chance: Generator) -> float:
        """A random value, at most `high`."""
        sigma = self.sigma
        if sigma is None:
            assert self.p90 is not None
            sigma = (math.log(self.p90) - math.log(self.median)) / P90
        return min(self.high, self.median * math.exp(sigma * chance.standard_normal()))


class Normal(Sourced):
    """A normal distribution limited to `low` .. `high`."""

    shape: Literal["normal"]
    mean: float
    sd: float = Field(ge=0)
    low: float
    high: float

    def draw(self, chance: Generator) -> float:
        """A random value inside the bounds."""
        return min(self.high, max(self.low, self.mean + self.sd * chance.standard_normal()))


class Triangular(Sourced):
    """A triangular distribution: lowest, likeliest and highest value."""

    shape: Literal["triangular"]
    low: float
    mode: float
    high: float

    def draw(self, chance: Generator) -> float:
        """A random value."""
        return float(chance.triangular(self.low, self.mode, self.high))


class Uniform(Sourced):
    """A uniform distribution from `low` to `high`."""

    shape: Literal["uniform"]
    low: float
    high: float

    def draw(self, chance: Generator) -> float:
        """A random value."""
        return float(chance.uniform(self.low, self.high))


Draw = Annotated[Fixed | LogNormal | Normal | Triangular | Uniform, Field(discriminator="shape")]
