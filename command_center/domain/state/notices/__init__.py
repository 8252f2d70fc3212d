"""The state of notices: attempts to notify people, and what each is about."""
