"""The live board: keyed rows with revisions, who may see them, and the socket that sends them."""
