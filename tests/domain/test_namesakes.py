"""Two people of one name are told apart wherever a person is named."""

from typing import Any

from command_center.domain.site.model import Site
from command_center.domain.site.view import public_site
from tests.simulations.sites import demo
from tests.support.small_works import PARTS, small_works


def works(*more: dict[str, Any]) -> Site:
    return small_works(people=[*PARTS["people"], *more])


def namesake(ident: str, **more: Any) -> dict[str, Any]:
    """Somebody called as Ann, the first of the small works."""
    return {"id": ident, "name": PARTS["people"][0]["name"]} | more


def test_by_the_post_they_hold_else_by_where_they_work() -> None:
    site = works(namesake("ann-2", home="farm"))
    names = [site.person_by_id[one].name for one in ("ann", "ann-2")]
    assert len({name.en for name in names}) == len({name.zh for name in names}) == 2
    post = next(one for one in site.roster if one.person == "ann").post
    assert site.post_by_id[post].name.en in names[0].en
    area = next(one for one in site.areas if one.id == "farm")
    assert names[1].zh.endswith(f"（{area.name.zh}）")


def test_where_that_does_not_tell_them_apart_by_their_ids() -> None:
    site = works(namesake("ann-2", home="farm"), namesake("ann-3", home="farm"))
    names = {one: site.person_by_id[one].name.en for one in ("ann", "ann-2", "ann-3")}
    assert len(set(names.values())) == 3
    assert names["ann-2"].endswith("(ann-2)")


def test_everybody_else_keeps_their_name_and_the_file_its_words() -> None:
    site = works(namesake("ann-2"))
    assert site.person_by_id["kim"].name == next(p.name for p in site.people if p.id == "kim")
    assert site.people[0].name.en == PARTS["people"][0]["name"]["en"]


def test_what_the_pages_are_told_names_nobody_twice() -> None:
    """The demo plant has two of one name."""
    site = demo()[0]
    assert len({p.name.en for p in site.people}) < len(site.people)
    for lang in ("zh", "en"):
        names = [person["name"][lang] for person in public_site(site)["people"]]
        assert len(set(names)) == len(names)
