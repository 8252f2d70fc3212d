"""Pure rules. Time, seed and data are arguments; nothing here reads a clock, file or socket."""
