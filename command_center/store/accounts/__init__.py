"""Accounts, tokens, sessions and second factors."""
