"""Rows of the board, made from the state: which rows a fact changes, and each row as a whole."""
