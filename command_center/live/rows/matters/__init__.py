"""Rows of matters: that they changed, and work on the map."""
