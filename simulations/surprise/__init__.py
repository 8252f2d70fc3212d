"""Unforeseeable drills, drawn from one seed; the same seed gives the same drill.

`draw` gives a plan or says why there is none; `year` draws a programme of hidden windows.
"""

from simulations.surprise.draw_attempts import GENERATOR, Drawn, NoDrill, Rejected, draw
from simulations.surprise.exported import exported
from simulations.surprise.playing import played
from simulations.surprise.year import drill_of, year

__all__ = [
    "GENERATOR",
    "Drawn",
    "NoDrill",
    "Rejected",
    "draw",
    "drill_of",
    "exported",
    "played",
    "year",
]
