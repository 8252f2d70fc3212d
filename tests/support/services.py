"""Fixtures for real services: PostgreSQL, Redis, Chromium. Where one cannot be had, its test skips."""

import itertools
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from command_center.store.database.engine import open_engine
from command_center.store.database.migrate import migrate
from tests.support.chromium import find_chromium, flags
from tests.support.postgres import fresh_database, running_postgres
from tests.support.redis import RedisServer
from tests.support.unavailable import Unavailable
from tests.support.waiting import PATIENCE_S

_database_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A server shared by the session, as an SQLAlchemy URL; use `postgres_database` to write."""
    try:
        server = running_postgres()
        url = server.__enter__()
    except Unavailable as reason:
        pytest.skip(str(reason))
    yield url
    server.__exit__(None, None, None)


@pytest.fixture
def postgres_database(postgres_url: str) -> Iterator[str]:
    """A new, empty database, as an SQLAlchemy URL, dropped after the test."""
    with fresh_database(postgres_url, f"test_{next(_database_numbers)}") as url:
        yield url


@pytest.fixture(scope="session")
def _migrated(postgres_url: str) -> Iterator[str]:
    """The name of a migrated database to copy: migrating takes longer than most stories."""
    name = "migrated"
    with fresh_database(postgres_url, name) as url:
        engine = open_engine(url)
        migrate(engine)
        engine.dispose()
        yield name


@pytest.fixture
def migrated_postgres(postgres_url: str, _migrated: str) -> Iterator[str]:
    """A new database with every table and nothing in them, as an SQLAlchemy URL."""
    with fresh_database(postgres_url, f"test_{next(_database_numbers)}", _migrated) as url:
        yield url


@pytest.fixture(scope="session")
def _redis() -> Iterator[RedisServer]:
    try:
        server = RedisServer()
    except Unavailable as reason:
        pytest.skip(str(reason))
    yield server
    server.close()


@pytest.fixture
def redis_server(_redis: RedisServer) -> RedisServer:
    """An empty, running server: `.url`, and `.stop()`, `.start()`, `.restart()` in mid-test."""
    _redis.restart()
    return _redis


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the browser."""
    try:
        return find_chromium()
    except Unavailable as reason:
        pytest.skip(str(reason))


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """Playwright's Browser, shared by the session: open a `browser.new_context()` in each test."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=flags(), timeout=PATIENCE_S * 1000
        )
        yield browser
        browser.close()
