"""Rows of the plant's description are changed: all of them or none, and every mistake is named."""

from typing import Any, get_args, get_origin

import pytest

from command_center.desk.outcomes import Accepted, Forbidden, Refused
from command_center.domain.actor import HUMAN_ROLES, Actor, Role
from command_center.domain.site.changing.change import Change, changed, difference
from command_center.domain.site.changing.nouns import NOUNS, hash_of
from command_center.domain.site.model import Site
from command_center.domain.site.parts.base import Part
from tests.support.factories import ControlRoom
from tests.support.small_works import small_works

ROOT = Actor("root", Role.ADMINISTRATOR)


def row(site: Site, noun: str, key: str, **other: Any) -> Change:
    kind = NOUNS[noun]
    part = kind.parts(site)[key]
    old = kind.row_of(part)
    return Change(noun=noun, key=key, row=old | other, was=hash_of(old))


def test_every_list_of_a_site_has_a_noun() -> None:
    lists = {
        name
        for name, info in Site.model_fields.items()
        if get_origin(info.annotation) is list
        and isinstance(held := get_args(info.annotation)[0], type)
        and issubclass(held, Part)
    }
    assert lists == {noun.where for noun in NOUNS.values() if not noun.single}


def test_a_row_is_added_changed_and_removed() -> None:
    site = small_works()
    post = site.posts[0]
    renamed = row(site, "posts", post.id, name={"zh": "新岗", "en": "New post"})
    new = Change(noun="posts", row={"id": "new-post", "name": {"zh": "新", "en": "new"}})
    after = changed(site, [renamed, new])
    assert isinstance(after, Site)
    assert after.post_by_id[post.id].name.en == "New post"
    assert "new-post" in after.post_by_id
    assert "new-post" not in site.post_by_id
    gone = Change(
        noun="posts",
        key="new-post",
        row=None,
        was=hash_of(NOUNS["posts"].row_of(after.post_by_id["new-post"])),
    )
    back = changed(after, [gone])
    assert isinstance(back, Site)
    assert "new-post" not in back.post_by_id


def test_a_new_row_is_called_by_its_id_without_the_spaces_at_its_ends() -> None:
    new = Change(noun="posts", row={"id": " new-post ", "name": {"zh": "新", "en": "new"}})
    after = changed(small_works(), [new])
    assert isinstance(after, Site)
    assert "new-post" in after.post_by_id


def test_all_mistakes_are_named_and_nothing_is_changed() -> None:
    site = small_works()
    tank = site.tanks[0]
    wrong = row(site, "tanks", tank.id, level="no-such-tag")
    nobody = Change(noun="people", row={"id": "a b", "name": {"zh": "", "en": "x"}})
    mistakes = changed(site, [wrong, nobody])
    assert isinstance(mistakes, list)
    assert {(one.noun, one.field, one.code) for one in mistakes} == {
        ("people", "id", "bad_id"), ("people", "name.zh", "too_short_text"),
    }  # fmt: skip
    [dangling] = mistakes if not isinstance(mistakes := changed(site, [wrong]), Site) else []
    assert (dangling.noun, dangling.key, dangling.field) == ("tanks", tank.id, "level")
    assert dangling.code.startswith("unknown_reference")


def test_a_hidden_character_is_told_beside_the_other_mistakes_of_its_row() -> None:
    name = {"zh": "\u200b张三", "en": "New\u202ename"}
    wrong = Change(noun="people", row={"id": "a b", "name": name, "shoes": 42})
    mistakes = changed(small_works(), [wrong])
    assert isinstance(mistakes, list)
    assert [(one.field, one.code) for one in mistakes] == [
        ("name.zh", "hidden_character"), ("name.en", "hidden_character"),
        ("id", "bad_id"), ("shoes", "unknown_key_near"),
    ]  # fmt: skip


def test_a_row_that_somebody_else_changed_is_not_overwritten() -> None:
    site = small_works()
    mine = row(site, "posts", site.posts[0].id, name={"zh": "甲", "en": "mine"})
    theirs = row(site, "posts", site.posts[0].id, name={"zh": "乙", "en": "theirs"})
    after = changed(site, [theirs])
    assert isinstance(after, Site)
    refused = changed(after, [mine])
    assert isinstance(refused, list)
    [late] = refused
    assert late.code == "row_changed"


def test_the_difference_of_two_plants_makes_one_of_the_other() -> None:
    site = small_works()
    after = changed(
        site,
        [
            row(site, "posts", site.posts[0].id, name={"zh": "甲", "en": "mine"}),
            Change(noun="people", row={"id": "new", "name": {"zh": "新", "en": "new"}}),
        ],
    )
    assert isinstance(after, Site)
    steps = difference(site, after)
    assert {(one.noun, one.key) for one in steps} == {
        ("posts", site.posts[0].id),
        ("people", "new"),
    }
    assert changed(site, steps) == after
    assert difference(after, after) == []


def test_a_changed_row_holds_at_once_and_replays(room: ControlRoom) -> None:
    post = room.state.site.posts[0]
    change = row(room.state.site, "posts", post.id, name={"zh": "甲", "en": "mine"})
    [fact] = room.does(ROOT, "site.change", changes=[change.model_dump()])
    assert (fact.kind, fact.data["noun"], fact.data["key"]) == ("site.changed", "posts", post.id)
    assert (fact.data["old"]["name"]["en"], fact.data["new"]["name"]["en"]) == (
        post.name.en,
        "mine",
    )
    assert room.desk.site.post_by_id[post.id].name.en == "mine"
    assert room.replayed() == room.state


def test_two_rows_of_which_one_is_wrong_change_nothing(room: ControlRoom) -> None:
    good = row(room.state.site, "posts", room.state.site.posts[0].id, name={"zh": "甲", "en": "m"})
    bad = row(room.state.site, "posts", room.state.site.posts[1].id, deputy="nobody")
    before = room.state.seq
    refused = room.refuses(ROOT, "site.change", changes=[good.model_dump(), bad.model_dump()])
    assert refused.refusal.code == "plant_mistakes"
    assert room.state.seq == before


@pytest.mark.parametrize("noun", NOUNS)
@pytest.mark.parametrize("role", HUMAN_ROLES)
def test_who_may_change_a_noun(room: ControlRoom, noun: str, role: Role) -> None:
    """The table noun x role, for every pair."""
    kind = NOUNS[noun]
    actor = Actor("somebody", role)
    parts = kind.parts(room.state.site)
    key, part = next(iter(parts.items()), ("no-such-row", None))
    change = {
        "noun": noun, "key": key,
        "row": None if part is None else kind.row_of(part),
        "was": None if part is None else hash_of(kind.row_of(part)),
    }  # fmt: skip
    try:
        answer = room.desk.submit("site.change", {"changes": [change]}, actor)
    except Forbidden:
        assert role not in kind.editors
        return
    if role in kind.editors:
        assert isinstance(answer, Accepted) or answer.refusal.code == "plant_mistakes"
    else:
        assert isinstance(answer, Refused)
        assert (answer.refusal.code, answer.refusal.status) == ("noun_forbidden", 403)
