"""Resolves a scenario to a plan on one site: which tank, which store, which post; or why it cannot
be played."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import TYPE_CHECKING, Any, get_args

from command_center.domain.scenarios.candidates import (
    anytime,
    area_of,
    candidates,
    without_time_and_wind,
)  # fmt: skip
from command_center.domain.scenarios.lacking import (
    Lacking,
    lacks,
    no_such_time,
    nothing_downwind,
    unmanned,
)  # fmt: skip
from command_center.domain.scenarios.manning import Manned, manned
from command_center.domain.scenarios.placeholders import filled
from command_center.domain.scenarios.plan import DrillPlan, Resolved, canonical_json
from command_center.domain.scenarios.scenario import At, ShiftKind, Weather, WeatherKind
from command_center.domain.scenarios.walking import names_of_needs, replaced
from command_center.domain.text import Text

if TYPE_CHECKING:
    from command_center.domain.scenarios.needs import Need
    from command_center.domain.scenarios.scenario import Inject, Scenario
    from command_center.domain.site.model import Site

BY_HAND = "by-hand/1"
"""The generator of a plan for which nothing was drawn."""

Pick = Callable[["Need", Sequence[str]], str]
Jitter = Callable[["Inject"], int]


@dataclass(frozen=True, slots=True)
class Setting:
    """When and in what weather a scenario is played. None: as the scenario itself says."""

    shift: ShiftKind | None = None
    hour: time | None = None
    weather: Weather | None = None
    weather_kind: WeatherKind | None = None


AS_WRITTEN = Setting()


@dataclass(frozen=True, slots=True)
class Unresolvable:
    """A scenario that cannot be played on the site, with every reason."""

    lacking: tuple[Lacking, ...]


def first(need: "Need", ids: Sequence[str]) -> str:
    """Returns the first candidate in the order of the site file."""
    return ids[0]


def unmoved(inject: "Inject") -> int:
    """Returns 0, no jitter: the inject comes at the second that the scenario names."""
    return 0


def resolve(
    scenario: "Scenario",
    site: "Site",
    setting: Setting = AS_WRITTEN,
    pick: Pick = first,
    jitter: Jitter = unmoved,
    *,
    seed: int = 0,
    generator: str = BY_HAND,
    site_version: str | None = None,
) -> DrillPlan | Unresolvable:
    """Returns the plan of a scenario on a site, or everything the site lacks for it.

    `pick` chooses among candidates; `jitter` returns by how many seconds an inject is moved.
    """
    begins = scenario.begins
    kind = setting.shift or begins.shift
    there = manned(site, kind, setting.hour or begins.time)
    weather = setting.weather or begins.weather
    if there is None:
        other = next((m for k in get_args(ShiftKind) if (m := manned(site, k))), None)
        more = _chosen(scenario, site, other, weather, pick)[1] if other is not None else []
        return Unresolvable((no_such_time(kind), *more))
    chosen, lacking = _chosen(scenario, site, there, weather, pick)
    if lacking:
        return Unresolvable(tuple(lacking))
    whole = _whole(scenario, site, chosen)
    return DrillPlan(
        scenario=scenario.id,
        scenario_version=scenario.version,
        generator=generator,
        seed=seed,
        site=site.id,
        site_version=site_version or version_of(site),
        hazard=scenario.hazard,
        name=scenario.name,
        summary=whole.summary,
        people_in_plant=scenario.people_in_plant,
        manned=there,
        weather_kind=setting.weather_kind,
        weather=weather,
        levels=whole.begins.levels,
        broken=whole.begins.broken,
        places=[_resolved(need, site, chosen) for need in scenario.needs],
        objectives=whole.objectives,
        injects=[_timed(inject, jitter(inject)) for inject in whole.injects],
        expectations=whole.expectations,
        safety=whole.safety,
        stop_words=whole.stop_words,
        max_s=scenario.max_s,
    )


def _chosen(
    scenario: "Scenario", site: "Site", there: Manned, weather: Weather, pick: Pick
) -> tuple[dict[str, str], list[Lacking]]:
    chosen: dict[str, str] = {}
    lacking: list[Lacking] = []
    for need in scenario.needs:
        if any(name not in chosen for _, name, _ in names_of_needs(need.chosen)):
            continue  # what it hangs on is missing already
        found = candidates(need, site, chosen, there, weather.wind_from_deg)
        if found:
            chosen[need.id] = pick(need, found)
        else:
            lacking.append(_why_none(need, site, chosen, there, weather))
    return chosen, lacking


def _why_none(
    need: "Need", site: "Site", chosen: Mapping[str, str], there: Manned, weather: Weather
) -> Lacking:
    wind = weather.wind_from_deg
    if need.which == "post" and candidates(need, site, chosen, anytime(there, site), wind):
        return unmanned(need)
    calmer = without_time_and_wind(need)
    if calmer is not need and candidates(calmer, site, chosen, there, wind):
        return nothing_downwind(need, wind)
    return lacks(need)


def _whole(scenario: "Scenario", site: "Site", chosen: Mapping[str, str]) -> "Scenario":
    names = {
        lang: {need.id: _words(need, site, chosen, lang) for need in scenario.needs}
        for lang in ("zh", "en")
    }
    own = {need.id for need in scenario.needs}
    return replaced(
        scenario,
        lambda name: chosen[name] if name in own else name,
        lambda lang, words: filled(words, names[lang]),
    )


def name_of(site: "Site", kind: str, thing: str) -> Text:
    """Returns the name of a thing of the site."""
    apart: dict[str, Mapping[str, Any]] = {
        "post": site.post_by_id, "team": site.team_by_id, "kit": site.kit_by_id,
        "outside": site.outside_by_id, "gauge": site.tag_by_id,
    }  # fmt: skip
    name: Text | None = apart[kind][thing].name if kind in apart else site.places[thing][0]
    return name or Text(zh=thing, en=thing)


def _words(need: "Need", site: "Site", chosen: Mapping[str, str], lang: str) -> dict[str, str]:
    thing = chosen[need.id]
    words = {"name": getattr(name_of(site, need.which, thing), lang)}
    tank = site.tank_by_id.get(thing)
    if tank is not None:
        words["product"] = getattr(tank.product, lang)
    area = area_of(site, thing)
    if area is not None:
        words["area"] = getattr(site.area_by_id[area].name, lang)
    return words


def _resolved(need: "Need", site: "Site", chosen: Mapping[str, str]) -> Resolved:
    thing = chosen[need.id]
    return Resolved(need=need.id, kind=need.which, id=thing, name=name_of(site, need.which, thing))


def _timed(inject: "Inject", moved_s: int) -> "Inject":
    if inject.at is None:
        return inject
    return inject.model_copy(update={"at": At(s=max(0, inject.at.s + moved_s))})


def version_of(site: "Site") -> str:
    """Returns a digest of the site's description, which stands for its version where no numbers are
    stored.

    Days are left out, because `-412 d` is another day tomorrow and the plant is the same.
    """
    text = canonical_json(_dayless(site.model_dump()))
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()[:32]


def _dayless(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _dayless(v) for k, v in value.items() if not isinstance(v, date)}
    if isinstance(value, list | tuple):
        return [_dayless(item) for item in value]
    return value.isoformat() if isinstance(value, time) else value
