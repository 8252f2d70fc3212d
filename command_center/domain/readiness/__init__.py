"""Readiness: would the plan work tonight? Each gap in the board's own data, with the figure behind
it."""
