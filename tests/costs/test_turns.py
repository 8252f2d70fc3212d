"""What a process does again and again: beats, outbox rounds, batches of readings."""

from collections.abc import Callable

import orjson

from tests.costs.ceilings import SIZES, Ceilings
from tests.costs.conftest import OpenStage
from tests.costs.stage import Stage
from tests.ingest.test_readings_door import NOW, Door
from tests.support.cost_counter import counted


def _check(stage_of: OpenStage, name: str, ready: Callable[[Stage], Callable[[], object]]) -> None:
    """Count the third time beside each of `SIZES`: the first two begin what is begun once."""
    told = []
    for size in SIZES:
        stage = stage_of(size)
        ready(stage)()
        ready(stage)()
        told.append(counted(ready(stage)))
    lines, statements = [one.lines for one in told], [one.statements for one in told]
    Ceilings().check("turns", name, {"lines": lines, "statements": statements})


def test_a_beat_with_nothing_due(stage_of: OpenStage) -> None:
    _check(stage_of, "beat of the duties", lambda stage: stage.beat)


def test_an_outbox_round_with_nothing_due(stage_of: OpenStage) -> None:
    _check(stage_of, "round of the outbox", lambda stage: stage.outbox_round)


def test_a_batch_of_100_readings(stage_of: OpenStage) -> None:
    def led(stage: Stage) -> Callable[[], object]:
        stage.beat()  # a process that leads looks at them for alarms
        return stage.readings()

    _check(stage_of, "batch of 100 readings", led)


def test_an_outbox_round_after_a_fact_that_plans_nothing(stage_of: OpenStage) -> None:
    _check(stage_of, "round of the outbox with a plan", lambda stage: stage.outbox_plan)


def test_a_thousand_readings_at_their_door() -> None:
    """What is judged and kept of each; storing and showing them is counted above."""
    door = Door()

    def batch(first: int) -> bytes:
        readings = [{"tag": "LT-1", "ts": NOW - first - n, "value": n / 7} for n in range(1_000)]
        return orjson.dumps({"source": "gw-1", "readings": readings[::-1]})

    door.door.take(batch(100_000))
    body = batch(50_000)
    told = counted(lambda: door.door.take(body))
    assert len(door.told) == 2_000
    Ceilings().check("turns", "1000 readings at their door", {"lines": told.lines})
