"""Notices to people: by which channel they are sent, and who is paged when nobody answers."""
