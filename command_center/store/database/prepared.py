"""Statements that every command or every round gives: handed to SQLite's driver as they are.

SQLAlchemy takes some 400 lines of Python to bind the parameters of a statement and to wrap its result, and one command
gives four. A transaction stays SQLAlchemy's own, and so does every error.
"""

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Executable
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import BindParameter, CompilerElement

Values = Mapping[str, Any]


class _Written(NamedTuple):
    """A statement as SQLite reads it: its text, the names of its parameters in order, and its own parameters."""

    text: str
    names: Sequence[str]
    own: Mapping[str, BindParameter[Any]]


class Prepared:
    """One statement, whose parameters are of types that SQLite's driver takes as they are: texts, numbers, None.
    A list of a length that varies (`in_`) is none of them."""

    def __init__(self, statement: Executable) -> None:
        self._statement = statement
        self._written: _Written | None = None

    def rows(self, connection: Connection, values: Values) -> Sequence[Sequence[Any]]:
        """The rows that a query finds. On SQLite it begins no transaction: outside of one it sees what is there at its
        own moment. Raises what SQLAlchemy would raise."""
        if connection.dialect.name != "sqlite":
            return connection.execute(self._statement, values).all()
        written = self._written or self._write(connection)
        return on_driver(connection, written.text, _in_order(written, values))

    def run(self, connection: Connection, *values: Values) -> None:
        """Carry out a change, once for each of `values`. Raises what SQLAlchemy would raise."""
        if connection.dialect.name != "sqlite":
            connection.execute(self._statement, values)
            return
        written = self._written or self._write(connection)
        rows = [_in_order(written, one) for one in values]
        if len(rows) == 1:
            on_driver(connection, written.text, rows[0])
        else:
            on_driver(connection, written.text, rows, several=True)

    def _write(self, connection: Connection) -> _Written:
        assert isinstance(self._statement, CompilerElement)
        compiled = self._statement.compile(dialect=connection.dialect)
        assert isinstance(compiled, SQLCompiler)
        self._written = _Written(str(compiled), compiled.positiontup or (), compiled.binds)
        return self._written


def _in_order(written: _Written, values: Values) -> list[Any]:
    own = written.own
    return [values[name] if name in values else own[name].effective_value for name in written.names]


def on_driver(
    connection: Connection, text: str, values: Sequence[Any] = (), *, several: bool = False
) -> list[Any]:
    """Give SQLite's driver a statement in the transaction of `connection`, `several` times for so many `values`; the
    rows that it finds. An error goes the way of SQLAlchemy's own: it is wrapped, and told to who listens to the
    engine's errors."""
    driver: Any = connection.connection.dbapi_connection
    try:
        give = driver.executemany if several else driver.execute
        found: list[Any] = give(text, values).fetchall()
    except sqlite3.Error as error:
        connection._handle_dbapi_exception(error, text, values, None, None)
    return found
