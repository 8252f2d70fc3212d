"""Vapour in the air: how much a spill evaporates, and how far the wind carries it."""
