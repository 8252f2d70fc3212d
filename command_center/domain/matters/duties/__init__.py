"""Duties by plan: which are due in which period, and what a plan requires of the matters that it
opened."""
