"""A center whose clock is turned by hand: `python -m command_center.boot.clock_driven START_MS`.

Everything is as in `python -m command_center`, set up by CC_*, but it has no socket of its own. Whoever started it
writes to its standard input, one line of JSON after the other, and waits for the answer on its standard output:

- `{"turn": MS}` lets so much time pass, and nothing else does. The duties beat once, the outbox goes round once. The
  answer is `{"now": ..., "rev": ..., "seq": ...}`: how far the board is.
- `{"method": ..., "path": ..., "secret": ..., "bytes": N}`, followed by the N bytes of a body, is a request to the
  same doors that HTTP leads to, with the token `secret`. The answer is `{"status": ..., "bytes": N}` and a body.

So a drill without people takes as long as the machine needs and not a moment of it depends on how busy the machine is.
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
from command_center.boot.turned_clock import TurnedClock
from command_center.settings import Settings
from command_center.site_file import load
from command_center.store.database.databases import databases

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


def main() -> int:
    """Serve until standard input ends; returns the exit status."""
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
        gc.freeze()
        gc.enable()
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
    """The status and body with which the application answers a request of a program on this machine."""
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
