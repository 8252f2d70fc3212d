"""Time series of readings and positions: keyed by time, stored for a limited time, thinned for display."""
