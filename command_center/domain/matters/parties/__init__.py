"""The people of a matter: its parties and signers, whose turn it is, and who is notified and paged."""
