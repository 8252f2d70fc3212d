"""A matter as one decision looks at it, and what a decision reads from its template."""
