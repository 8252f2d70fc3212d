"""Contractors: admissions, bans, and their accounts of points."""
