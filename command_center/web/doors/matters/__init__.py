"""Matters, their forms, evidence, signatures, templates, and their past."""
