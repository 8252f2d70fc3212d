"""From state to the keyed rows of the board: what a fact touches, and each row as a whole."""
