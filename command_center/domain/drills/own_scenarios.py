"""The site's own scenarios: each save makes the next revision of the text that its writer had
opened.

The text is stored beside the journal under its hash, as sealed texts are. A fact that held it would
reveal to every reader of an export what is being prepared.
"""

from dataclasses import replace

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.actor import Role
from command_center.domain.fact import Draft, Fact
from command_center.domain.readers import FOR_DIRECTION
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Command, Context, Scene, applies, decides
from command_center.domain.site.parts.base import Id
from command_center.domain.state import State
from command_center.domain.state.drills.own_scenario import OwnScenario


class SaveScenario(Command):
    """Save a text (named by its SHA-256, hex) as the next revision of the site's own `scenario`.
    `base` is the revision it was made from, 0 for a new one."""

    scenario: Id
    base: int = Field(ge=0, le=1_000_000)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")


class ScenarioSaved(TypedDict):
    """The site's own scenario has a new revision. Its text is stored beside the journal."""

    scenario: str
    revision: int
    sha256: str


class RetireScenario(Command):
    """Retire the site's own `scenario`, which its writer saw at revision `base`."""

    scenario: Id
    base: int = Field(ge=1, le=1_000_000)


class ScenarioRetired(TypedDict):
    """The site's own scenario is retired. Its text is kept, and drills made from it stay as they
    are. Saving it again brings it back into use."""

    scenario: str
    revision: int


@decides("scenario.save", SaveScenario, [Role.CONTROLLER], scene=Scene.REALITY)
def save(state: State, command: SaveScenario, ctx: Context) -> Decision:
    """Saves a revision of a scenario. If two people save at once the later one is refused, and
    nothing is overwritten."""
    known = state.own_scenarios.get(command.scenario)
    if known is not None and known.sha256 == command.sha256 and not known.retired:
        return []  # it is so already
    revision = 0 if known is None else known.revision
    if command.base != revision:
        details = {"scenario": command.scenario, "revision": revision,
                   "who": "–" if known is None else known.saved_by}  # fmt: skip
        return Refusal("scenario_moved", details)
    payload = ScenarioSaved(scenario=command.scenario, revision=revision + 1, sha256=command.sha256)
    return [Draft("scenario.saved", payload)]


@decides("scenario.retire", RetireScenario, [Role.CONTROLLER], scene=Scene.REALITY)
def retire(state: State, command: RetireScenario, ctx: Context) -> Decision:
    """Retires a scenario. Refused where somebody has saved a newer revision than `base`."""
    known = state.own_scenarios.get(command.scenario)
    if known is None:
        return Refusal("unknown_scenario", {"scenario": command.scenario})
    if known.revision != command.base:
        details = {"scenario": known.id, "revision": known.revision, "who": known.saved_by}
        return Refusal("scenario_newer", details)
    if known.retired:
        return []
    payload = ScenarioRetired(scenario=command.scenario, revision=known.revision)
    return [Draft("scenario.retired", payload)]


@applies("scenario.retired", ScenarioRetired, readers=FOR_DIRECTION)
def retired(state: State, fact: Fact) -> None:
    """Applies the fact: the scenario is kept but no longer offered."""
    known = state.own_scenarios[fact.data["scenario"]]
    state.own_scenarios[known.id] = replace(
        known, retired_at=fact.recorded_at, retired_by=fact.actor
    )


@applies("scenario.saved", ScenarioSaved, readers=FOR_DIRECTION)
def saved(state: State, fact: Fact) -> None:
    """Applies the fact: this revision is used from now on; earlier ones are kept."""
    d = fact.data
    state.own_scenarios[d["scenario"]] = OwnScenario(
        d["scenario"], d["revision"], d["sha256"], fact.recorded_at, fact.actor
    )
