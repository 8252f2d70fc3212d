"""What is asked about spans of tags is read along the key, however long the history is."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from command_center.store.database.engine import open_engine
from command_center.store.database.migrate import migrate
from command_center.store.series.readings import Readings
from tests.store.facts import SITE

Asked = Callable[[Readings, Mapping[str, tuple[int, int]]], object]
ALONG_THE_KEY = "SEARCH readings USING PRIMARY KEY (site=? AND tag=? AND ts>? AND ts<?)"


@pytest.mark.parametrize("asked", [Readings.samples, Readings.within, Readings.digests])
def test_spans_are_read_along_the_key(asked: Asked, tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/feeds.db")
    migrate(engine)
    given: list[tuple[str, Any]] = []
    event.listen(engine, "before_cursor_execute", lambda *told: given.append(told[2:4]))
    asked(Readings(engine, SITE), {"LT-1": (0, 9_000), "LT-2": (0, 9_000)})
    [(statement, values)] = given
    with engine.connect() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
    engine.dispose()
    assert ALONG_THE_KEY in [step[-1] for step in plan]
