"""Rows of alarms: the board's own, those found afterwards, and the plant's."""
