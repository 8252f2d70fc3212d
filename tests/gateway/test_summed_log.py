"""The gateway's log by summary."""

from structlog.testing import capture_logs

from command_center.gateway.summed_log import FEW, SPAN_S, SummedLog


def test_a_mistake_that_repeats_is_written_a_few_times_and_then_counted() -> None:
    now = [0.0]
    log = SummedLog("gateway", lambda: now[0])
    with capture_logs() as lines:
        for n in range(27_000):  # ten a second, for 45 minutes
            now[0] = n / 10
            log.warning("a topic is unusable", connection="doors", topic=f"t{n}")
        now[0] += SPAN_S
        log.sum_up()
        log.sum_up()
    assert len(lines) <= 5 * (FEW + 1)
    written = sum(1 for one in lines if "more" not in one)
    assert written + sum(one.get("more", 0) for one in lines) == 27_000


def test_another_event_or_connection_is_written_all_the_same() -> None:
    log = SummedLog("gateway", lambda: 0.0)
    with capture_logs() as lines:
        for n in range(20):
            log.warning("a topic is unusable", connection="doors", topic=f"t{n}")
        log.warning("a topic is unusable", connection="gates", topic="t")
        log.error("the buffer cannot be written", why="full")
    assert [one.get("connection") for one in lines[FEW:]] == ["gates", None]
