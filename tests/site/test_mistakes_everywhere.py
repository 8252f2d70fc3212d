"""Whatever is broken in a site file, its own line is named, and nothing but problems comes out."""

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from command_center import site_file
from command_center.domain.site.model import Site
from command_center.domain.site.references import part_at, shapes_of
from command_center.site_file import SiteFileError
from command_center.site_file.tree import Listing, Mapping, Scalar, Tree, read
from command_center.words import LANGUAGES
from tests.site.conftest import SITES

Path_ = tuple[str | int, ...]
SMALL = Path(__file__).parent / "small.yaml"
WRITES_FILES = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


def _scalars(tree: Tree, path: Path_ = ()) -> list[tuple[Path_, Scalar]]:
    if isinstance(tree, Mapping):
        return [s for k, v in tree.entries.items() for s in _scalars(v, (*path, k))]
    if isinstance(tree, Listing):
        return [s for i, v in enumerate(tree.items) for s in _scalars(v, (*path, i))]
    return [(path, tree)]


def _tree(file: Path) -> Tree:
    tree, problems = read(file)
    assert tree is not None
    assert problems == []
    return tree


def _references(file: Path) -> list[tuple[str, Scalar]]:
    """Every reference of a file, by the types of the fields and not by a list here."""
    found = []
    for path, scalar in _scalars(_tree(file)):
        last = max(i for i, step in enumerate(path) if isinstance(step, str))
        part = part_at(Site, path[:last])
        shape = shapes_of(part).get(str(path[last])) if part is not None else None
        if shape is not None and shape.names is not None:
            found.append((str(path[last]), scalar))
    return found


DEMO = SITES / "demo" / "site.yaml"
REFERENCES = _references(DEMO)


def test_there_are_references_of_every_kind() -> None:
    assert {field for field, _ in REFERENCES} >= {
        "level", "inflows", "outflows", "area", "bund", "isolates", "drains", "position", "running",
        "draws", "outfall", "unit", "key_post", "resource", "store", "deputy", "superior", "home",
        "post", "person", "people", "shift", "lead", "members", "scope", "places", "place", "kit",
        "calls", "acts_on", "evacuates", "mobilises", "requires", "source", "pump_out", "inflow",
    }  # fmt: skip
    assert len(REFERENCES) > 400


def test_every_broken_reference_is_named_at_its_own_place(tmp_path: Path) -> None:
    rows = DEMO.read_text(encoding="utf-8").splitlines(keepends=True)
    for _, scalar in sorted(REFERENCES, key=lambda found: found[1].mark, reverse=True):
        row, column = scalar.mark.line - 1, scalar.mark.column - 1
        assert scalar.text is not None
        rest = rows[row][column:]
        assert rest.startswith(scalar.text)
        rows[row] = rows[row][:column] + "no" + rest[len(scalar.text) :]
    file = tmp_path / "site.yaml"
    file.write_text("".join(rows), encoding="utf-8")
    named = {(p.mark.line, p.key.rpartition(".")[2].partition("[")[0])
             for p in site_file.check(file) if p.code.startswith("unknown_reference")}  # fmt: skip
    assert named == {(scalar.mark.line, field) for field, scalar in REFERENCES}


@settings(max_examples=150, deadline=None, suppress_health_check=WRITES_FILES)
@given(data=st.data())
def test_a_mangled_file_gives_problems_and_never_another_error(
    data: st.DataObject, tmp_path: Path
) -> None:
    text = SMALL.read_text(encoding="utf-8")
    for _ in range(data.draw(st.integers(1, 4), "cuts")):
        start = data.draw(st.integers(0, len(text)), "start")
        end = data.draw(st.integers(start, min(len(text), start + 30)), "end")
        text = text[:start] + data.draw(st.text(max_size=12), "instead") + text[end:]
    file = tmp_path / "site.yaml"
    file.write_bytes(text.encode("utf-8", "surrogatepass"))
    problems = site_file.check(file)
    if problems:
        with pytest.raises(SiteFileError):
            site_file.load(file)
    else:
        assert isinstance(site_file.load(file), Site)
    lines = text.count("\n") + text.count("\r") + text.count("\x85") + text.count("\u2028") + 2
    for problem in problems:
        assert 1 <= problem.mark.line <= lines + text.count("\u2029")
        assert all(problem.line(lang) for lang in LANGUAGES)


@settings(max_examples=100, deadline=None, suppress_health_check=WRITES_FILES)
@given(noise=st.binary(max_size=200))
def test_bytes_of_any_kind_give_problems(noise: bytes, tmp_path: Path) -> None:
    file = tmp_path / "site.yaml"
    file.write_bytes(noise)
    assert site_file.check(file) != []


@settings(max_examples=120, deadline=None, suppress_health_check=WRITES_FILES)
@given(
    which=st.integers(0, 10_000),
    value=st.sampled_from(
        [
            "null",
            "[]",
            "{}",
            "''",
            "-1",
            "1e308",
            ".inf",
            "x",
            "true",
            "2026-01-01",
            "[[1]]",
            "{a: 1}",
        ]
    ),
)
def test_any_value_in_any_place_is_taken_or_named_there(
    which: int, value: str, tmp_path: Path
) -> None:
    text = SMALL.read_text(encoding="utf-8")
    values = list(re.finditer(r"(?<=: )[\w./-]+(?=[,}\n])", text))
    chosen = values[which % len(values)]
    file = tmp_path / "site.yaml"
    file.write_text(text[: chosen.start()] + value + text[chosen.end() :], encoding="utf-8")
    for problem in site_file.check(file):
        assert problem.line("en")
        assert problem.line("zh-CN")
