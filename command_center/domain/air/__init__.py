"""Vapour in the air: how much a spill gives off, and how far it is carried."""
