"""The Dash pages on the server: their session, language and files, and the linker of their scripts."""
