"""Rows of readiness: gaps, equipment out of service, overdue work, emergency accounts."""
