"""A server of the live socket alone, in a process of its own, told over HTTP what to do.

    python -m tests.support.live_server PORT

Tokens are role names, or `ROLE/SESSION`. Its clock stands still until told to move (`/later`): no
test waits for a time limit, and none meets one because the machine was busy.
"""

import sys
from collections.abc import Mapping
from typing import Any

from gevent import monkey

if __name__ == "__main__":
    monkey.patch_all()

import flask
import orjson
from gevent.event import Event
from gevent.pywsgi import WSGIServer

from command_center.domain.actor import Role
from command_center.live.audience import Audience
from command_center.live.hub import Hub
from command_center.live.identity import Identity
from command_center.live.socket import attach
from command_center.web.request.language import language_of
from tests.support.waiting import PATIENCE_S

BEGAN_MS = 1_790_000_000_000


def build() -> flask.Flask:
    app = flask.Flask("live")
    ahead = [0.0]
    revoked: set[str] = set()
    at_gate, gate = Event(), Event()

    def elapsed() -> float:
        return 1_000 + ahead[0]

    def authenticate(environ: Mapping[str, Any], auth: Mapping[str, Any]) -> Identity | None:
        role, _, session = str(auth.get("token", "")).partition("/")
        if role == "broken":
            raise TypeError("a defect of ours")
        if role not in set(Role) or session in revoked:
            return None
        if session == "hesitant":
            at_gate.set()
            gate.wait()
        expires = hub.now() + 60_000 if session == "short" else None
        return Identity(Role(role), session=session, expires=expires)

    hub = Hub("run-1", lambda: BEGAN_MS + int(ahead[0] * 1000))
    live = attach(
        app,
        hub,
        authenticate,
        hosts={"127.0.0.1"},
        language=lambda environ: language_of(environ, "en"),
        elapsed=elapsed,
    )

    @app.post("/change")
    def change() -> Any:
        asked = orjson.loads(flask.request.data)
        return {"rev": hub.change([tuple(one) for one in asked["changes"]])}

    @app.post("/flood")
    def flood() -> Any:
        """One frame of `size` bytes, the `n`-th."""
        asked = orjson.loads(flask.request.data)
        return {
            "rev": hub.change([("levels", "flood", {"n": asked["n"], "fill": "x" * asked["size"]})])
        }

    @app.post("/revoke/<session>")
    def revoke(session: str) -> Any:
        revoked.add(session)
        return {"dropped": live.drop(lambda identity: identity.session == session)}

    @app.get("/at_gate")
    def wait_at_gate() -> Any:
        """Answers once the hesitant session has been looked up and found good."""
        return {"waiting": at_gate.wait(PATIENCE_S)}

    @app.post("/open_gate")
    def open_gate() -> Any:
        gate.set()
        return {}

    @app.post("/later/<float:seconds>")
    def later(seconds: float) -> Any:
        ahead[0] += seconds
        live.sweep()
        return {}

    @app.get("/board/<role>")
    def board(role: str) -> Any:
        return flask.Response(hub.board(Audience(Role(role))).plain, mimetype="application/json")

    @app.get("/figures")
    def figures() -> Any:
        return {"clients": live.clients, "ended": dict(live.figures.ended)}

    return app


if __name__ == "__main__":
    WSGIServer(("127.0.0.1", int(sys.argv[1])), build(), log=None).serve_forever()
