"""A site that extends another: the merge rules, and mistakes named in the file that has them."""

from pathlib import Path

import pytest

from command_center import site_file
from command_center.domain.site.model import Site

SMALL = (Path(__file__).parent / "small.yaml").read_text(encoding="utf-8")


@pytest.fixture
def base(tmp_path: Path) -> Path:
    folder = tmp_path / "base"
    folder.mkdir()
    (folder / "site.yaml").write_text(SMALL, encoding="utf-8")
    return folder


def _over(base: Path, text: str) -> Path:
    folder = base.parent / "over"
    folder.mkdir(exist_ok=True)
    file = folder / "site.yaml"
    file.write_text("extends: ../base/site.yaml\n" + text, encoding="utf-8")
    return file


def _site(base: Path, text: str) -> Site:
    return site_file.load(_over(base, text))


def test_nothing_changed_is_the_same_site(base: Path) -> None:
    assert _site(base, "") == site_file.load(base)


def test_a_part_is_changed_key_by_key_and_keeps_its_place_in_the_list(base: Path) -> None:
    site = _site(base, "tags:\n  - {id: FT, high: 50, name: {zh: 流, en: Flow}}\n")
    assert [t.id for t in site.tags] == ["LT", "FT"]
    assert (site.tags[1].high, site.tags[1].unit) == (50, "m3/h")


def test_a_mapping_inside_a_part_is_merged_and_a_list_inside_is_replaced(base: Path) -> None:
    site = _site(base, "tags:\n  - {id: LT, limits: {h: 5}}\ntanks:\n  - {id: T1, inflows: []}\n")
    limits = site.tags[0].limits
    assert limits is not None
    assert limits.given == [1, 2, 5, 7]
    assert site.tanks[0].inflows == []


def test_null_takes_a_value_away(base: Path) -> None:
    site = _site(base, "tags:\n  - {id: LT, limits: null}\n")
    assert site.tags[0].limits is None


def test_a_part_the_base_does_not_have_is_added_at_the_end(base: Path) -> None:
    site = _site(base, "levels:\n  - {id: II, name: {zh: 二级, en: Two}}\n")
    assert [level.id for level in site.levels] == ["I", "II"]


def test_parts_without_an_id_are_the_same_by_what_makes_them_unique(base: Path) -> None:
    site = _site(base, "people:\n  - {id: wu, name: {zh: 吴, en: Wu}}\n"
                       "roster:\n  - {post: chief, shift: always, person: wu}\n")  # fmt: skip
    assert [(e.shift, e.person) for e in site.roster] == [("day", "li"), ("always", "wu")]


def test_a_chain_of_three_merges_from_the_bottom(base: Path) -> None:
    _over(base, "width: 200\nheight: 200\n")
    top = base.parent / "top.yaml"
    top.write_text("extends: over/site.yaml\nwidth: 300\n", encoding="utf-8")
    site = site_file.load(top)
    assert (site.id, site.width, site.height) == ("small", 300, 200)


def test_a_mistake_is_named_in_the_file_that_makes_it(base: Path) -> None:
    over = _over(base, "tags:\n  - {id: LT, high: much}\ntanks:\n  - {id: T1, area: Z9}\n")
    problems = site_file.check(over)
    assert [(p.mark.file, p.mark.line, p.key) for p in problems] == [
        (str(over), 3, "tags[LT].high"), (str(over), 5, "tanks[T1].area")
    ]  # fmt: skip


def test_a_mistake_of_the_base_is_named_in_the_base(base: Path) -> None:
    text = SMALL.replace("diameter_m: 6", "diameter_m: six")
    (base / "site.yaml").write_text(text, encoding="utf-8")
    [problem] = site_file.check(_over(base, "width: 200\n"))
    assert Path(problem.mark.file).resolve() == (base / "site.yaml").resolve()


def test_a_mistyped_id_is_a_new_part_that_lacks_the_rest(base: Path) -> None:
    over = _over(base, "tags:\n  - {id: LTT, high: 9}\n")
    assert {(p.key, p.mark.line) for p in site_file.check(over)} == {
        ("tags[LTT].kind", 3), ("tags[LTT].unit", 3), ("tags[LTT].source", 3)
    }  # fmt: skip


def test_the_same_part_twice_in_one_file_is_named(base: Path) -> None:
    over = _over(base, "tags:\n  - {id: FT, high: 9}\n  - {id: FT, high: 10}\n")
    assert "taken_twice" in {p.code for p in site_file.check(over)}


@pytest.mark.parametrize(
    ("text", "code"),
    [("extends: nowhere.yaml\n", "extends_nothing"), ("extends:\n", "extends_what"),
     ("extends: [a]\n", "extends_what"), ("extends: site.yaml\n", "extends_itself")],
)  # fmt: skip
def test_a_base_that_cannot_be_is_named_at_extends(tmp_path: Path, text: str, code: str) -> None:
    file = tmp_path / "site.yaml"
    file.write_text("# first\n" + text + SMALL, encoding="utf-8")
    problem = site_file.check(file)[0]
    assert (problem.code, problem.key, problem.mark.line) == (code, "extends", 2)


def test_two_files_that_extend_each_other_are_named(tmp_path: Path) -> None:
    for one, other in (("a", "b"), ("b", "a")):
        (tmp_path / f"{one}.yaml").write_text(f"extends: {other}.yaml\n", encoding="utf-8")
    assert "extends_itself" in {p.code for p in site_file.check(tmp_path / "a.yaml")}
