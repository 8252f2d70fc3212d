"""Every rule of the library that a law fixes: a copy that deletes it is refused, one that loosens a number is refused,
and one that tightens it or adds to it is allowed. Made from the locks themselves, so that a new lock is tested at once.
"""

import copy
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from pydantic import ValidationError

from command_center.domain.template_language.lock_rules import (
    LESS_IS_TIGHTER,
    MORE_IS_TIGHTER,
    loosened,
)
from command_center.domain.template_language.template import Description
from command_center.template_file import library, library_texts, read_text

Path = tuple[str | int, ...]


def locks(value: Any, path: Path = ()) -> Iterator[Path]:
    """The paths of all rules that bear a lock."""
    if isinstance(value, Mapping):
        if isinstance(value.get("locked"), str):
            yield path
        for key, below in value.items():
            yield from locks(below, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from locks(item, (*path, index))


def dumped(one: Description) -> dict[str, Any]:
    return one.model_dump(by_alias=True, exclude_none=True)


def at(value: Any, path: Path) -> Any:
    for step in path:
        value = value[step]
    return value


FIXED = [(id, path) for id, one in library().items() for path in locks(dumped(one))]


def refused(id: str, text: dict[str, Any]) -> bool:
    """Whether a copy with this text is no copy: it cannot be read, or breaks a lock."""
    base = library()[id]
    try:
        own = type(base).model_validate(text)
    except ValidationError:
        return True
    return any(True for _ in loosened(base, own))


def test_the_library_has_its_locks() -> None:
    assert len(FIXED) > 250
    assert not any(refused(id, dumped(one)) for id, one in library().items())


def test_no_lock_can_be_deleted() -> None:
    for id, path in FIXED:
        text = copy.deepcopy(dumped(library()[id]))
        where = path[:-1] if path[-1] == "params" else path
        above = at(text, where[:-1])
        del above[where[-1]]
        assert refused(id, text), (id, path)


def test_no_lock_can_be_taken_off_a_rule() -> None:
    for id, path in FIXED:
        text = copy.deepcopy(dumped(library()[id]))
        del at(text, path)["locked"]
        assert refused(id, text), (id, path)


def numbers(rule: Any, path: Path, key: str = "") -> Iterator[tuple[Path, str]]:
    """The numbers below a locked rule that have a tighter side, and by which key."""
    if isinstance(rule, Mapping):
        for name, below in rule.items():
            known = name if name in LESS_IS_TIGHTER | MORE_IS_TIGHTER else ""
            deeper = known or (key if name == "of" or key in LESS_IS_TIGHTER else "")
            yield from numbers(below, (*path, name), deeper)
    elif isinstance(rule, (int, float)) and not isinstance(rule, bool) and key:
        yield path, key


def test_every_number_of_a_locked_rule_may_be_tightened_and_not_loosened() -> None:
    tried = 0
    for id, path in FIXED:
        base = dumped(library()[id])
        rule = {name: one for name, one in at(base, path).items() if name not in ("title", "when")}
        for where, key in numbers(rule, ()):
            value = at(rule, where)
            less, more = max(value - 1, 0.001) if 0 < value < 5 else value - 1, value + 1
            tight, loose = (less, more) if key in LESS_IS_TIGHTER else (more, less)
            for number, ok in ((tight, True), (loose, False)):
                text = copy.deepcopy(base)
                at(text, (*path, *where[:-1]))[where[-1]] = (
                    round(number) if isinstance(value, int) and number >= 1 else number
                )
                if ok:
                    base_one = library()[id]
                    try:
                        own = type(base_one).model_validate(text)
                    except ValidationError:
                        continue  # a bound of the language, not of the law
                    assert not list(loosened(base_one, own)), (id, path, where, number)
                else:
                    assert refused(id, text), (id, path, where, number)
                tried += 1
    assert tried > 60


@pytest.mark.parametrize(
    ("id", "gone", "key"),
    [
        ("confined-space", '      - gas_fresh: {within: 30 min, list: gas, locked: "6.3"}\n', "moves.start"),
        ("hot-work", '      - graded: {by: hot-work, level: level, locked: "5.1.1"}\n', "moves.start"),
        ("lifting", "  - {before: approve, when: {field: level, equals: first}, chain: [safety-head, manager], "
         'locked: "B.2"}\n', "approvals"),
    ],
)  # fmt: skip
def test_what_is_deleted_is_refused_at_its_line_with_its_clause(
    id: str, gone: str, key: str
) -> None:
    text = library_texts()[id]
    assert gone in text
    found = [
        problem
        for problem in read_text(text.replace(gone, "", 1), "", base=library())[1]
        if problem.code == "template.lock_removed"
    ]
    assert found
    assert found[0].key.startswith(key)
    assert found[0].mark.line > 1
    clause = gone.rsplit('locked: "', 1)[1].split('"', maxsplit=1)[0]
    assert all(clause in found[0].sentence(lang) for lang in ("zh-CN", "en"))


def test_a_condition_makes_no_exception_of_a_locked_guard() -> None:
    text = library_texts()["confined-space"]
    kept = 'gas_fresh: {within: 30 min, list: gas, locked: "6.3"}'
    loose = (
        'gas_fresh: {within: 30 min, list: gas, when: {field: work, given: true}, locked: "6.3"}'
    )
    codes = {p.code for p in read_text(text.replace(kept, loose, 1), "", base=library())[1]}
    assert "template.lock_removed" in codes


def test_whom_an_approver_must_never_be_stays_who_opened_it() -> None:
    """Else whoever applies for work approves it: the copy calls somebody else its applicant."""
    tried = 0
    for id, one in library().items():
        base = dumped(one)
        for name, party in base.get("parties", {}).items():
            barred = [
                o["never"] for o in base["parties"].values() if "locked" in o and "never" in o
            ]
            if party.get("opener") and any(name in never for never in barred):
                text = copy.deepcopy(base)
                text["parties"][name] = {"post": "manager"}
                text["parties"]["clerk"] = {"opener": True}
                assert refused(id, text), (id, name)
                tried += 1
    assert tried >= 4


def test_a_copy_may_add_a_guard_a_clause_a_signer_and_a_line() -> None:
    base = library()["hot-work"]
    text = dumped(base)
    text["moves"]["start"]["guards"].append(
        {"name": "points_left", "params": {"account": "contractor-points"}}
    )
    text["law"]["clauses"]["5.2.14"] = {
        "quote": {"zh": "作业完毕后应清理现场。", "en": "The place is cleaned."}
    }
    text["approvals"].append({"before": "approve", "chain": ["safety-officer"]})
    assert not list(loosened(base, type(base).model_validate(text)))
    lines = dumped(library()["gb30871-hot-work"])
    lines["entries"]["own"] = {"title": {"zh": "本厂增加项", "en": "Our own line"}}
    reference = library()["gb30871-hot-work"]
    assert not list(loosened(reference, type(reference).model_validate(lines)))
    del lines["entries"]["briefed"]
    assert list(loosened(reference, type(reference).model_validate(lines)))
