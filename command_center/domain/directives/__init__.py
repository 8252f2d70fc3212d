"""Directives (instructions to people), and the authority to give them."""
