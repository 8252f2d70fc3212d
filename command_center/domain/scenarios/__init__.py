"""Scenarios: what a drill plays, on any plant; and the plan that one becomes on a given plant."""
