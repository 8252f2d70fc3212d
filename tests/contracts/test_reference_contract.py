"""Reference data beside the journal: every version of a site's text, and small values."""

from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256

import pytest
from sqlalchemy import Engine, insert, text

from command_center.store.database.engine import open_engine
from command_center.store.reference import keep_site, read_meta, site_text, write_meta
from command_center.store.schema import site_versions
from tests.support.waiting import PATIENCE_S, eventually


def test_every_version_of_a_site_is_kept_and_the_same_text_is_the_same_version(
    engine: Engine,
) -> None:
    assert keep_site(engine, "demo", "name: 一号厂\n", now=1) == 1
    assert keep_site(engine, "demo", "name: Works 1\n", now=2) == 2
    assert keep_site(engine, "demo", "name: 一号厂\n", now=3) == 1
    assert keep_site(engine, "other", "name: Works 1\n", now=3) == 1
    assert site_text(engine, "demo", 1) == "name: 一号厂\n"
    assert site_text(engine, "demo", 2) == "name: Works 1\n"
    assert site_text(engine, "demo", 3) is None


def waiting(engine: Engine, waits_for: str) -> int:
    """How many connections wait; in a transaction of its own, since one sees one moment."""
    query = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = :kind")
    with engine.connect() as connection:
        return int(connection.execute(query, {"kind": waits_for}).scalar_one())


@pytest.mark.parametrize(("first", "second"), [("a", 2), ("b", 1)])
def test_processes_that_start_together_both_start(
    migrated_postgres: str, first: str, second: int
) -> None:
    """One has written its version and not committed it when the other, with "b", numbers its own."""
    engine = open_engine(migrated_postgres)
    digest = sha256(first.encode()).hexdigest()
    row = {"site": "demo", "version": 1, "sha256": digest, "yaml": first, "recorded_at": 1}
    with ThreadPoolExecutor(1) as other:
        with engine.begin() as connection:
            connection.execute(insert(site_versions).values(row))
            started = other.submit(keep_site, engine, "demo", "b", 2)
            eventually(lambda: waiting(engine, "Lock"))
        assert started.result(PATIENCE_S) == second
    engine.dispose()


def test_a_value_is_set_and_set_again(engine: Engine) -> None:
    assert read_meta(engine, "plant") is None
    write_meta(engine, "plant", "simulated")
    write_meta(engine, "other", "x")
    assert read_meta(engine, "plant") == "simulated"
    write_meta(engine, "plant", "real")
    assert read_meta(engine, "plant") == "real"
