"""The boards that a tape leads to, and the boards that were expected of it.

    python -m tests.support.tape_boards "Which rule changed, in one sentence"

plays every tape again, writes what its boards are now to `tests/recorded/`, prints which keys
differ from before, and adds the sentence with these keys to `tests/recorded/changes.md`.
"""

import hashlib
import lzma
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from command_center.domain.actor import HUMAN_ROLES, Role
from command_center.domain.fact import Fact
from command_center.domain.fold import apply
from command_center.domain.reading import Position, Reading
from command_center.domain.state import State
from command_center.live.audience import Audience
from command_center.live.board import Board
from command_center.live.hub import Hub
from command_center.live.rows.center.ticker_rows import KEPT
from tests.support.tape import FOLDER, Tape, read, tapes

POINTS = 8
"""Points of a tape at which its boards are looked at, the last of them its end."""
NOW = 1_800_000_000_000
"""What the hub says the time is: a board's rows do not depend on it."""
ROLES = sorted(HUMAN_ROLES)

Seen = dict[str, str]
"""`topic/key` -> a hash of the row's JSON and which roles may see it."""


@dataclass(frozen=True, slots=True)
class Point:
    """The boards after `moves` moves: as told move by move, and of a process that starts there."""

    moves: int
    told: dict[Role, bytes]
    anew: dict[Role, bytes]


class Player:
    """Feeds a tape to one board, as a process would: the fold first, then the board."""

    def __init__(self, tape: Tape) -> None:
        self._tape = tape
        self.state = State.start(tape.site)
        self.hub = Hub("tape", lambda: NOW)
        self.board = Board(tape.site, self.hub)
        self.board.start(self.state, [], {}, {})
        self._facts: list[Fact] = []
        self._readings: dict[str, Reading] = {}
        self._before: list[Reading] = []
        self._positions: dict[str, Position] = {}

    def points(self, count: int = POINTS) -> Iterator[Point]:
        """The boards at `count` points, evenly over the moves."""
        for number in self.moments(count):
            yield Point(number, _boards(self.hub), _boards(self._anew()))

    def moments(self, count: int = POINTS) -> Iterator[int]:
        """Plays the tape and stops at these points; how many moves it has made then."""
        moves = self._tape.moves
        looked = {len(moves) * n // count for n in range(1, count + 1)}
        for number, move in enumerate(moves, 1):
            self._take(move)
            if number in looked:
                assert self.board.complete, "a row cannot be made"
                yield number

    def _take(self, move: Any) -> None:
        first = move[0]
        if isinstance(first, Fact):
            for fact in move:
                apply(self.state, fact)
            self._facts += move
            self.board.take_facts(move, self.state)
        elif isinstance(first, Reading):
            self._readings |= {one.tag: one for one in move}
            self._before += [one for one in move if one.tag in self.board.remembers]
            self.board.take_readings(move)
        else:
            self._positions |= {one.person: one for one in move}
            self.board.take_positions(move)
        self.hub.flush()

    def _anew(self) -> Hub:
        hub = Hub("tape", lambda: NOW)
        board = Board(self._tape.site, hub)
        recent = self._facts[-KEPT:]
        board.start(self.state, recent, self._readings, self._positions, self._before)
        return hub


def _boards(hub: Hub) -> dict[Role, bytes]:
    """What `GET /api/v1/board` answers to each role, without the revision, which counts changes."""
    return {role: _without_rev(hub.board(Audience(role)).plain) for role in ROLES}


def _without_rev(board: bytes) -> bytes:
    told = orjson.loads(board)
    return orjson.dumps({name: value for name, value in told.items() if name != "rev"})


def seen(point: Point) -> dict[str, Seen]:
    """A point's two boards, key by key."""
    return {"told": _hashed(point.told), "anew": _hashed(point.anew)}


def _hashed(boards: Mapping[Role, bytes]) -> Seen:
    found: dict[str, tuple[bytes, int]] = {}
    for number, role in enumerate(ROLES):
        for topic, rows in orjson.loads(boards[role])["rows"].items():
            for key, row in rows.items():
                place, piece = f"{topic} {key}", orjson.dumps(row)
                before, roles = found.get(place, (piece, 0))
                assert before == piece, f"{place} is not the same for all who see it"
                found[place] = piece, roles | 1 << number
    return {place: _digest(piece, roles) for place, (piece, roles) in found.items()}


def _digest(piece: bytes, roles: int) -> str:
    return f"{hashlib.sha256(piece).hexdigest()[:8]}{roles:x}"


def boards_of(name: str) -> dict[str, Seen]:
    """Every board of a tape: `POINT told` and `POINT anew`."""
    return {
        f"{number} {how}": board
        for number, point in enumerate(Player(read(name)).points(), 1)
        for how, board in seen(point).items()
    }


def expected(name: str, folder: Path = FOLDER) -> dict[str, Seen]:
    """What the boards of a tape were when they were last recorded."""
    kept: dict[str, Any] = orjson.loads(lzma.decompress(_path(name, folder).read_bytes()))
    boards: dict[str, Seen] = {}
    for point, changed in kept.items():
        number, _, how = point.partition(" ")
        before = (
            boards.get(f"{int(number) - 1} told", {}) if how == "told" else boards[f"{number} told"]
        )
        boards[point] = {k: v for k, v in (before | changed).items() if v is not None}
    return boards


def keep(name: str, boards: dict[str, Seen], folder: Path = FOLDER) -> None:
    """Record what the boards of a tape are; of each only what differs from the one before."""
    kept = {}
    for point, board in boards.items():
        number, _, how = point.partition(" ")
        before = (
            boards.get(f"{int(number) - 1} told", {}) if how == "told" else boards[f"{number} told"]
        )
        gone = dict.fromkeys(before.keys() - board.keys())
        kept[point] = {k: v for k, v in board.items() if before.get(k) != v} | gone
    packed = lzma.compress(orjson.dumps(kept), preset=9)
    _path(name, folder).write_bytes(packed)


def _path(name: str, folder: Path) -> Path:
    return folder / f"{name}.expected.xz"


def differences(now: dict[str, Seen], then: dict[str, Seen]) -> dict[str, list[str]]:
    """The keys whose row or readers differ, by board."""
    found = {}
    for point in then.keys() | now.keys():
        one, other = now.get(point, {}), then.get(point, {})
        differ = sorted(k for k in one.keys() | other.keys() if one.get(k) != other.get(k))
        if differ:
            found[point] = differ
    return found


def kinds(differing: Mapping[str, list[str]]) -> Counter[str]:
    """How many rows of each kind: `people contact:`, `DRL-1/levels`."""
    places = {place for places in differing.values() for place in places}
    return Counter(_kind(place) for place in places)


def _kind(place: str) -> str:
    topic, _, key = place.partition(" ")
    prefix, colon, _ = key.partition(":")
    return (
        f"{topic.rpartition('/')[2]} {prefix}:"
        if colon and topic.endswith(("people", "resources"))
        else topic.rpartition("/")[2]
    )


def main(rule: str) -> None:
    """Record all expectations anew, naming the rule that changed."""
    lines = [f"\n- {rule}\n"]
    for name in tapes():
        now = boards_of(name)
        then = expected(name) if _path(name, FOLDER).exists() else {}
        keep(name, now)
        if then and (differing := differences(now, then)):
            told = ", ".join(f"{count} of {kind}" for kind, count in kinds(differing).items())
            lines.append(f"  - {name}: {told}\n")
    sys.stdout.writelines(lines)
    with (FOLDER / "changes.md").open("a", encoding="utf-8") as page:
        page.writelines(lines)


if __name__ == "__main__":
    main(sys.argv[1])
