"""Limits on request rates and sizes."""
