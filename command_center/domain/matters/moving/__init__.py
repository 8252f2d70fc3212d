"""Moving a matter on: moves, signatures, who goes in and out, newer templates, and moves by the clock."""
