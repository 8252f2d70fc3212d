"""The published contracts of the REST doors and the socket."""
