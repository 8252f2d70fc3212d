"""Signing in and out: passwords, second factors, sessions, known devices."""
