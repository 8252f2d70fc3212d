"""Rows of a plant that is described otherwise: a kind names all the fields that its rows are made from."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from command_center.domain import fold
from command_center.domain.fact import Fact
from command_center.domain.site.model import LOOKED_UP_FROM, Site
from command_center.domain.state import State
from command_center.live.rows import every as every  # noqa: PLC0414 - declares the kinds
from command_center.live.rows.kind import KINDS, RowKind, Seen
from tests.support.tape import read

EVERY = 60
"""Rows are made after so many facts of a tape."""
_read: set[str] = set()


class Watched(Site):
    """A plant that remembers which of its fields were read, by itself or by a look-up."""

    def __getattribute__(self, name: str) -> Any:
        _read.update(LOOKED_UP_FROM.get(name, (name,) if name in Site.model_fields else ()))
        return super().__getattribute__(name)


@contextmanager
def reading(kind: RowKind[Any]) -> Iterator[None]:
    """Fails when more is read than the kind says."""
    _read.clear()
    yield
    assert _read <= (kind.made_from or set()), f"{kind.topic}/{kind.pattern}"


@pytest.mark.parametrize("name", ["two-incidents", "confined-space"])
def test_a_row_is_made_from_no_other_fields_than_its_kind_says(name: str) -> None:
    tape = read(name)
    site = Watched.model_construct(**{one: getattr(tape.site, one) for one in Site.model_fields})
    state = State.start(site)
    narrow = [kind for kind in KINDS if kind.made_from is not None and kind.lister is not None]
    assert len(narrow) >= 6
    facts = [one for move in tape.moves for one in move if isinstance(one, Fact)]
    for number, fact in enumerate(facts):
        fold.apply(state, fact)
        if number % EVERY and number + 1 < len(facts):
            continue
        seen = Seen(state, state.in_force)
        for kind in narrow:
            assert kind.lister is not None
            names = list(kind.lister(seen))
            for row in names:
                with reading(kind):
                    kind.make(seen, row)
