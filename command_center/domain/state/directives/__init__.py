"""Directives, questions for authority, and delegations."""
