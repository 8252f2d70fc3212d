"""A headcount of 2,000 with 300 passages a minute equals a recount: repeats, late ones, no order, and restarts."""

from pathlib import Path

import pytest

from command_center.domain.state.people.gate_presence import recount
from command_center.store.database.engine import open_engine
from command_center.store.database.migrate import migrate
from tests.support.busy_gates import A_MINUTE, BusyGates


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_headcount_equals_a_recount_at_random_times(tmp_path: Path, seed: int) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'gates.sqlite3'}")
    migrate(engine)
    plant = BusyGates(engine, seed)
    compared = 0
    for minute in range(12):
        plant.happens(A_MINUTE)
        settle = plant.chance.random() < 0.4 or minute == 11
        plant.send(settle=settle)
        if plant.chance.random() < 0.25 or minute == 5:
            plant.restart()
        kept = plant.inside.passages.all()
        assert plant.inside.gates.latest == recount(kept), (
            "the fold is what a recount of the table gives"
        )
        if settle:
            assert plant.headcount() == plant.really_inside()
            compared += 1
    assert compared >= 2
    assert len(plant.inside.passages.all()) == plant.events == 12 * A_MINUTE
    engine.dispose()
