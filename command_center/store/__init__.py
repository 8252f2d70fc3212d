"""The only SQLAlchemy: the journal, the feeds' history, accounts, and how they are kept."""
