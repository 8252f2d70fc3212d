"""A center that is told to end ends, whatever hangs."""

from pathlib import Path

from tests.support.running_center import RunningCenter, running


def test_a_part_that_never_ends_holds_up_no_end_and_the_log_says_where_it_stood(
    tmp_path: Path,
) -> None:
    with running(tmp_path, program="tests.support.hanging_end") as center:
        center.start()
        center.stop()  # raises where it has not ended
        assert "Timeout (0:00:00.100000)!" in center.log
        assert "Thread 0x" in center.log
        assert "in never" in center.log, "the part that hangs"


def test_an_end_as_it_should_be_says_nothing(tmp_path: Path) -> None:
    center = RunningCenter(tmp_path).start()
    center.stop()
    assert center.log == ""
