"""Rows of the center itself: its processes, the plant in force, its feeds, the last facts."""
