"""An incident, and what is kept with it."""
