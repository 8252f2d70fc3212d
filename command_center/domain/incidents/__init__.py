"""Incidents: opening, command, and the conditions for closing."""
