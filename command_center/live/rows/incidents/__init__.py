"""Rows of incidents: each as a whole, its authority, reports, sirens, and the report to the authorities."""
