"""Posting to the board: one POST, the lanes of the buffer, what the board did not take, and posting that again."""
