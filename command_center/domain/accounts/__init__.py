"""Who may come in, as far as the journal tells of it."""
