"""Old readings cannot be read: forecasts are not widened by them, and the screens stay live."""

import pytest

from command_center.store.series.readings import Readings
from command_center.web.doors.feeds.forecasts import LOOK_EVERY_MS
from tests.drills_tried.whole import Folder
from tests.support.reachable_works import reachable_works


def test_the_screens_stay_live_while_old_readings_cannot_be_read(
    center: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = center.starts(reachable_works())
    whole.lasts(3)

    def busy(*_given: object) -> None:
        raise OSError("the disk does not answer")

    monkeypatch.setattr(Readings, "samples", busy)
    for _ in range(10):
        now = whole.clock.move(LOOK_EVERY_MS / 1000)
        whole.server.duties.run_once(now)
        whole.server.look()
        assert whole.server.hub.current
        with pytest.raises(OSError, match="does not answer"):
            whole.server.widen()
