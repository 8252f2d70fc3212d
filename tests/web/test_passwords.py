"""Passwords: checked beside the loop, hashed anew, never short."""

import subprocess
import sys
from typing import Literal

import pytest
from argon2 import PasswordHasher

from command_center.web.sign_in.passwords import SHORTEST, Passwords, ShortPassword
from tests.web.center import QUICK

BESIDE_THE_LOOP = """
import gevent.monkey
gevent.monkey.patch_all()
import gevent
from argon2 import PasswordHasher
from command_center.web.sign_in.passwords import Passwords

really_sleep = gevent.monkey.get_original("time", "sleep")
ticks = 0

class WaitsForTheLoop(PasswordHasher):
    # In the loop's own thread the loop would never tick, and this would never end.
    def verify(self, stored, password):
        wanted = ticks + 100
        for _ in range(60_000):
            if ticks >= wanted:
                return super().verify(stored, password)
            really_sleep(0.001)
        raise AssertionError("the loop stood still")

def tick():
    global ticks
    while True:
        ticks += 1
        gevent.sleep(0.001)

passwords = Passwords(WaitsForTheLoop(time_cost=1, memory_cost=8, parallelism=1))
stored = passwords.hash("correct horse battery")
gevent.spawn(tick)
assert passwords.check(stored, "correct horse battery")
assert not passwords.check(stored, "wrong")
assert not passwords.check(None, "correct horse battery")
assert ticks >= 300, ticks
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


class Counted(PasswordHasher):
    """Says what it was asked for."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.asked: list[str] = []

    def hash(self, password: str | bytes, *, salt: bytes | None = None) -> str:
        self.asked.append("hash")
        return super().hash(password, salt=salt)

    def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:
        self.asked.append("verify")
        return super().verify(hash, password)


def test_a_name_nobody_has_costs_as_much_as_a_known_one_from_the_first_check_on() -> None:
    stored = QUICK.hash("correct horse battery")
    costs = []
    for name in (stored, None):
        counted = Counted()
        passwords = Passwords(counted)
        assert counted.asked == []  # a start waits for none of it
        for _ in range(2):
            passwords.check(name, "correct horse battery")
        costs.append(counted.asked)
    assert costs[0] == costs[1] == ["hash", "verify", "verify"]


def test_a_short_password_is_refused() -> None:
    with pytest.raises(ShortPassword, match=str(SHORTEST)):
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
