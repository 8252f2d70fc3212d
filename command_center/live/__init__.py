"""The live side: keyed rows with revisions, who may see them, and the socket that carries them."""
