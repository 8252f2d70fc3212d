"""How facts are written down: recorded, stated times, steps of the clock, facts that are set aside."""
