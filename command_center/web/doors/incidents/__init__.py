"""Doors about an incident: warnings, sirens, forms, calls for help."""
