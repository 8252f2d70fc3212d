"""The rules of the browser's store, one by one."""

from collections.abc import Iterator
from typing import Any

import orjson
import pytest
from playwright.sync_api import Browser

from tests.browser_store.browser_board import BrowserBoard, store_page

Rows = dict[str, dict[str, Any]]


@pytest.fixture
def board(browser: Browser) -> Iterator[BrowserBoard]:
    """A store that has taken the whole board of run A at revision 10."""
    page = store_page(browser)
    board = BrowserBoard(page)
    board.take("answer", whole(10, {"levels": {"T1": {"v": 1}}, "people": {"p": {"v": 1}}}))
    yield board
    page.close()


def whole(rev: int, rows: Rows, epoch: str = "A") -> bytes:
    return orjson.dumps({"epoch": epoch, "rev": rev, "seq": rev, "whole": True, "rows": rows})


def changes(rev: int, rows: Rows, epoch: str = "A") -> bytes:
    return orjson.dumps({"epoch": epoch, "rev": rev, "seq": rev, "whole": False, "rows": rows})


def frame(after: int, rev: int, rows: Rows | None = None, epoch: str = "A") -> bytes:
    told = {"epoch": epoch, "from": after, "rev": rev, "seq": rev, "server_ms": 0}
    return orjson.dumps({**told, "rows": rows or {}})


def test_an_empty_store_asks_for_the_whole_board(browser: Browser) -> None:
    page = store_page(browser)
    board = BrowserBoard(page)
    assert (board.behind, board.query) == (True, "")
    page.close()


def test_a_frame_that_follows_is_applied_and_a_null_row_is_gone(board: BrowserBoard) -> None:
    board.take("frame", frame(10, 12, {"levels": {"T1": None, "T2": {"v": 2}}}))
    assert board.rows == {"levels": {"T2": {"v": 2}}, "people": {"p": {"v": 1}}}
    assert board.at == {"epoch": "A", "rev": 12, "seq": 12}


def test_a_frame_that_came_twice_changes_nothing(board: BrowserBoard) -> None:
    board.take("frame", frame(10, 11, {"levels": {"T1": {"v": 2}}}))
    board.ask("() => { window.before = window.store; }")
    board.take("frame", frame(9, 10, {"levels": {"T1": {"v": 1}}}))
    assert board.ask("() => window.before === window.store")


def test_a_gap_is_asked_for_and_never_guessed(board: BrowserBoard) -> None:
    board.take("frame", frame(11, 12, {"levels": {"T1": {"v": 12}}}))
    assert board.behind
    assert board.query == "?epoch=A&since=10"
    assert board.rows["levels"]["T1"] == {"v": 1}, "the old board stays until the answer is here"


def test_frames_that_arrive_meanwhile_are_kept_and_merged_after_the_answer(
    board: BrowserBoard,
) -> None:
    board.take("frame", frame(11, 12, {"levels": {"T1": {"v": 12}}}))
    board.take("frame", frame(12, 13, {"people": {"p": None}}))
    board.take("answer", changes(11, {"levels": {"T3": {"v": 11}}}))
    assert board.rows == {"levels": {"T1": {"v": 12}, "T3": {"v": 11}}}
    assert (board.behind, board.at["rev"]) == (False, 13)


def test_a_frame_that_overlaps_the_answer_is_applied(board: BrowserBoard) -> None:
    """It holds every row changed since before the answer, whole: nothing is missed."""
    board.take("frame", frame(11, 14, {"levels": {"T1": {"v": 14}}}))
    board.take("answer", changes(12, {"levels": {"T1": {"v": 12}}}))
    assert (board.behind, board.at["rev"]) == (False, 14)
    assert board.rows["levels"]["T1"] == {"v": 14}


def test_another_run_of_the_process_means_the_whole_board(board: BrowserBoard) -> None:
    board.take("frame", frame(2, 3, {"levels": {"T1": {"v": 3}}}, epoch="B"))
    assert board.behind
    board.take("answer", whole(3, {"levels": {"T9": {"v": 9}}}, epoch="B"))
    assert board.rows == {"levels": {"T9": {"v": 9}}}
    assert board.at == {"epoch": "B", "rev": 3, "seq": 3}


def test_an_answer_older_than_the_frames_behind_it_is_asked_again(board: BrowserBoard) -> None:
    """The old process answered with its last breath; the new one has greeted us already."""
    board.take("doubt")
    board.take("frame", frame(0, 1, {"levels": {"T1": {"v": 5}}}, epoch="B"))
    board.take("answer", whole(10, {"levels": {"T1": {"v": 1}}}))
    assert board.behind
    board.take("answer", whole(1, {"levels": {"T1": {"v": 5}}}, epoch="B"))
    assert (board.behind, board.at["epoch"]) == (False, "B")


def test_changes_to_another_runs_board_are_not_taken(board: BrowserBoard) -> None:
    board.take("doubt")
    board.take("answer", changes(20, {"levels": {"T1": None}}, epoch="B"))
    assert (board.behind, board.query) == (True, "")
    assert board.rows["levels"]["T1"] == {"v": 1}


@pytest.mark.parametrize(("rev", "behind"), [(10, False), (9, False), (11, True)])
def test_a_greeting_says_whether_something_was_missed(
    board: BrowserBoard, rev: int, behind: bool
) -> None:
    board.take("hello", orjson.dumps({"epoch": "A", "rev": rev, "seq": rev, "server_ms": 0}))
    assert board.behind is behind


def test_a_topic_nobody_touched_keeps_its_identity(board: BrowserBoard) -> None:
    """Panels redraw only when their topic is another object."""
    board.ask("() => { window.people = window.store.rows.people; }")
    board.take("frame", frame(10, 11, {"levels": {"T1": {"v": 2}}}))
    assert board.ask("() => window.people === window.store.rows.people")
