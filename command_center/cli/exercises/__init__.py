"""Drills on the command line: played without people, their results, and the hidden year."""
