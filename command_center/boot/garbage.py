"""When Python looks for what nothing refers to any more, in a process that has started."""

import gc

MADE_BETWEEN = 5_000
"""So many objects more than were freed, and Python looks through the newest (ours). Its own 700 are reached at every
reading of a plant, whose rows hold nothing in circles: looking for it took a twelfth of a drill."""


def begin_collecting() -> None:
    """Collect garbage from now on; what stands is looked through no more."""
    gc.freeze()
    gc.set_threshold(MADE_BETWEEN)
    gc.enable()
