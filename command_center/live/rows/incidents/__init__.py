"""Rows of incidents: the incident itself, its authority, person reports, sirens, and the official report."""
