"""Matters: hazards, permits, rounds, duties. One engine runs the templates that describe them."""
