"""Numbers have sources, shapes are what they say, and ids of a scenario are the site's."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydantic import TypeAdapter, ValidationError

from simulations.chance import stream
from simulations.draws import Draw
from simulations.parameters import parameters
from simulations.scenario import UnknownIds, load, unknown
from tests.simulations.sites import DEMO, demo

DRAW: TypeAdapter[Any] = TypeAdapter(Draw)
SOURCE = {"source": "test", "level": "A"}


def test_every_parameter_names_its_source_and_level() -> None:
    groups = parameters().model_dump()
    numbers = [number for group in groups.values() for number in group.values()]
    assert len(numbers) > 60
    assert all(number["source"] and number["level"] for number in numbers)


def test_a_lognormal_has_its_median_and_ninetieth_percentile() -> None:
    shape = DRAW.validate_python({"shape": "lognormal", "median": 20, "p90": 60, **SOURCE})
    drawn = [shape.draw(chance) for chance in [stream(1, "test")] for _ in range(20_000)]
    assert np.median(drawn) == pytest.approx(20, rel=0.05)
    assert np.percentile(drawn, 90) == pytest.approx(60, rel=0.05)


@pytest.mark.parametrize(
    "wrong",
    [
        {"shape": "lognormal", "median": 20},
        {"shape": "lognormal", "median": 20, "p90": 60, "sigma": 1},
        {"shape": "lognormal", "median": 20, "p90": 10},
        {"shape": "gamma", "median": 20},
    ],
)
def test_a_shape_that_makes_no_sense_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        DRAW.validate_python({**wrong, **SOURCE})


def test_a_number_without_a_source_is_refused() -> None:
    with pytest.raises(ValidationError):
        DRAW.validate_python({"shape": "fixed", "value": 1, "level": "A"})


def test_streams_of_different_purposes_differ_and_repeat() -> None:
    first = stream(1, "wind").random(5)
    assert (first == stream(1, "wind").random(5)).all()
    assert (first != stream(1, "rain").random(5)).any()
    assert (first != stream(2, "wind").random(5)).any()


def test_the_demo_s_scenario_names_only_what_the_site_has() -> None:
    site, scenario = demo()
    assert list(unknown(scenario, site)) == []


def test_an_unknown_id_is_named_with_its_place(tmp_path: Path) -> None:
    site, _ = demo()
    text = (
        (DEMO / "simulation.yaml")
        .read_text("utf-8")
        .replace("upstream: [HV-2060]", "upstream: [HV-9]")
    )
    wrong = tmp_path / "simulation.yaml"
    wrong.write_text(text, "utf-8")
    with pytest.raises(UnknownIds, match=r"leak\.upstream: the site has no HV-9"):
        load(wrong, site)


def test_the_mended_plant_has_the_same_night() -> None:
    site, scenario = demo()
    mended = load(DEMO.with_name("demo-fixed") / "simulation.yaml", site)
    assert mended == scenario
