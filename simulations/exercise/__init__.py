"""A drill played by the virtual plant and people: its truth, its acts, its clock, its doors."""
