"""Verdicts: what the board says of a thing now and from when on. They are decided here and nowhere
else."""
