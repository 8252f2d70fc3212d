"""Passwords: checked beside the loop, hashed anew, never short."""

import subprocess
import sys

import pytest
from argon2 import PasswordHasher

from command_center.web.passwords import SHORTEST, Passwords
from tests.web.center import QUICK

BESIDE_THE_LOOP = """
import gevent.monkey
gevent.monkey.patch_all()
import time
import gevent
from argon2 import PasswordHasher
from command_center.web.passwords import Passwords

passwords = Passwords(PasswordHasher(time_cost=40, memory_cost=16384, parallelism=1))
stored = passwords.hash("correct horse battery")
ticks = []

def tick():
    while True:
        ticks.append(time.monotonic())
        gevent.sleep(0.002)

ticking = gevent.spawn(tick)
gevent.sleep(0)
begun = time.monotonic()
assert passwords.check(stored, "correct horse battery")
assert not passwords.check(stored, "wrong")
assert not passwords.check(None, "correct horse battery")
spent = time.monotonic() - begun
ticking.kill()
longest = max(b - a for a, b in zip(ticks, ticks[1:]))
print(spent, longest)
assert longest < spent / 4, (spent, longest)
"""


def test_a_check_never_stops_the_loop() -> None:
    """In a process of its own, patched as the server is."""
    done = subprocess.run(
        [sys.executable, "-c", BESIDE_THE_LOOP], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_only_the_right_password_of_a_known_account_passes() -> None:
    passwords = Passwords(QUICK)
    stored = passwords.hash("correct horse battery")
    assert passwords.check(stored, "correct horse battery")
    assert not passwords.check(stored, "correct horse batterz")
    assert not passwords.check(None, "correct horse battery")
    assert not passwords.check("not a hash", "correct horse battery")


def test_a_short_password_is_refused() -> None:
    with pytest.raises(ValueError, match=str(SHORTEST)):
        Passwords(QUICK).hash("x" * (SHORTEST - 1))


def test_the_same_parameters_need_no_new_hash() -> None:
    passwords = Passwords(QUICK)
    stored = passwords.hash("correct horse battery")
    assert passwords.renewed(stored, "correct horse battery") is None
    stronger = Passwords(PasswordHasher(time_cost=2, memory_cost=16, parallelism=1))
    renewed = stronger.renewed(stored, "correct horse battery")
    assert renewed is not None
    assert "t=2" in renewed


def test_what_is_stored_by_default_is_argon2id_of_the_recommended_strength() -> None:
    """RFC 9106 section 4, second recommended option: t=3, p=4, 64 MiB."""
    assert Passwords().hash("correct horse battery").startswith("$argon2id$v=19$m=65536,t=3,p=4$")
