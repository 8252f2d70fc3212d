"""People as the board knows them: where they are, whether they are well, what they may do."""
