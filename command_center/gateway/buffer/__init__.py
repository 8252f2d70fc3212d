"""The gateway's own disk: everything is kept there before it is posted, and until the board has taken it."""
