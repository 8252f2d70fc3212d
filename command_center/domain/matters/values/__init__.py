"""What a field of a matter may hold."""
