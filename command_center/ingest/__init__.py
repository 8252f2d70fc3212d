"""Intake of high-volume data, readings and positions: checked, deduplicated and passed on."""
