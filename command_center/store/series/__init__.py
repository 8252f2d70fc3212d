"""What was measured and where people were: keyed by time, kept for a while, thinned to be shown."""
