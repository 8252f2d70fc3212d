"""The examples that the language was designed by, as texts."""

from pathlib import Path

FOLDER = Path(__file__).parent / "examples"


def example(name: str) -> str:
    """The YAML of one."""
    return (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")


HAZARD = example("hazard")
DUTY = example("duty")
DUTY_SCORE = example("duty-score")
CONTRACTOR_POINTS = example("contractor-points")
CONFINED_SPACE = example("confined-space")
