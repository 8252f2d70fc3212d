"""The names of tags in an exercise: the tag `DRL-1/LT-206` is what LT-206 shows in drill DRL-1.

Positions of people are named likewise. No id of a plant's part may contain a slash.
"""

STROKE = "/"


def in_drill(drill: str | None, name: str) -> str:
    """Returns the exercise's name for a tag or person of the plant; the plant's own name without a
    drill."""
    return name if drill is None else f"{drill}{STROKE}{name}"


def drill_of_name(name: str) -> tuple[str | None, str]:
    """Returns the drill to which a name belongs (None: reality), and the plant's own name."""
    drill, _, plain = name.rpartition(STROKE)
    return drill or None, plain
