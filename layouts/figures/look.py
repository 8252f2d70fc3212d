"""The appearance of a figure: theme colours, letter size, available space."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from command_center.data_files import data_folder

Theme = Literal["dark", "light"]
Kind = Literal["urgent", "warn", "note", "good", "gone", "plain"]
"""How grave something is, as the signs of the pages have it."""

CLEAR = "rgba(0,0,0,0)"
SIGNS: Mapping[str, str] = {
    "urgent": "■", "warn": "▲", "note": "●", "good": "✓", "gone": "◌", "plain": "·",
}  # fmt: skip
"""Never colour alone: the shape of each kind."""
SMALLEST_PX = 14.0
"""Words of a desk page, in px at a root size of 16 px (`--s1` in tokens.css)."""
_TOKEN = re.compile(r"--([a-z0-9-]+):\s*([^;]+);")


@cache
def tokens(theme: Theme) -> Mapping[str, str]:
    """Return the tokens of `assets/base/tokens.css` in force in a theme, by name without the dashes."""
    css = (data_folder("assets") / "base" / "tokens.css").read_text(encoding="utf-8")
    blocks = {
        selector.strip(): dict(_TOKEN.findall(block))
        for selector, block in re.findall(r"^([:\w\[\]\"=-]+) \{\n(.*?)^\}", css, re.S | re.M)
    }
    light = blocks[':root[data-theme="light"]'] if theme == "light" else {}
    return blocks[":root"] | light


@dataclass(frozen=True, slots=True)
class Look:
    """The browser's data on the place of a figure.

    `px` is the size of a CSS pixel of a 16 px root: 1 on a desk, more on a wall. `width` and `height` are the
    place's, in px; `narrow` means a page of one column.
    """

    theme: Theme = "dark"
    px: float = 1.0
    narrow: bool = False
    width: float = 1200.0
    height: float = 0.0

    def color(self, name: str) -> str:
        """The colour of a token. Raises KeyError for one that tokens.css does not have."""
        return tokens(self.theme)[name]

    def of_kind(self, kind: str, plain: str = "data") -> str:
        """Return the colour of a status kind; a plain one has the colour of the token `plain`."""
        return self.color(plain if kind == "plain" else kind)

    @property
    def em(self) -> float:
        """The font size of the figure, in px."""
        return max(SMALLEST_PX, SMALLEST_PX * self.px)

    def layout(self, **more: Any) -> dict[str, Any]:
        """Return the common layout of all figures, plus `more`. Without its own width or height the figure fills its
        place.
        """
        return {
            "autosize": True,
            "paper_bgcolor": CLEAR,
            "plot_bgcolor": CLEAR,
            "showlegend": False,
            "dragmode": False,
            "font": {
                "family": self.color("font"),
                "size": self.em,
                "color": self.color("ink"),
            },
            "hoverlabel": {
                "bgcolor": self.color("raised"),
                "bordercolor": self.color("line-strong"),
                "font": {"size": self.em, "color": self.color("ink")},
                "align": "left",
            },
            **more,
        }

    def axis(self, **more: Any) -> dict[str, Any]:
        """Return an axis that the reader cannot drag."""
        return {
            "gridcolor": self.color("line-soft"),
            "zeroline": False,
            "fixedrange": True,
            "tickfont": {"size": self.em, "color": self.color("ink-2")},
            **more,
        }

    def stroke(self, x: float, y0: float, y1: float) -> dict[str, Any]:
        """Return the stroke that marks when something is due: white in the dark theme, as the ink is."""
        return {
            "type": "line", "xref": "x", "yref": "y", "x0": x, "x1": x, "y0": y0, "y1": y1,
            "line": {"color": self.color("ink"), "width": 2.5 * self.px},
        }  # fmt: skip

    def hatch(self, bars: dict[str, Any], filled: list[bool]) -> dict[str, Any]:
        """Return the violet hatch of an exercise over its bars that happened. These are separate bars, because Plotly
        cannot give a pattern different colours by bar. The figure's `barmode` is overlay.
        """
        over: dict[str, Any] = {
            name: [value for value, one in zip(bars[name], filled, strict=True) if one]
            for name in ("x", "y", "base")
            if name in bars
        }
        same: dict[str, Any] = {
            name: bars[name] for name in ("type", "orientation", "width") if name in bars
        }
        pattern = {
            "shape": "/", "fgcolor": self.color("exercise"), "fillmode": "overlay", "fgopacity": 1,
            "size": 7 * self.px, "solidity": 0.3,
        }  # fmt: skip
        marker = {"color": CLEAR, "line": {"width": 0}, "pattern": pattern}
        return {**same, **over, "marker": marker, "hoverinfo": "skip"}
