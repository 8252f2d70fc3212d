"""`docs/facts.md` tells of every command and fact there is; one without a word fails."""

import inspect
import runpy
from pathlib import Path

import pytest

from command_center.domain import areas as areas  # noqa: PLC0414 - fills the registry
from command_center.domain.registry import COMMANDS, FACTS

ROOT = Path(__file__).parents[1]


def test_the_page_is_what_the_registry_says() -> None:
    page = runpy.run_path(str(ROOT / "tools" / "facts_page.py"))["page"]()
    written = (ROOT / "docs" / "facts.md").read_text("utf-8")
    assert written == page, "run: python tools/facts_page.py > docs/facts.md"


@pytest.mark.parametrize("kind", sorted(COMMANDS))
def test_every_command_says_what_it_is_and_its_rule(kind: str) -> None:
    spec = COMMANDS[kind]
    assert len(spec.model.__doc__ or "") > 10
    assert len(inspect.getdoc(spec.decide) or "") > 10
    assert spec.roles


@pytest.mark.parametrize("kind", sorted(FACTS))
def test_every_fact_says_what_it_means(kind: str) -> None:
    spec = FACTS[kind]
    assert len(spec.payload.__doc__ or "") > 10
    assert spec.apply.__doc__
    # The own docstring, not the one that TypedDict lends to whoever has none.
    assert not (spec.payload.__doc__ or "").startswith("dict(")
