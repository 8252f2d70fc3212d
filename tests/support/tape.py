"""A recording: what one board was told, in order, with the plant as it was described then.

A tape is lines of JSON, compressed. The first line names the plant's description, a file beside
it; each further line is one move: facts that were appended together, or readings, or positions.
"""

import lzma
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import orjson

from command_center.domain.actor import ActorKind, Via
from command_center.domain.fact import AtBasis, Fact
from command_center.domain.reading import Position, Quality, Reading
from command_center.domain.site.model import Site

FOLDER = Path(__file__).resolve().parents[1] / "recorded"
Move = Sequence[Fact] | Sequence[Reading] | Sequence[Position]
"""Never empty."""
One = TypeVar("One", Reading, Position)


@dataclass(frozen=True, slots=True)
class Tape:
    """`site` is the description the recording was made under."""

    name: str
    site: Site
    moves: list[Move]


def tapes(folder: Path = FOLDER) -> list[str]:
    """The names of all tapes."""
    return sorted(path.name.removesuffix(".jsonl.xz") for path in folder.glob("*.jsonl.xz"))


def read(name: str, folder: Path = FOLDER) -> Tape:
    """A tape of the folder."""
    first, *lines = lzma.decompress((folder / f"{name}.jsonl.xz").read_bytes()).splitlines()
    site = _site(folder / f"{orjson.loads(first)['site']}.json.xz")
    return Tape(name, site, [_move(*orjson.loads(line)) for line in lines])


def write(tape: Tape, site_name: str, folder: Path = FOLDER) -> None:
    """Keep a tape; the plant's description goes beside it under `site_name`."""
    folder.mkdir(exist_ok=True)
    described = lzma.compress(tape.site.model_dump_json().encode(), preset=9)
    (folder / f"{site_name}.json.xz").write_bytes(described)
    lines = [orjson.dumps({"site": site_name}), *map(_line, tape.moves)]
    packed = lzma.compress(b"\n".join(lines), preset=9)
    (folder / f"{tape.name}.jsonl.xz").write_bytes(packed)


@cache
def _site(path: Path) -> Site:
    return Site.model_validate_json(lzma.decompress(path.read_bytes()))


def _line(move: Move) -> bytes:
    kind = {Fact: "facts", Reading: "readings", Position: "positions"}[type(move[0])]
    return orjson.dumps([kind, [_told(one) for one in move]])


def _told(one: Fact | Reading | Position) -> Any:
    if isinstance(one, Fact):
        return {name: value for name in Fact.__slots__ if (value := getattr(one, name)) is not None}
    return list(one)


def _move(kind: str, told: list[Any]) -> Move:
    if kind == "facts":
        return [_fact(**one) for one in told]
    if kind == "positions":
        return [Position(*one) for one in told]
    return [Reading(tag, ts, value, Quality(q), source) for tag, ts, value, q, source in told]


def _fact(at_basis: str, actor_kind: str, via: str, **more: Any) -> Fact:
    basis, kind = AtBasis(at_basis), ActorKind(actor_kind)
    return Fact(at_basis=basis, actor_kind=kind, via=Via(via), **more)


def merged(
    facts: Sequence[Fact], readings: Sequence[Reading], positions: Sequence[Position]
) -> Iterator[Move]:
    """Moves in order of time, where the clock of the readings is that of the facts.

    Facts recorded at one moment are one move, after the readings and positions up to then.
    """
    values = sorted(readings, key=lambda one: (one.ts, one.tag))
    places = sorted(positions, key=lambda one: (one.ts, one.person))
    batches: dict[int, list[Fact]] = {}
    for fact in facts:
        batches.setdefault(fact.recorded_at, []).append(fact)
    v = p = 0
    for at, batch in batches.items():
        v_end, p_end = _up_to(values, v, at), _up_to(places, p, at)
        if values[v:v_end]:
            yield values[v:v_end]
        if places[p:p_end]:
            yield places[p:p_end]
        v, p = v_end, p_end
        yield batch


def _up_to(series: Sequence[Reading] | Sequence[Position], begin: int, at: int) -> int:
    end = begin
    while end < len(series) and series[end].ts <= at:
        end += 1
    return end


def thinned(series: Sequence[One], every_ms: int) -> list[One]:
    """The first of each `every_ms` of one tag or person: the recordings stay small."""
    seen: set[tuple[str, int]] = set()
    kept: list[One] = []
    for one in series:
        place = (one[0], one.ts // every_ms)
        if place not in seen:
            seen.add(place)
            kept.append(one)
    return kept
