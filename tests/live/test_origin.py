"""Which pages may open the socket."""

import pytest

from command_center.live.socket import is_allowed

HOSTS = {"plant.example", "127.0.0.1", "[::1]"}


@pytest.mark.parametrize(
    ("host", "origin"),
    [
        ("plant.example", None),
        ("127.0.0.1:8050", "http://127.0.0.1:8050"),
        ("plant.example", "https://plant.example"),
        ("PLANT.example:443", "https://plant.EXAMPLE"),
        ("[::1]:8050", "http://[::1]:8050"),
        ("plant.example", "https://wall.example"),
    ],
)
def test_the_hosts_own_pages_machines_and_named_origins_come_in(
    host: str, origin: str | None
) -> None:
    assert _asked(host, origin)


@pytest.mark.parametrize(
    ("host", "origin"),
    [
        ("evil.example", None),
        ("evil.example", "http://evil.example"),  # a rebound name matches its own origin
        ("plant.example", "http://evil.example"),
        ("plant.example", "null"),
        ("plant.example", ""),
        ("plant.example", "https://plant.example.evil.example"),
        ("plant.example", "https://plant.example@evil.example"),
        ("plant.example", "https://plant.example/path"),
        ("plant.example", "https://[broken"),
        ("127.0.0.1:8050", "http://127.0.0.1:9999"),
        ("", "http://127.0.0.1"),
    ],
)
def test_everything_else_stays_out(host: str, origin: str | None) -> None:
    assert not _asked(host, origin)


def _asked(host: str, origin: str | None) -> bool:
    environ = {"HTTP_HOST": host}
    if origin is not None:
        environ["HTTP_ORIGIN"] = origin
    return is_allowed(environ, HOSTS, {"https://wall.example"})
