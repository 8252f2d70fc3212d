"""Sending: the workers of each channel, what they may send now, and what becomes of a try."""
