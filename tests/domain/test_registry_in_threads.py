"""What checks commands and facts is made when it is first wanted, whoever wants it, and by several at once."""

import subprocess
import sys

import orjson

from command_center.domain import areas as areas  # noqa: PLC0414 - fills the registry
from command_center.domain.registry import COMMANDS, FACTS

THREADS = 8
FIRST = f"""
import sys, threading
import orjson
from pydantic import ValidationError
from command_center.domain import areas
from command_center.domain.registry import COMMANDS, FACTS

assert not any(spec.model.__pydantic_complete__ for spec in COMMANDS.values())
sys.setswitchinterval(1e-6)
told = [dict() for _ in range({THREADS})]

def said(check, given):
    try:
        check(given)
    except ValidationError as wrong:
        return sorted(str(e["loc"]) + e["type"] for e in wrong.errors())
    except BaseException as broken:
        return "broken: " + repr(broken)
    return []

def asks(mine):
    for kind, spec in COMMANDS.items():
        together.wait()
        mine["command " + kind] = said(spec.model.model_validate, {{"no_such": 1, "via": "smoke"}})
    for kind, fact in FACTS.items():
        together.wait()
        mine["fact " + kind] = said(lambda given: fact.adapter.validate_python(given), 5)

together = threading.Barrier({THREADS})
threads = [threading.Thread(target=asks, args=(mine,)) for mine in told]
[one.start() for one in threads]
[one.join(60) for one in threads]
sys.stdout.buffer.write(orjson.dumps(told))
"""


def test_eight_who_want_the_same_at_once_are_answered_alike() -> None:
    """In a process of its own, where nothing has been wanted yet."""
    done = subprocess.run(
        [sys.executable, "-c", FIRST], capture_output=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr.decode()
    first, *others = orjson.loads(done.stdout)
    assert len(first) == len(COMMANDS) + len(FACTS)
    assert all(one == first for one in others)
    for kind in COMMANDS:
        told = first[f"command {kind}"]
        assert {"('no_such',)extra_forbidden", "('via',)enum"} <= set(told), (kind, told)
    for kind in FACTS:
        assert first[f"fact {kind}"] == ["()dict_type"], kind
