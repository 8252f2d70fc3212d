"""A matter as one decision sees it, and what a decision reads from its template."""
