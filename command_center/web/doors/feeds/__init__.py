"""Doors for readings, forecasts and gateway states."""
