"""The storage layer, the only user of SQLAlchemy: the journal, the feeds' history, accounts and their maintenance."""
