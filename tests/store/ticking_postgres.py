"""The same for PostgreSQL, which needs no thread: `python -m tests.store.ticking_postgres URL`."""

# ruff: noqa: I001 - gevent patches before anything else is imported

from tests.store.ticking import Loop  # patches

import json
import sys

import psycopg

from command_center.store.database.engine import open_engine
from command_center.store.database.migrate import migrate
from tests.store.facts import a_fact, a_journal


def main(url: str) -> None:
    engine = open_engine(url)
    migrate(engine)
    journal = a_journal(engine)
    journal.append([a_fact("first")], expected=0)
    loop = Loop()
    with psycopg.connect(url.replace("+psycopg", "")) as other:
        other.execute("SELECT * FROM heads FOR UPDATE")
        loop.after_ticks(100, other.rollback)
        before = loop.ticks
        journal.append([a_fact("waits")], expected=1)
        counted = {"ticks_while_locked": loop.ticks - before, "head": journal.head().seq}
    engine.dispose()
    sys.stdout.write(json.dumps(counted))


if __name__ == "__main__":
    main(sys.argv[1])
