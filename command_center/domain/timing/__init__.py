"""How long the response took, from fact to fact: a missing fact is a gap, never a zero."""
