"""The state of an incident, and what belongs to it."""
