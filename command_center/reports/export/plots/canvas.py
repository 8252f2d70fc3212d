"""Common parts of all figures: typeface, minute axis, exercise mark, and output bytes."""

import io
from collections.abc import Sequence
from contextlib import AbstractContextManager
from functools import cache
from typing import Any

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.ticker import FuncFormatter, MaxNLocator, MultipleLocator

from command_center.reports.export.legible import legible
from command_center.reports.export.reader import MARK, Reader, mark_in_all
from command_center.reports.sentence_text import span
from command_center.words import say

INK, GREY, LINE, BLUE, RED, GREEN, AMBER, VIOLET = (
    "#1b1f24", "#6b7480", "#d9dde3", "#4f6d8f", "#b3261e", "#2e7d4f", "#b26a00", "#5b2c83",
)  # fmt: skip
CHINESE = (
    "Noto Sans CJK SC", "Source Han Sans SC", "Source Han Sans CN", "Microsoft YaHei", "SimHei",
    "PingFang SC", "Heiti SC", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "Droid Sans Fallback",
    "Noto Serif CJK SC", "SimSun", "Arial Unicode MS",
)  # fmt: skip
WIDTH_IN, DPI = 7.0, 200
MARK_IN = 0.2
"""Above every figure, for the mark."""
STEPS_S = (10, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 28_800, 86_400)
MOST_TICKS = 9


@cache
def chinese_face() -> str | None:
    """Return a typeface with Chinese letters on this machine; None if there is none."""
    known = {font.name for font in font_manager.fontManager.ttflist}
    return next((name for name in CHINESE if name in known), None)


def drawing() -> AbstractContextManager[None]:
    """Return the drawing settings as a context. They are global to the process, so only one figure is drawn at a
    time.
    """
    face = chinese_face()
    settings: Any = {
        "font.family": [*([face] if face else []), "DejaVu Sans"],
        "font.size": 8.5,
        "axes.unicode_minus": False,
        "text.parse_math": False,  # a dollar sign in a name is a dollar sign
    }
    return mpl.rc_context(settings)


def labels(names: Sequence[str]) -> tuple[list[str], str]:
    """Return the axis labels, and the legend for the text below, empty if none is needed."""
    names = [legible(name) for name in names]
    readable = chinese_face() is not None or all(name.isascii() for name in names)
    return (names, "") if readable else numbered(names)


def numbered(names: Sequence[str]) -> tuple[list[str], str]:
    """Return numbers and their legend, for a machine whose typefaces lack these letters."""
    numbers = [str(n) for n in range(1, len(names) + 1)]
    return numbers, "; ".join(f"{n} {name}" for n, name in zip(numbers, names, strict=True))


def shortened(name: str, most: int = 40) -> str:
    """Shorten a label to leave room for the figure; Chinese letters count double."""
    room, kept = most, ""
    for letter in name:
        room -= 1 if letter.isascii() else 2
        if room < 0:
            return kept.rstrip() + "…"
        kept += letter
    return kept


def figure(height_in: float, rows: int = 1) -> tuple[Figure, list[Any]]:
    """Return an empty figure with `rows` axes one below the other."""
    engine = ConstrainedLayoutEngine(rect=(0, 0, 1, 1 - MARK_IN / height_in))
    made = Figure(figsize=(WIDTH_IN, height_in), dpi=DPI, layout=engine)
    FigureCanvasAgg(made)
    axes = made.subplots(rows, 1, squeeze=False, sharex=rows > 1)
    return made, [row[0] for row in axes]


def minutes(axis: Any, since: float, until: float, *, top: bool = False) -> None:
    """Set up the time axis: seconds, written as minutes and seconds."""
    axis.set_xlim(since, until)
    step = next((s for s in STEPS_S if (until - since) / s <= MOST_TICKS), None)
    axis.xaxis.set_major_locator(MultipleLocator(step) if step else MaxNLocator(MOST_TICKS))
    axis.xaxis.set_major_formatter(FuncFormatter(lambda s, _: written(s)))
    axis.tick_params(
        axis="x", colors=GREY, top=top, labeltop=top, bottom=not top, labelbottom=not top
    )
    axis.grid(axis="x", color=LINE, linewidth=0.6)
    axis.set_axisbelow(True)
    for side in ("top", "right", "left", "bottom"):
        axis.spines[side].set_visible(False)


def written(seconds: float) -> str:
    """A time on the axis; whole seconds."""
    return span(round(seconds)).partition(".")[0]


def picture(made: Figure, reader: Reader) -> bytes:
    """Return the figure as PNG; a figure of an exercise carries the mark inside the picture."""
    if reader.dossier.exercise:
        words = mark_in_all() if chinese_face() else say("en", MARK)
        made.text(
            0.995, 0.995, words, ha="right", va="top", color=VIOLET, fontsize=8, fontweight="bold"
        )
    out = io.BytesIO()
    made.savefig(out, format="png", metadata={"Software": None})
    return out.getvalue()
