"""Alarms: when they are raised, who knows, what is silent."""
