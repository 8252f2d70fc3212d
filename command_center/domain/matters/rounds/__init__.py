"""Rounds: their points, the track of one, and which points are drawn to be inspected again."""
