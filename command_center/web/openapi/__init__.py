"""The published contracts of the REST doors and of the socket."""
