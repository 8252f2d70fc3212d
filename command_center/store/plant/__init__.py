"""The plant beside the journal: its description on any day, its own texts, what gateways told."""
