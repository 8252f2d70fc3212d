"""Alarms: raising, acknowledging and shelving them, and their order on lists."""
