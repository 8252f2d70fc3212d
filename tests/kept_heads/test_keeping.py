"""When a head is kept: if it moved, every so often, by who leads; a place that fails holds up nobody."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from structlog.testing import capture_logs

from command_center.kept_heads.in_file import InFile
from command_center.kept_heads.keeping import AGAIN_S, Keeping
from command_center.kept_heads.line import KeptHead, heads_in, kept_at
from command_center.store.journal import Journal
from tests.store.facts import SITE, a_journal, fill
from tests.support.hand_clock import HandClock

KEY = b"k" * 32
EVERY_S = 900


class Kept:
    """A journal in a real database, a file that its heads go to, and what can go wrong."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self.journal: Journal = a_journal(engine)
        self.folder = folder / "disk"
        self.folder.mkdir()
        self.file = self.folder / "heads"
        self.clock = HandClock(1_700_000_000_000)
        self.leads = True
        self.keeping = self.another()

    def another(self, head: Callable[[], Any] | None = None) -> Keeping:
        """The same of another process."""
        return Keeping(
            InFile(self.file, EVERY_S),
            SITE,
            head or self.journal.head,
            KEY,
            leading=lambda: self.leads,
            now=self.clock.now,
            elapsed=self.clock.elapsed,
        )

    def later(self, seconds: float) -> None:
        self.clock.move(seconds)
        self.keeping.look()

    def failing(self) -> bool:
        return self.keeping.failing

    def unmount(self) -> None:
        self.folder.rename(self.folder.with_name("elsewhere"))

    def mount(self) -> None:
        self.folder.with_name("elsewhere").rename(self.folder)

    @property
    def heads(self) -> list[KeptHead]:
        if not self.file.exists():
            return []
        with self.file.open("rb") as lines:
            return [found.head for found in heads_in(lines) if found.head is not None]

    @property
    def seqs(self) -> list[int]:
        return [head.seq for head in self.heads]


@pytest.fixture
def kept(quick_engine: Engine, tmp_path: Path) -> Kept:
    return Kept(quick_engine, tmp_path)


def test_an_empty_journal_has_nothing_to_keep(kept: Kept) -> None:
    kept.later(EVERY_S)
    assert kept.heads == []
    assert not kept.file.exists()
    fill(kept.journal, 1)
    kept.later(1)
    assert kept.seqs == [1], "after a quiet time the next fact is kept at once"


def test_a_head_is_kept_at_once_then_when_it_moved_and_it_is_time(kept: Kept) -> None:
    fill(kept.journal, 2)
    kept.later(0)
    assert kept.seqs == [2]
    fill(kept.journal, 3)
    kept.later(EVERY_S - 1)
    assert kept.seqs == [2]
    kept.later(1)
    kept.later(EVERY_S)
    assert kept.seqs == [2, 5], "what did not move is not kept again"
    newest = kept.journal.head()
    told = KeptHead(SITE, 5, newest.hash, kept_at(1_700_000_000_000 + EVERY_S * 1000))
    assert kept.heads[-1] == told.signed(KEY)
    assert kept.keeping.kept_seq == 5


def test_at_the_end_what_moved_is_kept_though_it_is_not_time(kept: Kept) -> None:
    fill(kept.journal, 1)
    kept.later(0)
    fill(kept.journal, 1)
    kept.keeping.keep()
    kept.keeping.keep()
    assert kept.seqs == [1, 2]


def test_only_who_leads_keeps_and_a_new_leader_begins_at_once(kept: Kept) -> None:
    fill(kept.journal, 1)
    kept.leads = False
    kept.later(EVERY_S)
    assert kept.seqs == []
    kept.leads = True
    kept.later(1)
    assert kept.seqs == [1]
    other = kept.another()
    fill(kept.journal, 1)
    other.look()
    assert kept.seqs == [1, 2]


def test_a_place_that_fails_is_told_of_once_and_tried_again(kept: Kept) -> None:
    fill(kept.journal, 1)
    kept.unmount()
    with capture_logs() as logs:
        kept.later(0)
        assert kept.keeping.failing_since == kept.clock.now()
        for _ in range(5):
            kept.later(AGAIN_S)
        kept.mount()
        kept.later(AGAIN_S - 1)
        assert kept.failing()
        kept.later(1)
    assert not kept.failing()
    assert kept.seqs == [1]
    events = [(log["event"], log["log_level"]) for log in logs]
    assert events == [
        ("head not kept", "error"),
        ("head kept", "info"),
        ("heads are kept again", "info"),
    ]
    assert logs[0]["why"] == "No such file or directory"


def test_a_journal_that_cannot_be_read_is_a_failure_whose_text_stays_hidden(kept: Kept) -> None:
    def away() -> Any:
        raise RuntimeError("postgresql://u:secret@h/n is away")

    keeping = kept.another(head=away)
    with capture_logs() as logs:
        keeping.look()
    assert keeping.failing
    assert logs[0]["why"] == "RuntimeError"


def test_who_no_longer_leads_warns_of_nothing(kept: Kept) -> None:
    fill(kept.journal, 1)
    kept.unmount()
    kept.later(0)
    assert kept.failing()
    kept.leads = False
    kept.later(1)
    assert not kept.failing()


def test_it_turns_until_it_is_ended(kept: Kept) -> None:
    fill(kept.journal, 1)
    kept.keeping.end()
    kept.keeping.run()
    assert kept.seqs == []
