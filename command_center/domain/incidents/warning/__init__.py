"""Public warning: the messages, the sirens that carry them, and the end of an exercise's warnings."""
