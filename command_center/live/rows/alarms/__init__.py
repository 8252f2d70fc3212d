"""Rows of alarms: the board's own, those found afterwards, and those of the plant's systems."""
