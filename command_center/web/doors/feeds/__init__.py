"""Readings, and how forecasts and gateways do."""
