"""Rows of readiness: gaps, what is out of service or overdue, emergency accounts."""
