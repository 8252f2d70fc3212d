"""Virtual people: state machines that are handed the time and the board they can see."""
