"""The types hold, strictly: checked beside the other tests, so that no processor waits for it."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.slow
def test_types_hold() -> None:
    checked = subprocess.run(
        [sys.executable, "-m", "mypy"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_no_package_of_the_product_is_left_out() -> None:
    """Neither from the types, nor from the layers, nor from the wheel."""
    tool = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]
    beside = {"tests", "benchmarks", "tools"}
    packages = {there.parent.name for there in ROOT.glob("*/__init__.py")} - beside
    assert set(tool["mypy"]["files"]) == packages | beside
    assert set(tool["importlinter"]["root_packages"]) == packages
    assert packages <= set(tool["hatch"]["build"]["targets"]["wheel"]["only-include"])
