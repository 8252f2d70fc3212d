"""`docs/guarantees.md` names for each promise a test that there is."""

import re

from tests.support.running_center import REPOSITORY

PAGE = REPOSITORY / "docs" / "guarantees.md"
LINE = re.compile(
    r"^\| (?!promise|---)(?P<promise>[^|]+) \| (?P<made>[^|]+) \| (?P<held>[^|]+) \|$", re.MULTILINE
)
NAMED = re.compile(r"`(?P<file>tests/[\w/]+\.py)::(?P<test>test_\w+)`")


def test_every_promise_names_a_test_that_there_is() -> None:
    lines = list(LINE.finditer(PAGE.read_text("utf-8")))
    assert len(lines) > 60
    missing = []
    for line in lines:
        named = list(NAMED.finditer(line["held"]))
        assert named, f"nothing holds: {line['promise']}"
        for one in named:
            file = REPOSITORY / one["file"]
            if not file.is_file() or not re.search(
                rf"def {one['test']}\(", file.read_text("utf-8")
            ):
                missing.append(f"{line['promise']}: {one['file']}::{one['test']}")
    assert missing == []


def test_no_promise_stands_twice() -> None:
    promises = [line["promise"] for line in LINE.finditer(PAGE.read_text("utf-8"))]
    assert len(promises) == len(set(promises))
