"""Rows of matters: a change counter, and work for the map."""
