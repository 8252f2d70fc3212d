"""Writing the fields of an open matter: by hand, by a measurement, by the work that it serves."""
