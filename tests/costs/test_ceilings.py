"""The file of ceilings: what is above an entry, far below it or without one fails by name."""

from pathlib import Path

import pytest

from tests.costs.ceilings import Ceilings, TooDear
from tests.support.cost_counter import PYTHON, counted

TEXT = f"""
[commands]
counts = "commands"
python = "{PYTHON}"
"flat" = {{ lines = 100, statements = 5 }}
"grows" = {{ lines = [100, 200, 9000] }}
"""


@pytest.fixture
def ceilings(tmp_path: Path) -> Ceilings:
    file = tmp_path / "ceilings.toml"
    file.write_text(TEXT)
    return Ceilings(file, writing=False)


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("flat", {"lines": 100, "statements": 5}),
        ("flat", {"lines": [81, 90, 100]}),
        ("grows", {"lines": [100, 170, 8000]}),
    ],
)
def test_what_keeps_to_its_ceiling(
    ceilings: Ceilings, name: str, counts: dict[str, int | list[int]]
) -> None:
    ceilings.check("commands", name, counts)


@pytest.mark.parametrize(
    ("name", "counts", "said"),
    [
        ("flat", {"lines": 101}, "lines: 101 counted, above the ceiling of 100.*raise the ceiling"),
        ("flat", {"lines": 79}, "lines: 79 counted, a fifth and more below.*to 79"),
        ("flat", {"statements": 6}, "statements: 6 counted, above"),
        ("flat", {"lines": [90, 90, 101]}, "lines beside 10,000: 101 counted, above"),
        ("grows", {"lines": [100, 200, 9001]}, "lines beside 10,000: 9,001 counted, above"),
        ("grows", {"lines": [100, 200, 7000]}, "lines beside 10,000: 7,000 counted, a fifth"),
        ("new", {"lines": 1}, "lines: 1 counted, and no ceiling.*CC_COSTS_WRITE=1"),
    ],
)
def test_what_does_not_is_named(
    ceilings: Ceilings, name: str, counts: dict[str, int | list[int]], said: str
) -> None:
    with pytest.raises(TooDear, match=rf'(?s)\[commands\] "{name}".*{said}'):
        ceilings.check("commands", name, counts)


def test_lines_of_another_minor_are_not_compared(tmp_path: Path) -> None:
    file = tmp_path / "ceilings.toml"
    file.write_text(TEXT.replace(PYTHON, "3.0"))
    Ceilings(file, writing=False).check("commands", "flat", {"lines": 1_000})
    with pytest.raises(TooDear, match="statements"):
        Ceilings(file, writing=False).check("commands", "flat", {"lines": 1_000, "statements": 6})


def test_lines_of_loops_and_of_other_threads_are_counted() -> None:
    from threading import Thread

    def loop() -> None:
        for _ in range(1_000):
            pass

    def beside() -> None:
        thread = Thread(target=loop)
        thread.start()
        thread.join()

    def comprehension() -> None:
        assert [one for one in range(1_000) if one >= 0]

    for work in (loop, beside, comprehension):
        first = counted(work).lines
        assert 1_000 < first < 4_000, work
        assert counted(work).lines == first


def test_what_is_written_is_then_kept(tmp_path: Path) -> None:
    file = tmp_path / "ceilings.toml"
    file.write_text(f'{TEXT}\n[doors]\ncounts = "doors"\npython = "{PYTHON}"\n')
    told: list[tuple[str, str, dict[str, int | list[int]]]] = [
        ("commands", "flat", {"lines": [300, 301, 302], "statements": 6}),
        ("doors", "/matters (404)", {"lines": 7}),
        ("commands", "new", {"kib": [10, 100, 1_000]}),
        ("doors", "/matters (404)", {"lines": 8}),
    ]
    for group, name, counts in told:
        Ceilings(file, writing=True).check(group, name, counts)
    for group, name, counts in told[:1] + told[2:]:
        Ceilings(file, writing=False).check(group, name, counts)
    assert '"grows" = { lines = [100, 200, 9000] }' in file.read_text()
    assert file.read_text().count('"/matters (404)"') == 1
