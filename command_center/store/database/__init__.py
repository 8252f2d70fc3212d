"""The database itself: opening it, its schema, damage, room on its disk."""
