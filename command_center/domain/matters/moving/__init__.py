"""Moving a matter on: moves, signatures, entries and exits, newer templates, and timed moves."""
