"""Writing the fields of an open matter: by hand, by a measurement, or from the work that it serves."""
