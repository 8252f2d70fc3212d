"""The outbox in the database: what to send, what was tried, what came back, and which channels work."""
