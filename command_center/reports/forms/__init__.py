"""Printed forms gathered: what the facts of an incident say in each field."""
