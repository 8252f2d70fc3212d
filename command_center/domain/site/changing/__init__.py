"""Changes of a plant's description: its rows, whether they fit together, and which description is
in force."""
