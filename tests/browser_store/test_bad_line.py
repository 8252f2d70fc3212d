"""For any sequence of changes and any line, the browser's store ends in the fresh snapshot."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from tests.browser_store.bad_line import BadLine
from tests.browser_store.browser_board import BrowserBoard, store_page

TOPICS = st.sampled_from(["levels", "people", "alarms"])
KEYS = st.sampled_from(["a", "b", "c"])
VALUES = st.one_of(st.none(), st.integers(0, 3))
WHICH = st.integers(0, 5)

STEPS = st.one_of(
    st.tuples(st.just("change"), TOPICS, KEYS, VALUES),
    st.tuples(st.just("flush")),
    st.tuples(st.just("pulse")),
    st.tuples(st.just("deliver"), WHICH, st.booleans()),
    st.tuples(st.just("lose"), WHICH),
    st.tuples(st.just("ask")),
    st.tuples(st.just("receive")),
    st.tuples(st.just("reconnect")),
    st.tuples(st.just("restart")),
)


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """A page with the store's code, shared by every example."""
    page = store_page(browser)
    yield page
    page.close()


def happen(line: BadLine, step: tuple[object, ...]) -> None:
    """One step of an example."""
    match step:
        case ("deliver", int(which), bool(keep)):
            line.deliver(which, keep=keep)
        case (str(name), *rest):
            getattr(line, name)(*rest)


@given(steps=st.lists(STEPS, max_size=40))
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_happens_on_the_line_the_store_ends_in_the_fresh_snapshot(
    page: Page, steps: list[tuple[object, ...]]
) -> None:
    line = BadLine(BrowserBoard(page))
    for step in steps:
        happen(line, step)
    line.settle()
    assert line.board.rows == line.fresh
    assert not line.board.behind
    assert line.board.at["epoch"] == line.hub.epoch


@given(changes=st.lists(st.tuples(TOPICS, KEYS, VALUES), min_size=1, max_size=20))
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_on_a_good_line_it_never_asks_after_the_first_board(
    page: Page, changes: list[tuple[str, str, int | None]]
) -> None:
    line = BadLine(BrowserBoard(page))
    line.deliver(0, keep=False)
    line.ask()
    line.receive()
    for topic, key, value in changes:
        line.change(topic, key, value)
        line.flush()
        while line.under_way:
            line.deliver(0, keep=False)
            assert not line.board.behind
    assert line.board.rows == line.fresh
