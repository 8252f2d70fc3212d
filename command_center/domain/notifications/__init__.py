"""How people are told of a directive, by which channel, and who is told when nobody answers."""
