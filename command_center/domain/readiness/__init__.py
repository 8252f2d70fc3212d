"""Would the plan work tonight? The gaps that the board's own data shows, each with the figure behind it."""
