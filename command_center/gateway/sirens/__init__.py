"""Sends the board's warnings to sirens and public address systems. Besides marks for TAK, only this goes out."""
