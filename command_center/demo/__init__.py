"""The demonstration: the plant, its people and the center, on this machine."""
