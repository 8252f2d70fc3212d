"""Rows of drills and of reviews."""
