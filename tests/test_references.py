"""`/help/facts.md` and `/help/rows.md` tell of every command, fact and row there is; one without a word fails."""

import inspect
import subprocess
import sys
from pathlib import Path
from types import new_class
from typing import Any

import pytest
from typing_extensions import TypedDict

from command_center.domain import areas as areas  # noqa: PLC0414 - fills the registry
from command_center.domain.registry import COMMANDS, FACTS
from command_center.page_server.made_scripts import ordered_kinds
from command_center.page_server.reference import REFERENCE_PAGES
from command_center.page_server.reference.rows import parts_of

ROOT = Path(__file__).parents[1]


def test_the_page_of_facts_has_every_command_and_fact_with_its_fields() -> None:
    told = REFERENCE_PAGES["facts.md"]()
    for kind, spec in COMMANDS.items():
        own = told.partition(f"### `{kind}`\n")[2].partition("\n### ")[0]
        assert f"*Roles:* {', '.join(sorted(spec.roles))}" in own, kind
    for kind, fact in FACTS.items():
        own = told.partition(f"### `{kind}` v{fact.v}\n")[2].partition("\n### ")[0]
        assert [name for name in fact.payload.__annotations__ if f"- `{name}`: " not in own] == []


def test_the_page_of_rows_has_every_kind_with_its_fields() -> None:
    told = REFERENCE_PAGES["rows.md"]()
    for kind in ordered_kinds():
        head = f"### `{kind.topic}` `{kind.pattern}`: {kind.row.__name__}\n"
        own = told.partition(head)[2].partition("\n### ")[0]
        fields = kind.row.__annotations__
        assert fields
        assert [name for name in fields if f"`{name}`" not in own] == []


def test_the_pages_are_written_to_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "made" / "docs"
    subprocess.run(
        [sys.executable, "-m", "command_center.page_server.reference", folder], cwd=ROOT, check=True
    )
    there = {file.name: file.read_text("utf-8") for file in folder.iterdir()}
    assert there == {name: make() for name, make in REFERENCE_PAGES.items()}


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


def test_every_part_of_a_row_says_what_it_is() -> None:
    for part in parts_of([kind.row for kind in ordered_kinds()]):
        assert len(part.__doc__ or "") > 10, part.__name__
        assert not part.__doc__.startswith("dict("), part.__name__


def test_two_parts_of_one_name_are_refused() -> None:
    def of(kind: type) -> Any:
        return new_class(
            "Part", (TypedDict,), {}, lambda names: names.update(__annotations__={"id": kind})
        )

    with pytest.raises(ValueError, match="named Part"):
        parts_of([of(str), of(int)])
