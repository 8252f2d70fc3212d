"""One virtual person: position, walking, equipment, and current work."""

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
        """When the person reaches the end of the path, in simulated seconds."""
        return self.since_s + length_m(self.path) / self.m_s

    def at(self, t_s: float) -> Point:
        """The point on the way at the time `t_s`."""
        return along(self.path, (t_s - self.since_s) * self.m_s)


@dataclass(slots=True)
class VirtualPerson:
    """The state of one person. Speeds are drawn once: people differ, and stay the same.

    `reached` says whether the board's addresses really reach them; `told` are the directives and requests whose
    notice was opened, all that a person off site knows of; `engaged`: being led or working on a directive; `worn` is
    their equipment, with `cylinder_mpa` of air. A person who is not `fit` (down, or missing) does and says nothing;
    nobody knows where the `missing` are; a person who is down and was `brought_out` lies in the open, still not fit.
    A real person plays one who is `played`.
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
        """Return whether the person is no longer able, which ends an errand; checked at every step."""
        return not self.able

    @property
    def able(self) -> bool:
        """Whether the virtual person can act and speak."""
        return self.fit and not self.played

    @property
    def suited(self) -> bool:
        """Whether they are dressed for entry: with air, and a suit where one is needed."""
        return self.cylinder_mpa is not None

    def position(self, t_s: float) -> Point:
        """Where they are now."""
        return self.walk.at(t_s) if self.walk is not None else self.place

    def pressure_mpa(self, t_s: float, cylinder_l: float) -> float:
        """Return the cylinder pressure: 1 MPa of a 6.8 L cylinder is 68 L of air."""
        full = self.cylinder_mpa or 0.0
        if self.inside_since_s is None:
            return full
        used_l = (t_s - self.inside_since_s) / 60 * self.air_l_min
        return full - used_l / (10 * cylinder_l)
