"""A process of its own that appends, says so, and may die: `python -m tests.store.appender ...`.

Arguments: URL, NAME, COUNT and, to be killed by its own hand with SIGKILL, `before-commit=N` or
`after-commit=N`. It says `ready`, waits for a line, then says the seq of every fact the moment it
is acknowledged. SIGTERM stops it between two appends.
"""

import os
import signal
import sys

from sqlalchemy import Connection, event

from command_center.store.database.engine import open_engine
from command_center.store.journal import HeadMoved
from tests.store.facts import a_fact, a_journal


def say(word: object) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def main(url: str, name: str, count: int, death: str = "") -> None:
    when, _, number = death.partition("=")
    engine = open_engine(url)
    journal = a_journal(engine)
    appended, stopped = 0, False

    def stop(*_signal: object) -> None:
        nonlocal stopped
        stopped = True

    signal.signal(signal.SIGTERM, stop)

    @event.listens_for(engine, "commit")
    def _committing(_connection: Connection) -> None:
        if when == "before-commit" and appended == int(number):
            die()

    say("ready")
    sys.stdin.readline()
    while appended < count and not stopped:
        note = f"{name}:{appended}"
        after = journal.head().seq
        try:
            (made,) = journal.append([a_fact(note)], expected=after, key=note, fingerprint=name)
        except HeadMoved:
            continue
        if when == "after-commit" and appended == int(number):
            die()
        say(made.seq)
        appended += 1
    engine.dispose()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), *sys.argv[4:])
