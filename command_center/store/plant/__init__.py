"""Plant data beside the journal: its description on any day, its own texts, and gateway states."""
