"""Instructions to people, and who may give them."""
