"""People, their contacts, muster points, and visitors."""
