"""The services that other tests lean on, tried for themselves."""

import psycopg
import pytest
import redis
import sqlalchemy
from playwright.sync_api import Browser

from tests.support import debian
from tests.support.redis import RedisServer
from tests.support.unavailable import Unavailable


@pytest.mark.parametrize("attempt", [1, 2])
def test_each_test_has_an_empty_postgres_database(postgres_database: str, attempt: int) -> None:
    engine = sqlalchemy.create_engine(postgres_database)
    with engine.begin() as connection:
        connection.execute(sqlalchemy.text("CREATE TABLE mark (attempt int)"))
        version = connection.execute(sqlalchemy.text("SHOW server_version")).scalar_one()
    assert int(version.split(".")[0]) >= 15
    engine.dispose()


def test_postgres_refuses_nobody_at_its_url(postgres_url: str) -> None:
    with psycopg.connect(postgres_url.replace("+psycopg", "")) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_redis_comes_back_empty_at_the_same_url(redis_server: RedisServer) -> None:
    with redis.Redis.from_url(redis_server.url) as client:
        client.set("tank", "TK-101")
        redis_server.stop()
        with pytest.raises(redis.ConnectionError):
            client.get("tank")
        redis_server.start()
        assert client.get("tank") is None


@pytest.mark.e2e
def test_browser_draws_chinese(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content("<p>应急指挥中心</p><script>document.title = 1 + 1</script>")
    assert page.title() == "2"
    assert page.text_content("p") == "应急指挥中心"
    page.close()


def test_programs_that_are_missing_are_named_and_their_tests_said_to_be_skipped(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(debian, "SEARCHED", "")
    monkeypatch.setattr(debian, "can_install", lambda: False)
    debian.main()
    said = capsys.readouterr().out
    assert "SKIPPED" in said
    assert "sudo apt-get install" in said
    assert all(name in said for name in debian.PROGRAMS)
    with pytest.raises(Unavailable, match="on Debian install the package ntfy"):
        debian.program("ntfy")
