"""Snapshots of the folded state: a start reads one and folds only the later facts.

A snapshot is a file beside the data and never the source of truth. It is used only if this very program made it
(`fold_version`) from the same plant description, and if the journal's fact of its number still has its hash; the hash
chain vouches for all earlier facts. A snapshot that is older, damaged or from another program is ignored with a log
line, and the whole journal is folded. Verifying and replaying never use one.
"""

import gc
import hashlib
import hmac
import io
import os
import pickle
import sys
import time
from enum import EnumType
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import orjson

import command_center.domain
from command_center import log
from command_center.desk import Desk
from command_center.domain.state import State
from command_center.store.journal import Journal

WORTH = 50_000
"""Facts folded at a start from which on a snapshot is written for the next one (ours): half a second's work."""
OWN = ("command_center.domain.", "command_center.words.")
PLAIN = {
    "builtins": {"set", "frozenset", "dict", "list", "tuple", "int", "float", "str", "bytes", "bool",
                 "object"},
    "collections": {"OrderedDict", "deque", "defaultdict", "Counter"},
    "datetime": {"date", "datetime", "time", "timedelta", "timezone"},
    "zoneinfo": {"ZoneInfo"},
    "types": {"MappingProxyType"},
    "copyreg": {"_reconstructor"},
    "array": {"array", "_array_reconstructor"},
    "pathlib": {"PurePosixPath", "PosixPath"},
}  # fmt: skip
"""What a snapshot may be made of besides the domain's own types."""

_log = log.get(__name__)


class Refuses(Exception):
    """Raised for a snapshot that names a type which is no part of a state."""


def _member(of: object, name: str) -> Any:
    """The member of an enumeration, or how a time zone is made; nothing of anything else."""
    if of is ZoneInfo and name == "_unpickle":
        return ZoneInfo._unpickle  # type: ignore[attr-defined]  # its own way, which typeshed leaves out
    if isinstance(of, EnumType):
        return of[name]
    raise Refuses(f"{of!r}.{name}")


class _Reader(pickle.Unpickler):
    """Makes nothing but states: a file that names anything else is refused."""

    def find_class(self, module: str, name: str) -> Any:
        """A type by its name; raises Refuses for one that no state is made of."""
        if (module, name) == ("builtins", "getattr"):
            return _member  # how Python 3.11 names the member of an enumeration
        if f"{module}.".startswith(OWN) or name in PLAIN.get(module, ()):
            return super().find_class(module, name)
        raise Refuses(f"{module}.{name}")


@cache
def fold_version() -> str:
    """Return one hash of everything that the fold depends on: every file of the domain, and Python's version."""
    found = hashlib.sha256(sys.version.encode())
    folder = Path(str(command_center.domain.__file__)).parent
    for file in sorted(folder.rglob("*.py")):
        found.update(file.relative_to(folder).as_posix().encode() + b"\n" + file.read_bytes())
    return found.hexdigest()


class Snapshots:
    """The snapshot of one site on one plant description (`base`), in a folder. `secret` signs it: a file written by
    anybody else is not read.
    """

    def __init__(self, folder: Path, site: str, base: int | None, secret: bytes) -> None:
        self._file = (
            folder / f"fold-{hashlib.sha256(site.encode()).hexdigest()[:12]}-{base}.snapshot"
        )
        self._site, self._base, self._secret = site, base, secret

    def read(self, journal: Journal) -> State | None:
        """Return the newest state that the journal vouches for; None if there is none or it may not be used."""
        try:
            raw = self._file.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            _log.warning("the snapshot cannot be read; the journal is folded whole", why=str(error))
            return None
        try:
            return self._checked(raw, journal)
        except Exception as error:
            _log.warning(
                "the snapshot is not used; the journal is folded whole",
                file=str(self._file), why=f"{type(error).__name__}: {error}"[:200],
            )  # fmt: skip
            return None

    def _checked(self, raw: bytes, journal: Journal) -> State:
        file = io.BytesIO(
            raw
        )  # shares the bytes: a second copy of them would stay in the process's heap
        signature = file.readline().rstrip(b"\n")
        if not hmac.compare_digest(signature, self._sign(memoryview(raw)[file.tell() :])):
            raise ValueError("it is damaged, or somebody else wrote it")
        told = orjson.loads(file.readline())
        wanted = {"site": self._site, "base": self._base, "fold": fold_version()}
        for name, value in wanted.items():
            if told[name] != value:
                raise ValueError(f"it is of another {name}")
        newest = journal.read(told["seq"] - 1, 1)
        if not newest or newest[0].seq != told["seq"] or newest[0].hash != told["hash"]:
            raise ValueError("the journal is another")
        state = _Reader(file).load()
        if not isinstance(state, State) or state.seq != told["seq"]:
            raise ValueError("it holds something else")
        if state.passing != state.passed_over.keys():
            raise ValueError("it passes over facts that the journal does not set aside")
        return state

    def write(self, state: State, head_hash: str) -> None:
        """Store the state of fact `state.seq`, whose hash is `head_hash`, replacing the earlier snapshot."""
        told = {
            "site": self._site, "base": self._base, "fold": fold_version(), "seq": state.seq,
            "hash": head_hash,
        }  # fmt: skip
        rest = orjson.dumps(told) + b"\n" + pickle.dumps(state, protocol=5)
        new = self._file.with_suffix(f".{os.getpid()}")
        self._file.parent.mkdir(parents=True, exist_ok=True)
        try:
            with os.fdopen(
                os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb"
            ) as file:
                file.write(self._sign(rest) + b"\n" + rest)
                file.flush()
                os.fsync(file.fileno())
            new.replace(self._file)
        finally:
            new.unlink(missing_ok=True)

    def _sign(self, rest: bytes | memoryview) -> bytes:
        return hmac.new(self._secret, rest, hashlib.sha256).hexdigest().encode()


def fold(snapshots: Snapshots, journal: Journal, desk: Desk, worth: int = WORTH) -> int:
    """Fold the journal into an empty desk, starting from a snapshot where one may be used. Return the number of facts
    folded. If there were many, write a snapshot for the next start; but never of a state that lacks facts which the
    journal does not set aside yet.
    """
    begun = time.perf_counter()
    on = gc.isenabled()
    gc.disable()  # nothing that is read here is garbage
    try:
        state = snapshots.read(journal)
        if state is not None:
            desk.begin_with(state)
        count = desk.catch_up()
    finally:
        if on:
            gc.enable()
    took = round(time.perf_counter() - begun, 2)
    if not count and state is None:
        return 0  # a new journal
    _log.info("the journal is folded", facts=count, from_snapshot=state is not None, seconds=took)
    if count >= worth and not desk.failed:
        _kept(snapshots, journal, desk.state)
    return count


def _kept(snapshots: Snapshots, journal: Journal, state: State) -> None:
    """A start needs no snapshot: what hinders writing one is logged."""
    try:
        snapshots.write(state, journal.read(state.seq - 1, 1)[0].hash)
    except Exception:
        _log.exception("the snapshot could not be written; the next start folds the journal whole")
