"""Nobody turns the clocks, so no alarm can be raised: the screens must not go on looking quiet and live."""

from typing import Any

import pytest

from tests.drills_tried.whole import Folder
from tests.support.reachable_works import reachable_works


def test_screens_are_told_nothing_more_until_the_duties_go_on(
    center: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = center.starts(reachable_works())

    def current() -> bool:
        return whole.server.hub.current

    whole.lasts(3)
    assert current()

    def full_disk(_now: int) -> Any:
        raise OSError("no space left on the device")

    with monkeypatch.context() as broken:
        broken.setattr(whole.server.duties, "_act", full_disk)
        for _ in range(24):
            now = whole.clock.move(0.5)
            with pytest.raises(OSError, match="no space"):
                whole.server.duties.run_once(now)
            whole.server.look()
        assert not current()
    whole.turn(0.5)
    assert current()
