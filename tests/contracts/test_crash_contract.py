"""Kill -9 at the worst moments: what was acknowledged stays, and the chain holds."""

import random
import subprocess
import sys

import pytest
from sqlalchemy import Engine, text

from command_center.store.journal.verify import verify
from tests.store.facts import SITE, a_fact, a_journal
from tests.support.waiting import PATIENCE_S, eventually

pytestmark = pytest.mark.slow


def acknowledged_until_death(
    url: str, name: str, *, dies: str = "", killed_after: int | None = None
) -> list[int]:
    """The seqs one appending process acknowledged before SIGKILL ended it."""
    command = [sys.executable, "-m", "tests.store.appender", url, name, "100000"]
    process = subprocess.Popen(
        [*command, dies] if dies else command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    lines: list[str] = []
    if killed_after is not None:
        lines += [process.stdout.readline() for _ in range(killed_after + 1)]
        process.kill()
    with process.stdout:
        lines += process.stdout  # not `communicate`, which drops what was read ahead of a line
    assert process.wait(PATIENCE_S) == -9
    return [int(line) for line in lines[1:] if line.endswith("\n")]


def is_alone(engine: Engine) -> bool:
    """Whether nobody else is connected: PostgreSQL may still commit for one that was killed."""
    if engine.dialect.name != "postgresql":
        return True
    others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND {}"
    theirs = others.format("pid <> pg_backend_pid() AND backend_type = 'client backend'")
    with engine.connect() as connection:
        return bool(connection.execute(text(theirs)).scalar_one() == 0)


def check(engine: Engine, name: str, acknowledged: list[int], before: int, unsaid: int) -> int:
    """Everything acknowledged is there and at most `unsaid` facts more; the journal goes on."""
    engine.dispose()  # our own connections, but the one that asks
    eventually(lambda: is_alone(engine))
    head = verify(engine, SITE)
    journal = a_journal(engine)
    new = journal.read(before, 100_000)
    notes = [fact.data["note"] for fact in new]
    assert notes == [f"{name}:{number}" for number in range(len(new))]
    assert [fact.seq for fact in new][: len(acknowledged)] == acknowledged
    assert len(new) - len(acknowledged) in range(unsaid + 1)
    for number in range(len(new)):
        assert journal.facts_of_key(f"{name}:{number}") == [new[number]]
    assert journal.use_of(f"{name}:{len(new)}") is None
    journal.append([a_fact("goes on")], expected=head.seq)
    return head.seq + 1


@pytest.mark.parametrize("number", [0, 1, 7])
def test_killed_between_append_and_commit_leaves_nothing_of_it(
    engine: Engine, database_url: str, number: int
) -> None:
    name = f"before{number}"
    acknowledged = acknowledged_until_death(database_url, name, dies=f"before-commit={number}")
    assert len(acknowledged) == number
    check(engine, name, acknowledged, before=0, unsaid=0)


@pytest.mark.parametrize("number", [0, 5])
def test_killed_between_commit_and_acknowledgement_keeps_it_under_its_key(
    engine: Engine, database_url: str, number: int
) -> None:
    name = f"after{number}"
    acknowledged = acknowledged_until_death(database_url, name, dies=f"after-commit={number}")
    assert len(acknowledged) == number
    check(engine, name, acknowledged, before=0, unsaid=1)
    assert a_journal(engine).use_of(f"{name}:{number}") is not None


def test_killed_at_any_moment_many_times_loses_nothing_acknowledged(
    engine: Engine, database_url: str
) -> None:
    moments = random.Random(20)
    before = 0
    for round_ in range(12):
        name = f"round{round_}"
        killed_after = moments.randrange(40)
        acknowledged = acknowledged_until_death(database_url, name, killed_after=killed_after)
        assert len(acknowledged) >= killed_after
        before = check(engine, name, acknowledged, before, unsaid=1)
