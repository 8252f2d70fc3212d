"""A center whose clock is advanced by hand: `python -m command_center.boot.clock_driven START_MS`.

It works like `python -m command_center`, configured by CC_*, but opens no socket. The parent process writes one line
of JSON at a time to its standard input and waits for the answer on its standard output:

- `{"turn": MS}` advances the time; nothing else does. The duties run once and the outbox runs once. The answer is
  `{"now": ..., "rev": ..., "seq": ...}`: the state of the board.
- `{"method": ..., "path": ..., "secret": ..., "bytes": N}`, followed by a body of N bytes, is a request to the same
  doors that HTTP serves, with the token `secret`. The answer is `{"status": ..., "bytes": N}` and a body.

So a drill without people runs as fast as the machine allows, and its result never depends on how busy the machine is.
"""

import gc

if __name__ == "__main__":
    gc.disable()  # nothing of what a start makes is garbage: looking for it took a sixth of the time

import io
import os
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, BinaryIO

import orjson

from command_center import log
from command_center.boot.app import Server, build
from command_center.boot.garbage import begin_collecting
from command_center.boot.turned_clock import TurnedClock
from command_center.settings import Settings
from command_center.site_file import load
from command_center.store.database.databases import databases

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


def main() -> int:
    """Serve until standard input ends; return the exit status."""
    settings = Settings()
    log.configure(settings.log_level, as_json=settings.log_json)
    assert settings.site is not None
    clock = TurnedClock(int(sys.argv[1]))
    site = load(settings.site, clock=clock)
    with (
        databases(settings, lasting=False) as stores,  # after a power cut it is played again
        os.fdopen(os.dup(0), "rb") as asked,
        os.fdopen(os.dup(1), "wb") as answers,
    ):
        server = build(settings, site, stores, clock)
        begin_collecting()
        _answer(answers, turned(server, clock))
        for line in asked:
            wanted = orjson.loads(line)
            if "turn" in wanted:
                clock.turn(wanted["turn"])
                _answer(answers, turned(server, clock))
            else:
                body = asked.read(wanted["bytes"])
                status, told = ask(server.wsgi, wanted, body)
                _answer(answers, {"status": status, "bytes": len(told)}, told)
        server.live.close()
    return 0


def turned(server: Server, clock: TurnedClock) -> dict[str, int]:
    """What time has brought is done and told; how far the board is."""
    server.duties.run_once(clock.now())
    server.outbox.run_once(clock.now())
    server.look()
    server.widen()
    server.live.tell_now()
    return {"now": clock.now(), "rev": server.hub.rev, "seq": server.desk.state.seq}


def ask(app: "WSGIApplication", wanted: Mapping[str, Any], body: bytes) -> tuple[int, bytes]:
    """Return the status and body of the application's answer to a request from a program on this machine."""
    path, _, query = wanted["path"].partition("?")
    status = 500

    def start(told: str, headers: object, exc_info: object = None, /) -> Any:
        nonlocal status
        status = int(told[:3])
        return lambda written: None

    environ: dict[str, Any] = {
        "REQUEST_METHOD": wanted["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "127.0.0.1",
        "HTTP_AUTHORIZATION": f"Bearer {wanted['secret']}",
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    parts = app(environ, start)
    try:
        told = b"".join(parts)  # what answers lazily names its status meanwhile
        return status, told
    finally:
        if hasattr(parts, "close"):
            parts.close()


def _answer(answers: BinaryIO, told: Mapping[str, int], body: bytes = b"") -> None:
    answers.write(orjson.dumps(told) + b"\n" + body)
    answers.flush()


if __name__ == "__main__":
    sys.exit(main())
