"""The gateway's disk buffer: every item is stored before it is posted, and kept until the board has taken it."""
