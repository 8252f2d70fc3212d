"""Rows and parts of rows on how people were notified."""
