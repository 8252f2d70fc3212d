"""Drills, the programme, scenarios, and reviews."""
