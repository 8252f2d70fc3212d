"""The state of an incident as the wall screen shows it, question by question."""
