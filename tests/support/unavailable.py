"""What a service says when this machine cannot have it; its fixture turns that into a skip."""


class Unavailable(Exception):
    """The reason, in words for the person who reads the test summary."""
