"""Matters: hazards, permits, rounds, duties. One engine plays the templates that describe them."""
