"""The HTTP doors: REST, sessions, health and metrics. Only factories, no global state."""
