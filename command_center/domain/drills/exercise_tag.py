"""The exercise's own names: the tag `DRL-1/LT-206` is what LT-206 shows in drill DRL-1.

People's positions are named likewise. No part of a plant may have a stroke in its id.
"""

STROKE = "/"


def in_drill(drill: str | None, name: str) -> str:
    """The exercise's name for a tag or person of the plant; the plant's own without a drill."""
    return name if drill is None else f"{drill}{STROKE}{name}"


def scene_of(name: str) -> tuple[str | None, str]:
    """Which drill a name belongs to (None: reality), and the plant's own name."""
    drill, _, plain = name.rpartition(STROKE)
    return drill or None, plain
