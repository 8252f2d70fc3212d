"""Changing the description of a plant: rows, whether they fit together, and what is in force."""
