"""Duties by plan: which are due in which period, and what a plan says of the matter that it opened."""
