"""Rows that follow readings: levels, plumes, valves."""
