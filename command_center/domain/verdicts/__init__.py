"""Verdicts: what the board says of a thing now and from when on, decided here and nowhere else."""
