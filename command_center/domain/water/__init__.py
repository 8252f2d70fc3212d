"""Contaminated water that must be held back: when the emergency pool or a tank overflows."""
