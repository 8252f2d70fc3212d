"""Rounds: their points, the track of a round, and which points are drawn for a second inspection."""
