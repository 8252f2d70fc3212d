"""A started process looks for garbage again, but not at every batch of readings."""

import gc

from command_center.boot.garbage import MADE_BETWEEN, begin_collecting


def test_what_stands_is_kept_out_and_the_young_are_looked_through_less_often() -> None:
    collecting, before = gc.isenabled(), gc.get_threshold()
    gc.disable()
    try:
        begin_collecting()
        assert gc.isenabled()
        assert gc.get_threshold()[0] == MADE_BETWEEN
        assert gc.get_freeze_count() > 0
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)
        if not collecting:
            gc.disable()
