"""The incident itself: opening, command, what it needs to be closed."""
