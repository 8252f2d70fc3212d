"""What is noted of a drill while it runs: observations, photographs, the onset of an event, what was not played."""
