"""Scenarios: what a drill plays, for any plant; and the plan that a scenario becomes on a given
plant."""
