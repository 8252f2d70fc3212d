"""The REST doors, by area."""
