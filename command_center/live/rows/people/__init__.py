"""Rows of people: contacts, positions, who is inside, who calls for help."""
