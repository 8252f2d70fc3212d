"""The state of directives, requests for authority, and delegations."""
