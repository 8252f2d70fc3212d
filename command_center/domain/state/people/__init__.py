"""The state of people: where they are, whether they are safe, what they may do."""
