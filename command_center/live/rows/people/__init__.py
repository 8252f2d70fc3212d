"""Rows of people: how they are reached, where they are, who is inside, who calls for help."""
