"""How channels stand reaches the board: down within a look, with who took over, and back again."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import pytest

from command_center.domain.actor import Role
from command_center.live.audience import Audience
from command_center.live.center_watch import CenterWatch
from command_center.live.hub import Hub
from command_center.notify.channel_entry import ChannelEntry
from command_center.notify.channels_file import ChannelsFile
from command_center.notify.standing import Standing
from command_center.store.outbox.health import AUDITOR, health_for_update, keep_health
from command_center.store.outbox.rows import ChannelHealth
from command_center.store.presence import Presence
from tests.web.center import Center

FILE = ChannelsFile(
    entries=(
        ChannelEntry(id="sms-a", type="texts", kind="sms", fallback="sms-b"),
        ChannelEntry(id="sms-b", type="texts", kind="sms"),
    )
)
SCREEN = Audience(Role.VIEWER)
LED = Presence([], None)


@pytest.fixture
def center(tmp_path: Path) -> Center:
    return Center(tmp_path)


def rows_of(hub: Hub, topic: str) -> dict[str, Any]:
    """What a viewer's screen is told of a topic."""
    rows: dict[str, Any] = orjson.loads(hub.board(SCREEN).plain)["rows"]
    found: dict[str, Any] = rows.get(topic, {})
    return found


def keep(center: Center, channel: str, **given: object) -> int:
    """Change a channel's row; the database's time."""
    now = center.outbox.reader.now()
    with center.engine.begin() as connection:
        health = health_for_update(connection, center.site.id, channel, "sms")
        known: dict[str, object] = {"beat_at": now, **given}
        changed: ChannelHealth = replace(health, **known)  # type: ignore[arg-type]
        keep_health(connection, center.site.id, changed)
    return now


def test_a_channel_that_is_down_is_on_every_board_with_who_took_over(center: Center) -> None:
    hub = Hub("me", center.clock.now)
    watch = CenterWatch(hub, "me", center.clock.now)
    standing = Standing(FILE, center.outbox.reader, simulated=False, ahead_ms=1_000)
    now = keep(center, "sms-a", state="down", down_since=center.outbox.reader.now() - 9_000)
    keep(center, "sms-b")
    watch.take(LED, standing.now())
    rows = rows_of(hub, "center")
    [down] = rows["channels"]["down"]
    assert (down["channel"], down["code"], down["taken_over"]) == ("sms-a", "down", "sms-b")
    assert abs(down["since"] - (now - 9_000 + 1_000)) < 5_000, "by the board's clock"
    keep(center, "sms-a", state="up", down_since=None)
    watch.take(LED, standing.now())
    assert rows_of(hub, "center")["channels"]["down"] == []


def test_a_real_plant_without_channels_has_a_gap_of_readiness(center: Center) -> None:
    hub = Hub("me", center.clock.now)
    watch = CenterWatch(hub, "me", center.clock.now)
    none = ChannelsFile()
    watch.take(LED, Standing(none, center.outbox.reader, simulated=False).now())
    assert rows_of(hub, "readiness")["no_channel"] == {"silent": True}
    watch.take(LED, Standing(none, center.outbox.reader, simulated=True).now())
    assert "no_channel" not in rows_of(hub, "readiness")


def test_an_outbox_that_is_not_in_order_is_trouble(center: Center) -> None:
    standing = Standing(FILE, center.outbox.reader, simulated=False)
    assert not standing.now()["trouble"]
    keep(center, AUDITOR, state="down", why="2 outcomes are not recorded")
    assert standing.now()["trouble"]


def test_a_process_that_has_just_started_raises_no_alarm_for_who_served_before(
    center: Center,
) -> None:
    standing = Standing(FILE, center.outbox.reader, simulated=False, elapsed=center.clock.elapsed)
    long_ago = center.outbox.reader.now() - 3_600_000
    keep(center, "sms-a", beat_at=long_ago)
    assert standing.now()["down"] == []
    center.clock.advance(20)
    [down] = standing.now()["down"]
    assert (down["channel"], down["code"], down["since"]) == ("sms-a", "unserved", long_ago)
