"""One virtual person: where they are, how they walk, what they have on, what they are busy with."""

from dataclasses import dataclass, field

from numpy.random import Generator

from command_center.domain.site.model import Person, Point
from simulations.roads import along, length_m


@dataclass(frozen=True, slots=True)
class Walk:
    """A walk that began at `since_s` with the speed `m_s`."""

    path: list[Point]
    since_s: float
    m_s: float

    @property
    def arrives_s(self) -> float:
        """When the person reaches the end of the way, in simulated seconds."""
        return self.since_s + length_m(self.path) / self.m_s

    def at(self, t_s: float) -> Point:
        """The point on the way at the time `t_s`."""
        return along(self.path, (t_s - self.since_s) * self.m_s)


@dataclass(slots=True)
class VirtualPerson:
    """State of one person. Speeds are drawn once: people differ, and stay themselves.

    `reached` says whether the addresses on the board really reach them; `told` are the directives
    and requests of which a notice was opened, all that somebody off the site knows of; `engaged` that
    somebody leads them or they work on a directive; `worn` is what they have on, with `cylinder_mpa` of
    air. Whoever is not `fit` (down, or missing) does and says nothing; of the `missing` nobody knows
    where they are; who is down and was `brought_out` lies in the open, and is still not fit. Of one who is
    `played` a real person takes the part.
    """

    who: Person
    place: Point
    chance: Generator
    on_site: bool
    reached: bool
    walk_m_s: float
    hurry_m_s: float
    suited_share: float
    air_l_min: float
    walk: Walk | None = None
    engaged: bool = False
    fit: bool = True
    played: bool = False
    missing: bool = False
    brought_out: bool = False
    accounted: bool = False
    cylinder_mpa: float | None = None
    inside_since_s: float | None = None
    worn: tuple[str, ...] = ()
    told: dict[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The site's id of the person."""
        return self.who.id

    def is_down(self) -> bool:
        """Not able any more: what ends an errand, asked at every step of it."""
        return not self.able

    @property
    def able(self) -> bool:
        """Whether a virtual person does and says anything here."""
        return self.fit and not self.played

    @property
    def suited(self) -> bool:
        """Whether they are dressed to go in: with air, and a suit where one is needed."""
        return self.cylinder_mpa is not None

    def position(self, t_s: float) -> Point:
        """Where they are now."""
        return self.walk.at(t_s) if self.walk is not None else self.place

    def pressure_mpa(self, t_s: float, cylinder_l: float) -> float:
        """What the cylinder holds: 1 MPa of a 6.8 L cylinder is 68 L of air."""
        full = self.cylinder_mpa or 0.0
        if self.inside_since_s is None:
            return full
        used_l = (t_s - self.inside_since_s) / 60 * self.air_l_min
        return full - used_l / (10 * cylinder_l)
