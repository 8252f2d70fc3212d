"""Contractors: whom the plant admits, bans, and what their accounts hold."""
