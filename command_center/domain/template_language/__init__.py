"""The language of templates, as strict models. It says what may be written, not how a matter is
run."""
