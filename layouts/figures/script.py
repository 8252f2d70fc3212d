"""The script of a drill on one time line: planned hollow, happened filled, due a stroke.

The line for "now" moves each second, so the browser draws it over the figure (`assets/drills/now_line.js`). `Drawn`
gives the position of the time line.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import plotly.graph_objects as go

from command_center.domain.drills.script_verdicts import HAPPENED, expectation_turns, fired_as
from command_center.domain.verdicts.turns import Sign, turn_taken
from command_center.reports.speaker import Speaker
from layouts.figures.letters import escaped_markup, shortened, width_em
from layouts.figures.look import CLEAR, SIGNS, Look
from layouts.figures.script_rows import LANES, Expected, Item, Script
from layouts.figures.time_axis import span, step_s

ROW_EM = (1.55, 2.3)
"""Rows as tight as words allow, looser while there is room."""
LEAST_MS = 600_000
"""A drill's first ten minutes are always in view."""
AHEAD_MS = 120_000
"""So much of what comes after now is in view."""
NARROW_EM = 40
LANE_EM, LANE_NARROW_EM = 12.0, 1.0
"""Room for the names of the lanes, left of the line of time; on a narrow page they stand above."""
APART_EM = 1.2
"""Words from their stroke and from the edge."""
MARK_EM = 0.78
MOVED_EM = 0.9
"""An inject that fired so far from its plan is drawn with both."""
SIGN_OF = dict[str, Sign](HAPPENED.items())
"""Of an inject; one to come is plain."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A figure, its height in px, and its time line: from `since` to `until` (exercise time, UTC epoch ms), between
    `left` and `right` px from its edges, `top` px from above.
    """

    figure: go.Figure
    height: float
    since: int
    until: int
    left: float
    right: float
    top: float


@dataclass(slots=True)
class _Canvas:
    """What has been drawn so far; `row` is the next free row."""

    look: Look
    shapes: list[dict[str, Any]] = field(default_factory=list)
    notes: list[dict[str, Any]] = field(default_factory=list)
    marks: list[tuple[float, float, str, str, str]] = field(default_factory=list)
    words: list[tuple[float, float, str, str, str]] = field(default_factory=list)
    bars: list[tuple[float, float, float, str, bool]] = field(default_factory=list)
    row: int = 0


def script_figure(script: Script, exercise: bool, told: Speaker, look: Look) -> Drawn:
    """Return the lanes of the injects, and below them the actions expected of the crew."""
    em = look.em
    narrow = look.width < NARROW_EM * em
    left = (LANE_NARROW_EM if narrow else LANE_EM) * em
    right, top, bottom = 0.8 * em, 2.6 * em, 0.6 * em
    room = max(1.0, look.width - left - right)
    until = _last(script)
    scale = room / until
    most = 15.0 if narrow else min(44.0, max(25.0, room / em * 0.55))
    on = _Canvas(look)
    for lane in LANES:
        items = [item for item in script.items if item.lane == lane]
        _lane(on, script, [i for i in items if _timed(i)], told, scale, room, most, narrow, left)
    _expected(on, script, told, scale, room, most, narrow, left)
    rows = max(1, on.row)
    row_px = min(ROW_EM[1] * em, max(ROW_EM[0] * em, (look.height - top - bottom) / rows))
    height = float(round(top + bottom + rows * row_px))
    step = step_s(5.5 * em / scale / 1000) * 1000
    ticks = list(range(0, round(until) + 1, step))
    layout = look.layout(
        height=height, hovermode="closest", barmode="overlay",
        margin={"l": left, "r": right, "t": top, "b": bottom},
        shapes=on.shapes, annotations=on.notes,
        xaxis=look.axis(
            side="top", range=[0, until], tickvals=ticks, tickangle=0,
            ticktext=[span(at / 1000) for at in ticks],
        ),
        yaxis={"range": [rows, 0], "fixedrange": True, "visible": False},
    )  # fmt: skip
    figure = go.Figure(data=_traces(on, exercise), layout=layout)
    return Drawn(figure, height, script.since, script.since + round(until), left, right, top)


def _timed(item: Item) -> bool:
    return item.planned is not None or item.at is not None


def _last(script: Script) -> float:
    """The end of the time axis, ms after the begin."""
    times = [at for item in script.items for at in (item.planned, item.at) if at is not None]
    times += [at for one in script.expected for at in (one.by, one.done) if at is not None]
    times += [] if script.now is None else [script.now + AHEAD_MS]
    return 1.04 * max([LEAST_MS, *(at - script.since for at in times)])


def _lane_begins(on: _Canvas, title: str, rows: int, narrow: bool, left: float) -> int:
    """Write the name of a lane and take its rows; the first of them."""
    em = on.look.em
    note = {
        "text": f"<b>{escaped_markup(title)}</b>", "showarrow": False, "xref": "paper", "x": 0,
        "xanchor": "left", "yref": "y", "y": on.row + 0.5,
        "font": {"size": em, "color": on.look.color("ink-2")},
    }  # fmt: skip
    on.notes.append(note if narrow else note | {"xshift": 0.2 * em - left})
    first = on.row + (1 if narrow else 0)
    on.row = first + rows
    on.shapes.append(
        {
            "type": "line", "xref": "paper", "yref": "y", "x0": 0, "x1": 1,
            "y0": on.row, "y1": on.row,
            "line": {"color": on.look.color("line-soft"), "width": 1},
        }
    )  # fmt: skip
    return first


def _lane(
    on: _Canvas, script: Script, items: Sequence[Item], told: Speaker,
    scale: float, room: float, most: float, narrow: bool, left: float,
) -> None:  # fmt: skip
    """The injects of one lane; none, and there is no lane."""
    if not items:
        return
    spans = {id(item): _span(item, script.since) for item in items}
    items = sorted(items, key=lambda item: spans[id(item)][0])
    words = [shortened(told.text(item.text), most) for item in items]
    where = placed(
        [(*spans[id(i)], w) for i, w in zip(items, words, strict=True)], scale, on.look.em, room
    )
    rows = 1 + max(row for row, _ in where)
    begin = _lane_begins(on, told.say(_title(items[0])), rows, narrow, left)
    for item, text, (row, to_left) in zip(items, words, where, strict=True):
        _item(on, script, item, text, told, begin + row + 0.5, to_left, scale)


def _title(item: Item) -> str:
    return f"drills.lane.{item.lane}"


def _span(item: Item, since: int) -> tuple[int, int]:
    times = [at - since for at in (item.planned, item.at) if at is not None]
    return min(times), max(times)


def placed(
    items: Sequence[tuple[int, int, str]], scale: float, em: float, width: float
) -> list[tuple[int, bool]]:
    """Return for each (first ms, last ms, words) its row, so that no texts overlap, and whether its text is on the
    left; items are in order of time.
    """
    ends: list[float] = []
    found = []
    for first, last, words in items:
        since, until = first * scale, last * scale
        long = (width_em(words) + 2.2) * em
        to_left = until + long > width and since > long
        begin, end = (since - long, until + em) if to_left else (since - em, until + long)
        row = next((n for n, taken in enumerate(ends) if taken <= begin), len(ends))
        if row == len(ends):
            ends.append(end)
        else:
            ends[row] = end
        found.append((row, to_left))
    return found


def _item(
    on: _Canvas, script: Script, item: Item, words: str, told: Speaker,
    y: float, to_left: bool, scale: float,
) -> None:  # fmt: skip
    """One inject: a ring where it was planned, a disc where it happened."""
    happened = item.at is not None
    kind = SIGN_OF.get(item.state, "plain")
    title = item_title(item, script.since, told)
    first, last = _span(item, script.since)
    if item.at is not None and item.planned is not None:
        planned, at = item.planned - script.since, item.at - script.since
        if abs(at - planned) * scale > MOVED_EM * on.look.em:
            on.shapes.append(
                {
                    "type": "line", "x0": planned, "x1": at, "y0": y, "y1": y,
                    "line": {"color": on.look.color("line-strong"), "width": 1.5, "dash": "dot"},
                }
            )  # fmt: skip
            on.marks.append((planned, y, on.look.color("panel"), on.look.color("ink-3"), title))
    x = (item.at if item.at is not None else item.planned or 0) - script.since
    edge = on.look.of_kind(kind, "ink-2")
    full = happened and kind != "gone"
    on.marks.append((x, y, edge if full else on.look.color("panel"), edge, title))
    color = on.look.color("ink" if full else "ink-3")
    if to_left:
        on.words.append((first, y, f"{escaped_markup(words)}   ", "middle left", color))
    else:
        on.words.append((last, y, f"   {escaped_markup(words)}", "middle right", color))


def item_title(item: Item, since: int, told: Speaker) -> str:
    """Return an inject's full text: its words, its result, and its planned time."""
    parts = [told.text(item.text)]
    if item.state:
        parts.append(state_words(item, told))
    if item.planned is not None:
        parts.append(told.say("drills.planned_for", time=span((item.planned - since) / 1000)))
    return escaped_markup(" · ".join(parts))


def state_words(item: Item, told: Speaker) -> str:
    """Return the result of an inject, such as "fired 0:12 late"."""
    if item.state == "fired" and item.planned is not None and item.at is not None:
        code = fired_as(item.planned, item.at)
        if code != "fired":
            return told.say(f"drills.{code}", span=span(abs(item.at - item.planned) / 1000))
    return told.say(f"drills.inject.{item.state}")


def expected_kind(one: Expected, now: int | None) -> str:
    """Return the status kind of an expectation at `now` (exercise time); None before the drill is played."""
    turn = turn_taken(expectation_turns(one.state, one.by), now or 0)
    return "plain" if turn is None else turn[1]


def expected_words(one: Expected, told: Speaker) -> str:
    """Return the result of an expectation. The lists beside the figure show how long an open one has left."""
    if one.state == "late" and one.done is not None:
        return told.say("drills.late_by", span=span(max(0, one.done - one.by) / 1000))
    return told.say(f"drills.state.{one.state}")


def _expected(
    on: _Canvas, script: Script, told: Speaker,
    scale: float, room: float, most: float, narrow: bool, left: float,
) -> None:  # fmt: skip
    """Bars: hollow until each is due, filled until it was done or missed; the stroke says when it is due."""
    if not script.expected:
        return
    em, look = on.look.em, on.look
    title = told.say("drills.expected")
    first = _lane_begins(on, title, len(script.expected), narrow, left)
    for n, one in enumerate(script.expected):
        y = first + n + 0.5
        kind = expected_kind(one, script.now)
        color = look.of_kind(kind, "line-strong")
        ended = one.done if one.done is not None else one.by if one.state == "missed" else None
        opened, by = one.opened - script.since, one.by - script.since
        if ended is None:
            on.bars.append((y, opened, by - opened, color, False))
        else:
            on.bars.append((y, opened, max(ended - one.opened, 2 / scale), color, True))
        on.shapes.append(look.stroke(by, y - 0.4, y + 0.4))
        until = max(by, by if ended is None else ended - script.since)
        edge = min(by, until)
        words, to_left = _beside(
            one, kind, told, script, edge * scale, room - until * scale, em, most
        )
        on_bar = ended is not None and to_left  # in the bar's own colour nobody would read them
        ink = "ink" if on_bar else "ink-3" if kind in ("plain", "gone") else kind
        at = edge if to_left else until
        where = "middle left" if to_left else "middle right"
        text = f"{words}  " if to_left else f"  {words}"
        on.words.append((at, y, text, where, look.color(ink)))


def _beside(
    one: Expected, kind: str, told: Speaker, script: Script,
    left: float, right: float, em: float, most: float,
) -> tuple[str, bool]:  # fmt: skip
    """The words of an expectation, cut to the side of its bar that has room for them: right of it, else left,
    else the wider one. How it came out is kept whole."""
    words = shortened(f"{SIGNS[kind]} {told.text(one.text)}", most + 6)
    tail = "" if script.now is None else f" · {expected_words(one, told)}"
    needs = (width_em(words + tail) + APART_EM) * em
    to_left = needs > right and (needs <= left or left > right)
    room = (left if to_left else right) / em - width_em(tail) - APART_EM
    return escaped_markup(shortened(words, max(4.0, room)) + tail), to_left


def _traces(on: _Canvas, exercise: bool) -> list[dict[str, Any]]:
    em, look = on.look.em, on.look
    shut = [full for *_, full in on.bars]
    bars: dict[str, Any] = {
        "type": "bar", "orientation": "h", "hoverinfo": "skip", "width": 0.56,
        "y": [y for y, *_ in on.bars],
        "base": [since for _, since, *_ in on.bars],
        "x": [long for _, _, long, *_ in on.bars],
        "marker": {
            "color": [color if full else CLEAR for *_, color, full in on.bars],
            "line": {"color": [c for *_, c, _ in on.bars], "width": [0.0 if f else 1.0 for f in shut]},
        },
    }  # fmt: skip
    words = {
        "type": "scatter", "mode": "text", "hoverinfo": "skip", "cliponaxis": False,
        "x": [x for x, *_ in on.words], "y": [y for _, y, *_ in on.words],
        "text": [text for _, _, text, *_ in on.words],
        "textposition": [where for *_, where, _ in on.words],
        "textfont": {"size": em, "color": [color for *_, color in on.words]},
    }  # fmt: skip
    marks = {
        "type": "scatter", "mode": "markers", "cliponaxis": False,
        "x": [x for x, *_ in on.marks], "y": [y for _, y, *_ in on.marks],
        "marker": {
            "size": MARK_EM * em, "symbol": "circle",
            "color": [fill for _, _, fill, *_ in on.marks],
            "line": {"width": 2, "color": [edge for *_, edge, _ in on.marks]},
        },
        "hovertext": [title for *_, title in on.marks],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }  # fmt: skip
    return [bars, words, marks, look.hatch(bars, shut)] if exercise else [bars, words, marks]
