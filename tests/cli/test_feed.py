"""`feed`: a historian's export through the real door, an outage in the middle included."""

import itertools
import select
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests

from command_center.cli import feed
from command_center.domain.actor import ActorKind, Role
from tests.cli.command_line import as_process, command_center, environment
from tests.support.running_center import REPOSITORY, RunningCenter, running
from tests.support.waiting import PATIENCE_S, eventually

NET3 = REPOSITORY / "sites" / "net3"
MINUTES = 30
TAGS = ("T1.LEVEL", "T2.LEVEL", "T3.LEVEL")

pytestmark = pytest.mark.e2e


def level(number: int, minute: int) -> float:
    return round(3 + number + minute / 100, 3)


def export(folder: Path, *more: str) -> Path:
    """A minute apart, three tanks: what a historian writes."""
    begun = datetime(2026, 10, 1, tzinfo=UTC)
    lines = ["ts,tag,value_m,max_level_m"]
    for minute in range(MINUTES):
        at = (begun + timedelta(minutes=minute)).isoformat()
        lines += [f"{at},{tag},{level(n, minute)},9.784" for n, tag in enumerate(TAGS)]
    file = folder / "levels.csv"
    file.write_text("\n".join([*lines, *more]) + "\n")
    return file


def gateway(center: RunningCenter) -> str:
    return center.token("historian", Role.GATEWAY, kind=ActorKind.GATEWAY)


def arguments(url: str, file: Path, speed: float) -> list[Any]:
    return ["feed", file, "--source", "historian", "--url", url, "--speed", speed]


def history(center: RunningCenter, secret: str, tag: str) -> list[float]:
    answer = center.get(f"history?tag={tag}", secret)
    return [value for _, value, *_ in answer["points"]]


def test_values_come_to_the_board_and_what_is_rejected_is_said(tmp_path: Path) -> None:
    file = export(tmp_path, "2026-10-01T00:30:00+00:00,T9.LEVEL,1.0,9.0")
    with running(tmp_path, NET3) as center:
        secret, looking = gateway(center), center.token("eye", Role.VIEWER)
        center.start()
        ended = as_process(tmp_path, *arguments(center.url, file, 6_000), CC_FEED_TOKEN=secret)
        assert ended.returncode == 0, ended.stderr
        assert f"{MINUTES * len(TAGS)} accepted, 1 rejected" in ended.stdout
        assert "T9.LEVEL" in ended.stdout
        newest = {tag: level(n, MINUTES - 1) for n, tag in enumerate(TAGS)}

        def shown() -> dict[str, float]:
            rows = center.get("board", looking)["rows"]["levels"]
            return {tag: rows[tag]["value"] for tag in TAGS}

        eventually(lambda: shown() == newest)


def relay(listener: socket.socket, center: RunningCenter, at: int, died: threading.Event) -> None:
    """Passes requests and answers, but the answer `at`: the board dies with it on its lips."""
    answers = 0
    with suppress(OSError):  # until nobody listens any more
        while True:
            near, _ = listener.accept()
            with (
                near,
                suppress(OSError),
                socket.create_connection(("127.0.0.1", center.port)) as far,
            ):
                while True:
                    [source, *_], _, _ = select.select([far, near], [], [])
                    chunk = source.recv(65_536)
                    answers += source is far and chunk.startswith(b"HTTP/1.1 202")
                    if answers == at and not died.is_set():
                        center.kill()
                        died.set()
                        break
                    if not chunk:
                        break
                    (near if source is far else far).sendall(chunk)


@contextmanager
def dying_in_the_middle(center: RunningCenter, at: int) -> Iterator[tuple[str, threading.Event]]:
    """Where to feed instead, and whether the board has died."""
    died = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        passing = threading.Thread(target=relay, args=(listener, center, at, died))
        passing.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}", died
        finally:
            listener.shutdown(socket.SHUT_RDWR)  # wakes it; closing alone does not
            passing.join()


def test_an_outage_in_the_middle_loses_nothing(tmp_path: Path) -> None:
    file = export(tmp_path)
    with running(tmp_path, NET3) as center, dying_in_the_middle(center, 10) as (url, died):
        secret, looking = gateway(center), center.token("eye", Role.VIEWER)
        center.start()
        feeding = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "command_center.cli.main",
                *map(str, arguments(url, file, 6_000)),
            ],
            env=environment(tmp_path, CC_FEED_TOKEN=secret),
            cwd=REPOSITORY,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert died.wait(PATIENCE_S), "nothing was fed"
        center.start()
        said, _ = feeding.communicate(timeout=PATIENCE_S)
        assert feeding.returncode == 0, said
        assert f"{MINUTES * len(TAGS)} accepted, 0 rejected" in said
        for n, tag in enumerate(TAGS):
            assert history(center, looking, tag) == [level(n, m) for m in range(MINUTES)]


def test_what_is_wrong_with_a_file_is_named_by_its_line(tmp_path: Path) -> None:
    file = tmp_path / "bad.csv"
    file.write_text("ts,tag,value\n2026-10-01T00:00:00Z,T1.LEVEL,high\n")
    ended = command_center(tmp_path, "feed", file, "--source", "historian", "--token", "x")
    assert ended.returncode == 2
    assert "line 2" in ended.stderr
    ended = command_center(tmp_path, "feed", file, "--source", "historian")
    assert ended.returncode == 2
    assert "CC_FEED_TOKEN" in ended.stderr


def test_a_board_that_hangs_or_dies_while_answering_is_asked_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(feed, "ANSWER_S", 0.2)
    half = b"HTTP/1.1 202 Accepted\r\nTransfer-Encoding: chunked\r\n\r\n"
    body = b'{"accepted": 1, "rejected": []}'
    whole = b"HTTP/1.1 202 Accepted\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body)
    with socket.create_server(("127.0.0.1", 0)) as board:
        url = f"http://127.0.0.1:{board.getsockname()[1]}"

        def answer() -> None:
            silent, _ = board.accept()
            with silent, suppress(OSError):  # until nobody listens any more
                for said in itertools.chain([half], itertools.repeat(whole)):
                    connection, _ = board.accept()
                    with connection, suppress(OSError):  # who could not wait asks again
                        connection.recv(65_536)
                        connection.sendall(said)

        answering = threading.Thread(target=answer)
        answering.start()
        with requests.Session() as session:
            got = feed._send(session, url, {"source": "s", "readings": []})
        board.shutdown(socket.SHUT_RDWR)  # wakes it; closing alone does not
        answering.join()
    assert got == {"accepted": 1, "rejected": []}


def test_an_invisible_character_is_named_by_line_and_column_in_both_languages(
    tmp_path: Path,
) -> None:
    file = export(tmp_path, "2026-10-01T00:30:00+00:00,T1\u202eLEVEL,1,9")
    for lang, words in (("en", ("line", "invisible")), ("zh-CN", ("第 ", "看不见"))):
        asked = [*arguments("http://127.0.0.1:1", file, 1), "--token", "x", "--lang", lang]
        told = command_center(tmp_path, *asked)
        assert told.returncode == 2
        for word in (*words, "U+202E", "tag", str(MINUTES * len(TAGS) + 2)):
            assert word in told.stderr
        assert "\u202e" not in told.stderr
