"""Gathers printed forms: what the facts of an incident say for each field."""
