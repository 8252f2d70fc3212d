"""Alarms as the board keeps them: its own, those found afterwards, and the plant's."""
