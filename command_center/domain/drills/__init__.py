"""Drills: planned, sealed, run on a twin of the board, and ended; reality never sees them."""
