"""Rows of directives and of authority."""
