"""A center one of whose parts never ends, as a peer that answers nothing can make it."""

import sys
from typing import Any

import gevent

import command_center.__main__ as program
from command_center.boot import serving

_serve = serving.serve


def _hanging(server: Any, *given: Any, **more: Any) -> None:
    def never(_: object) -> None:
        gevent.sleep(86_400)

    type(server.outbox).stop = never
    _serve(server, *given, **more)


if __name__ == "__main__":
    vars(serving)["ENDS_S"] = 1.0
    vars(program)["serve"] = _hanging
    sys.exit(program.main())
