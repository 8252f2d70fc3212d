"""The language of templates, as strict models. It says what may be written, and nothing of how a matter is played."""
