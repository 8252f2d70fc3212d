"""The journal's head kept outside its database, so that a rewritten journal is found."""
