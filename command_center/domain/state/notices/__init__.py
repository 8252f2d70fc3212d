"""Attempts to tell people: notices, and what each tells of."""
