"""The scenarios available to one site's drills: the library's and the site's own."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256

from command_center import log
from command_center.domain.scenarios.resolving import Unresolvable, resolve
from command_center.domain.scenarios.scenario import Scenario
from command_center.domain.site.described import SiteNow, asked
from command_center.domain.site.model import Site
from command_center.domain.state.drills.own_scenario import OwnScenario
from command_center.scenario_file import read_text
from command_center.store.plant.scenario_texts import ScenarioTexts
from command_center.web.doors.drills.scenarios_api import Known
from simulations.scenarios import library, texts

_log = log.get(__name__)
NAME_DIGITS = 12
"""Hexadecimal digits of a set's name (ours): 48 bits tell any two sets of one plant apart."""


class SiteShelf:
    """The scenarios of one site. A library scenario takes precedence over an own scenario with the same id and is
    never overwritten.

    `owns` gives the site's own scenarios from the journal, retired ones too.
    """

    def __init__(
        self,
        site: Site | SiteNow,
        owns: Callable[[], Mapping[str, OwnScenario]],
        kept: ScenarioTexts,
    ) -> None:
        self._now, self._known_owns, self._kept = asked(site), owns, kept
        self._site = self._now()
        self._library: tuple[Known, ...] | None = None
        self._read: dict[str, Known] = {}
        """By the hash of its text, so that a text is read once."""

    def known(self) -> Sequence[Known]:
        """Return the library's scenarios in their order, then the site's own ordered by id."""
        return [*self._of_library(), *(self._own(one) for one in self._owns())]

    def scenario(self, id: str) -> Scenario | None:
        """Return the playable scenario with this id, or None."""
        if id in library():
            return library()[id]
        own = self._known_owns().get(id)
        return None if own is None or own.retired else self._own(own).scenario

    def drawable(self) -> tuple[dict[str, Scenario], str]:
        """Return the site's own scenarios that a draw may add to the library, and a short name for exactly this set
        of texts (empty if there are none). A seed determines a drill only together with this name.
        """
        found = {one.id: (self._own(one).scenario, one.sha256) for one in self._owns()}
        able = {id: (s, text) for id, (s, text) in found.items() if s is not None and s.varies}
        if not able:
            return {}, ""
        name = sha256("\n".join(sorted(text for _, text in able.values())).encode()).hexdigest()
        return {id: scenario for id, (scenario, _) in able.items()}, name[:NAME_DIGITS]

    def text_of(self, scenario: str) -> str | None:
        """Return the YAML text of a scenario, or None."""
        if scenario in library():
            return texts()[scenario]
        own = self._known_owns().get(scenario)
        return None if own is None else self._kept.of(own.sha256)

    def of_library(self, scenario: str) -> bool:
        """Whether a library scenario has this id."""
        return scenario in library()

    def _of_library(self) -> tuple[Known, ...]:
        self._look()
        if self._library is None:
            self._library = tuple(self.on_site(scenario) for scenario in library().values())
        return self._library

    def _look(self) -> None:
        """What a scenario would be here is another thing once the plant is described otherwise."""
        site = self._now()
        if site is not self._site:
            self._site, self._library = site, None
            self._read.clear()

    def _owns(self) -> list[OwnScenario]:
        owns = self._known_owns()
        return [owns[id] for id in sorted(owns) if id not in library() and not owns[id].retired]

    def _own(self, own: OwnScenario) -> Known:
        self._look()
        if own.sha256 not in self._read:
            text = self._kept.of(own.sha256)
            found, problems = read_text(text, own.id) if text is not None else (None, [])
            if found is None or problems or found.id != own.id:
                _log.warning("an own scenario cannot be used", scenario=own.id, of=own.revision)
                self._read[own.sha256] = Known(own.id, None)
            else:
                self._read[own.sha256] = self.on_site(found)
        return replace(self._read[own.sha256], own=own)

    def on_site(self, scenario: Scenario) -> Known:
        """Return how the scenario would run on this site, without a random draw; or what the site lacks for it."""
        plan = resolve(scenario, self._now())
        if isinstance(plan, Unresolvable):
            return Known(scenario.id, scenario, lacking=[one.why for one in plan.lacking])
        return Known(scenario.id, scenario, plan)
