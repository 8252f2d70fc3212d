"""The heat map of 100,000 hazards is counted from an index: no row of the table is read for it."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from command_center.store.database.engine import open_engine
from command_center.store.database.migrate import migrate
from command_center.store.journal import Journal
from command_center.store.stories import Stories


@pytest.mark.parametrize("shift", [None, 28_800_000])
def test_the_counts_of_hours_and_kinds_come_from_the_index_alone(
    tmp_path: Path, shift: int | None
) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'journal.db'}")
    migrate(engine)
    stories = Stories(engine, "works", Journal(engine, "works", lambda: 0))
    asked: list[tuple[str, Any]] = []

    @event.listens_for(engine, "before_cursor_execute")
    def _keep(_c: Any, _cursor: Any, statement: str, values: Any, *_: Any) -> None:
        if "count(" in statement and "matter_stories" in statement:
            asked.append((statement, values))

    stories.counted(["hazard"], 0, 10**12, shift)
    [(statement, values)] = asked
    with engine.connect() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
    assert any("COVERING INDEX ix_matter_stories_site_opened_at" in str(row[-1]) for row in plan)
    engine.dispose()
