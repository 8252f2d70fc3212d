"""Copies of the journal's head kept outside its database, so that a rewritten journal can be detected."""
