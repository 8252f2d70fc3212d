"""Response times, from fact to fact: a missing fact is a gap, never a zero."""
