"""A drill played by the virtual plant and people: its true state, its acts, its clock, its doors."""
