"""The outbox in the database: what is to be sent, what was tried, what came back, which channel works."""
