"""`docs/rows.md` and what the pages' scripts know of rows tell of every kind of row there is."""

import runpy
from pathlib import Path
from types import new_class
from typing import Any

import pytest
from typing_extensions import TypedDict

PAGE = runpy.run_path(str(Path(__file__).parents[1] / "tools" / "rows_page.py"))
MADE_BY = "run: python tools/rows_page.py"


def test_the_page_is_what_the_kinds_declare() -> None:
    assert PAGE["PAGE"].read_text("utf-8") == PAGE["page"](), MADE_BY


def test_the_types_of_the_browser_are_what_the_kinds_declare() -> None:
    assert PAGE["TYPES"].read_text("utf-8") == PAGE["declarations"](), MADE_BY


def test_the_keys_that_the_browser_splits_by_are_what_the_kinds_declare() -> None:
    assert PAGE["FORMS"].read_text("utf-8") == PAGE["key_forms"](), MADE_BY


def test_every_part_of_a_row_says_what_it_is() -> None:
    for part in PAGE["parts_of"]([kind.row for kind in PAGE["KINDS"]]):
        assert len(part.__doc__ or "") > 10, part.__name__
        assert not part.__doc__.startswith("dict("), part.__name__


def test_two_parts_of_one_name_are_refused() -> None:
    def of(kind: type) -> Any:
        return new_class(
            "Part", (TypedDict,), {}, lambda names: names.update(__annotations__={"id": kind})
        )

    with pytest.raises(ValueError, match="named Part"):
        PAGE["parts_of"]([of(str), of(int)])
