"""The doors over HTTP: REST, sessions, health and metrics. Factories only, no globals."""
