"""Each kind of mistake in a site file is named with file, line, key and what mends it."""

from pathlib import Path

import pytest

from command_center import site_file
from command_center.site_file import Problem, SiteFileError
from command_center.words import LANGUAGES
from tests.site.mistakes import ELSEWHERE, MISTAKES

GOOD = (Path(__file__).parent / "small.yaml").read_text(encoding="utf-8")


def _check(tmp_path: Path, text: str) -> list[Problem]:
    file = tmp_path / "site.yaml"
    file.write_text(text, encoding="utf-8")
    return site_file.check(file)


def test_the_good_file_is_good(tmp_path: Path) -> None:
    assert _check(tmp_path, GOOD) == []


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_named_with_file_line_and_key(tmp_path: Path, name: str) -> None:
    old, new, key, code, word = MISTAKES[name]
    assert GOOD.count(old) == 1, "the mistake must be made in one place"
    problems = _check(tmp_path, GOOD.replace(old, new))
    found = [p for p in problems if (p.key, p.code) == (key, code)]
    assert len(found) == 1, [p.line("en") for p in problems]
    problem = found[0]
    assert word in problem.sentence("en")
    assert str(problem.mark).startswith(f"{tmp_path / 'site.yaml'}:")
    line = GOOD[: GOOD.index(ELSEWHERE.get(name, old))].count("\n") + 1
    if new and not code.startswith(("missing", "syntax")):
        extra = new.count("\n") if "\n" in new and code in ("key_twice", "key_not_text") else 0
        assert line <= problem.mark.line <= line + extra
    assert problem.mark.column >= 1


@pytest.mark.parametrize("name", MISTAKES)
def test_one_mistake_is_one_line_and_says_it_in_both_languages(tmp_path: Path, name: str) -> None:
    old, new, *_ = MISTAKES[name]
    problems = _check(tmp_path, GOOD.replace(old, new))
    for problem in problems:
        for lang in LANGUAGES:
            assert "\n" not in problem.line(lang)
            assert "{" not in problem.sentence(lang).replace("{zh: ..., en: ...}", "")
    assert len(problems) <= 3


def test_the_column_is_where_the_value_stands(tmp_path: Path) -> None:
    [problem] = _check(tmp_path, GOOD.replace("diameter_m: 6", "diameter_m: six"))
    row = GOOD.splitlines()[problem.mark.line - 1]
    assert row[problem.mark.column - 1 :].startswith("6, height_m")


def test_all_mistakes_are_listed_at_once_in_file_order(tmp_path: Path) -> None:
    text = (
        GOOD.replace("diameter_m: 6", "diameter_m: six")
        .replace("post: chief, at_s", "post: nobody, at_s", 1)
        .replace("level: I\n", "level: IX\n")
        .replace("lat: 10", "lat: north")
        .replace("simulated: true", "simulatd: true")
    )
    problems = _check(tmp_path, text)
    assert [p.key for p in problems] == [
        "simulatd", "anchor.lat", "tanks[T1].diameter_m", "plans[P].level", "plans[P].steps[S1].post"
    ]  # fmt: skip
    assert [p.mark.line for p in problems] == sorted(p.mark.line for p in problems)


def test_an_error_lists_every_problem_in_its_message(tmp_path: Path) -> None:
    file = tmp_path / "site.yaml"
    file.write_text(
        GOOD.replace("lat: 10", "lat: north").replace("level: LT", "level: LL9"), "utf-8"
    )
    with pytest.raises(SiteFileError) as caught:
        site_file.load(file)
    assert len(caught.value.problems) == 2
    for problem in caught.value.problems:
        assert problem.line("en") in str(caught.value)


def test_a_missing_file_and_a_folder_without_a_site_are_named(tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere.yaml", tmp_path):
        [problem] = site_file.check(path)
        assert problem.code == "unreadable"
        assert problem.mark.file.endswith(".yaml")


def test_a_file_that_is_not_utf8_is_named_with_the_line_of_the_byte(tmp_path: Path) -> None:
    file = tmp_path / "site.yaml"
    file.write_bytes(GOOD.encode("gb18030"))
    [problem] = site_file.check(file)
    assert (problem.code, problem.mark.line) == ("not_utf8", 3)
    assert "UTF-8" in problem.sentence("en")


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    file = tmp_path / "site.yaml"
    file.write_text(GOOD, encoding="utf-8-sig")
    assert site_file.check(file) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        ("# only words\n", "empty"),
        ("- a\n- b\n", "not_a_site"),
        ("plant", "not_a_site"),
    ],
)
def test_a_file_without_a_site_is_named(tmp_path: Path, text: str, code: str) -> None:
    assert [p.code for p in _check(tmp_path, text)] == [code]


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    assert [p.code for p in _check(tmp_path, "# " + "x" * 4_000_001)] == ["too_large"]


@pytest.mark.parametrize("count", [31, 900, 20_000])
@pytest.mark.parametrize("opens", ["[", "{", "{a: ", "a: [", "- ", "? ", "\n[", "[x, "])
def test_brackets_within_brackets_are_stopped_where_they_become_too_deep(
    tmp_path: Path, opens: str, count: int
) -> None:
    """The reader that says exactly what is wrong would take 41 s for 20,000 of them, and then give up."""
    text = "a: " + opens[3:] * count if opens.startswith("a:") else opens * count
    assert [p.code for p in _check(tmp_path, text)] == ["too_much"]


def test_aliases_that_multiply_are_stopped(tmp_path: Path) -> None:
    rows = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    rows += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 9)]
    assert [p.code for p in _check(tmp_path, "\n".join(rows))] == ["too_much"]


CHIEF = "  - {id: chief, name: {zh: 班长, en: Chief}, commands: true}"


def _posts(**named: str) -> str:
    """The good file with further posts, each with what is told of it."""
    more = "".join(
        f"\n  - {{id: {id}, name: {{zh: 岗, en: Post}}, {told}}}" for id, told in named.items()
    )
    return GOOD.replace(CHIEF, CHIEF + more)


@pytest.mark.parametrize("role", ["superior", "deputy"])
def test_a_post_that_is_its_own_superior_or_deputy_is_named(tmp_path: Path, role: str) -> None:
    [problem] = _check(tmp_path, _posts(a=f"{role}: a"))
    assert (problem.key, problem.code) == (f"posts[a].{role}", f"own_{role}")
    line = GOOD[: GOOD.index(CHIEF)].count("\n") + 2
    assert (problem.mark.line, role in problem.sentence("en")) == (line, True)


def test_superiors_in_a_circle_are_named_and_who_stands_below_it_is_not(tmp_path: Path) -> None:
    text = _posts(a="superior: b", b="superior: c", c="superior: a", d="superior: a")
    problems = _check(tmp_path, text)
    assert [(p.key, p.code) for p in problems] == [
        (f"posts[{post}].superior", "superior_circle") for post in "abc"
    ]
    assert "b" in problems[0].sentence("zh-CN")


def test_two_posts_may_be_each_others_deputy(tmp_path: Path) -> None:
    assert (
        _check(tmp_path, _posts(a="deputy: b, superior: chief", b="deputy: a, superior: chief"))
        == []
    )


def test_steps_in_a_circle_are_named(tmp_path: Path) -> None:
    text = GOOD.replace("acts_on: [V1]", "acts_on: [V1], requires: [S2]")
    assert [(p.key, p.code) for p in _check(tmp_path, text)] == [
        ("plans[P].steps[S1].requires", "circle"), ("plans[P].steps[S2].requires", "circle")
    ]  # fmt: skip


def test_a_telephone_number_without_quotes_stays_a_number_to_call(tmp_path: Path) -> None:
    file = tmp_path / "site.yaml"
    file.write_text(GOOD.replace("address: 119", "address: 0118999"), encoding="utf-8")
    assert site_file.load(file).people[0].contacts[0].address == "0118999"


@pytest.mark.parametrize(
    ("old", "written"),
    [
        ("diameter_m: 6", 'diameter_m: "6\\u202e"'),
        ("diameter_m: 6", "diameter_m: 6\u202e"),
        ("diameter_m: 6", '"diam\\0eter_m": 6'),
    ],
)
def test_an_invisible_character_is_named_and_not_printed(
    tmp_path: Path, old: str, written: str
) -> None:
    problems = _check(tmp_path, GOOD.replace(old, written))
    [problem] = [p for p in problems if p.code == "hidden_character"]
    assert problem.mark.line == GOOD[: GOOD.index(old)].count("\n") + 1
    for lang in LANGUAGES:
        told = "\n".join(one.line(lang) for one in problems)
        assert "U+202E" in told or "U+0000" in told
        assert "\u202e" not in told
        assert "\x00" not in told
