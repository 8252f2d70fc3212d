"""What each cell of the wall must say while several incidents are open, worked out here from the rows of
`GET /board` alone: which incident leads it, and what may not be missing from the lines of the others."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.support import wall_expected as expected
from tests.support.board_read import Board, say, span

Weight = tuple[float, ...]
URGENT, WARN, NOTE, GOOD = range(4)


@dataclass(frozen=True)
class Told:
    """One incident's answer: how grave, all its lines as it leads, and the words that its one line has
    as long as another leads."""

    incident: str
    place: tuple[str, ...]
    weight: Weight
    lines: list[Any]
    words: list[str]


def place_of(board: Board) -> tuple[str, ...]:
    """What the place of its incident may be called."""
    incident = board.incident
    tank = incident["source"]["tank"]
    if tank:
        return (str(tank),)
    ident = str(incident["place"])
    names = [area["name"]["en"] for area in board.site["areas"] if area["id"] == ident]
    return (*names, ident)


def _people(board: Board) -> tuple[Weight, list[str]]:
    e, inside = board.incident["evacuation"], board.incident["entry"]["in"]
    turn = min((one["turn_back_at"] for one in inside), default=None)
    words = []
    if turn is not None and turn < board.now:
        words.append(expected.on_air(board)[1][-1])
    if e and e["missing"]:
        words.append(say("people.missing", n=e["missing"]))
    if turn is not None and turn < board.now:
        return (URGENT, 0, turn), words
    if turn is not None:
        return (WARN, 0, turn), [expected.on_air(board)[1][-1]]
    if e is None:
        return (NOTE, 2, float("inf")), [say("people.no_evacuation")]
    if e["missing"]:
        return (URGENT, 1, -e["missing"], -e["not_accounted"]), words
    if e["not_accounted"]:
        return (WARN, 2, 0, -e["not_accounted"]), [
            say("people.not_accounted", n=e["not_accounted"])
        ]
    return (GOOD, 2, 0, 0), [say("people.all_accounted")]


def _source(board: Board) -> tuple[Weight, list[str]]:
    source = board.incident["source"]
    t0 = board.incident["t0"]
    left = expected.TARGET_MS - (board.now - t0) // 1000 * 1000
    if source["confirmed"] and source["confirmed"]["state"] == "isolated":
        return (GOOD, 1, t0), [say("source.isolated")]
    words = [say("source.over" if left < 0 else "source.left", span=span(abs(left)))]
    if source["contradicted"]:
        return (URGENT, 0, t0), [say("source.disputed"), *words]
    return (URGENT if left < 0 else WARN, 1, t0), words


def _outside(board: Board) -> tuple[Weight, list[str]]:
    units, called, due = expected.calls(board)
    first = min((due[unit] for unit in units if unit not in called), default=None)
    if first is not None and first < board.now:
        return (URGENT, 0, first), [span(board.now - first)]
    done = say("outside.called", n=len(called), total=len(units))
    return (NOTE if first or not units else GOOD, 0, first or float("inf")), [done]


def _people_lines(board: Board) -> list[Any]:
    if board.incident["evacuation"]:
        return expected.people(board)
    late = len(expected.overdue(board, "people"))
    on_site = expected.on_site(board.rows["people"])
    big = say("late.big", n=late) if late else on_site
    return expected.with_late(board, "people", [big])


READ: dict[
    str, tuple[Callable[[Board], tuple[Weight, list[str]]], Callable[[Board], list[Any]]]
] = {
    "people": (_people, _people_lines),
    "source": (_source, expected.source),
    "outside": (_outside, expected.outside),
}


def answers(board: Board, question: str) -> list[Told]:
    """Of every open incident, the one that leads first."""
    weigh, lines = READ[question]
    told = []
    for one in board.each():
        weight, words = weigh(one)
        late = expected.late_short(one, question)
        if late and weight[0] != GOOD:
            weight, words = (URGENT, *weight[1:]), [*words, *late]
        told.append(Told(one.incident["id"], place_of(one), weight, lines(one), words))
    return sorted(told, key=lambda answer: answer.weight)
