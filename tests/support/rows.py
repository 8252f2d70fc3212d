"""Rows in tests: what is kept under a key, and whether every row is what its kind declares."""

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from command_center.domain.drills.exercise_tag import drill_of_name
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.live.rows import every as every  # noqa: PLC0414 - declares the kinds
from command_center.live.rows.kind import RowKind, Seen, kind_of, row_of
from command_center.live.rows.row import Row


def row_at(state: State, site: Site, topic: str, key: str) -> dict[str, Any] | None:
    """The row kept there, as declared; None where there is none."""
    row = row_of(Seen(state, site), topic, key)
    if row is None:
        return None
    declared(topic, key, row)
    return dict(row)


def declared(topic: str, key: str, row: Row) -> None:
    """Fails unless the row is of a declared kind and of its type, with nothing more in it."""
    kind = kind_of(drill_of_name(topic)[1], key)
    assert kind is not None, f"no kind of rows has {topic}/{key}"
    try:
        kept = _adapter(kind).validate_python(row)
    except ValidationError as error:
        raise AssertionError(
            f"{topic}/{key} is not as {kind.row.__name__} says: {error}"
        ) from error
    assert kept == row, f"{topic}/{key}: more or other than {kind.row.__name__} declares"


@cache
def _adapter(kind: RowKind[Any]) -> TypeAdapter[Any]:
    return TypeAdapter(kind.row)


@pytest.fixture(scope="session", autouse=True)
def every_row_is_as_declared() -> Iterator[None]:
    """Whatever row a test of this process makes is held against its type."""
    change = RowKind.change

    def checked(self: RowKind[Any], name: str, row: Any) -> Any:
        told = change(self, name, row)
        if row is not None:
            declared(*told)  # type: ignore[arg-type]
        return told

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(RowKind, "change", checked)
        yield
