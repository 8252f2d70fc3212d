"""Alarms in the state: the board's own, those found afterwards, and the plant's."""
