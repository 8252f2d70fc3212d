"""Accounts and tokens: who may sign in, as the journal records it."""
