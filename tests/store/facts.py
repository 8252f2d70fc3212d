"""Facts for the tests of the store, and ways around its guard, as an intruder would go."""

from typing import Any

from sqlalchemy import Engine, text

from command_center.domain.actor import ActorKind, Via
from command_center.domain.fact import AtBasis, Fact
from command_center.store.journal import Journal

SITE = "demo"


def a_fact(note: Any = None, **changed: Any) -> Fact:
    """A fact not numbered yet, told apart by its note."""
    fields: dict[str, Any] = {
        "seq": 0,
        "site": SITE,
        "at": 1_700_000_000_000,
        "at_basis": AtBasis.OBSERVED,
        "recorded_at": 0,
        "actor": "zhang.wei",
        "actor_kind": ActorKind.HUMAN,
        "via": Via.SCREEN,
        "kind": "directive.issued",
        "v": 1,
        "data": {"directive": "DIR-1", "text": {"zh": "关闭阀门", "en": "Shut it"}, "note": note},
        "incident": "INC-1",
    }
    return Fact(**fields | changed)


def a_journal(engine: Engine, site: str = SITE, now: int = 1_700_000_000_500) -> Journal:
    """A journal whose clock stands still."""
    return Journal(engine, site, lambda: now)


def fill(journal: Journal, count: int) -> list[Fact]:
    """Append that many facts, one by one."""
    made: list[Fact] = []
    for number in range(count):
        after = made[-1].seq if made else journal.head().seq
        made += journal.append([a_fact(number, site=journal.site)], expected=after)
    return made


def guards(engine: Engine) -> dict[str, str]:
    """The triggers of the database, each with its table."""
    if engine.dialect.name == "postgresql":
        query = (
            "SELECT tgname, relname FROM pg_trigger JOIN pg_class ON tgrelid = pg_class.oid"
            " WHERE NOT tgisinternal"
        )
    else:
        query = "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"
    with engine.connect() as connection:
        return {str(row[0]): str(row[1]) for row in connection.execute(text(query))}


def unguard(engine: Engine) -> None:
    """Take away what stops an editor, as whoever owns the file or the server can."""
    for name, table in guards(engine).items():
        on = f" ON {table}" if engine.dialect.name == "postgresql" else ""
        tamper(engine, f"DROP TRIGGER {name}{on}")


def tamper(engine: Engine, statement: str, **values: Any) -> None:
    """Change the database behind the journal's back."""
    with engine.begin() as connection:
        assert connection.execute(text(statement), values).rowcount != 0
