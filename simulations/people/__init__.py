"""Virtual people: state machines that receive the time and the visible board."""
