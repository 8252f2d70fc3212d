"""Feeds of readings: the clocks of their senders, and the commissioning of tags."""
