"""Drills: planned, sealed, run on a separate copy of the board (the twin), and ended. The real
board stays untouched."""
