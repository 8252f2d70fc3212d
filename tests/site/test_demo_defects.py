"""The four defects and the harmless imperfections are in the data, and gone after the fixes."""

from datetime import datetime, timedelta

from command_center import site_file
from command_center.clock import Clock
from command_center.domain.site.model import Person, Site
from tests.site.conftest import SITES, TODAY

KEY_DAYS, OTHER_DAYS = 30, 90
ON_CALL = ("luo-wenhua", "liang-xuemei", "song-zhiyuan")


def _age(person: Person, channel: str = "sms") -> int:
    contact = next(c for c in person.contacts if c.channel == channel)
    assert contact.verified is not None
    return (TODAY - contact.verified).days


def _key_people(site: Site) -> set[str]:
    key = {p.id for p in site.posts if p.key}
    return {e.person for e in site.roster if e.post in key}


def _stale(site: Site) -> set[str]:
    """People with a contact older than their post allows."""
    key = _key_people(site)
    return {
        p.id
        for p in site.people
        for c in p.contacts
        if c.verified and (TODAY - c.verified).days > (KEY_DAYS if p.id in key else OTHER_DAYS)
    }


def test_three_key_people_were_last_verified_over_a_year_ago(demo: Site) -> None:
    assert [_age(demo.person_by_id[p]) for p in ON_CALL] == [412, 398, 430]
    assert [len(demo.person_by_id[p].contacts) for p in ON_CALL] == [1, 1, 1]
    failed = [c.failed for p in ON_CALL for c in demo.person_by_id[p].contacts]
    assert [f.en if f else None for f in failed] == [None, None, "not in service"]


def test_the_suit_cabinet_is_keyed_by_somebody_who_works_by_day_and_nobody_watches(
    demo: Site,
) -> None:
    custody = demo.store_by_id["C2"].custody
    assert (custody.kind, custody.key_post, custody.sensor) == ("keyed", "warehouse-keeper", None)
    assert {e.shift for e in demo.roster if e.post == custody.key_post} == {"SH-D"}
    assert [s.id for s in demo.stores if s.custody.kind == "keyed"] == ["C2"]


def test_the_pool_is_too_small_and_has_no_limits(demo: Site) -> None:
    pool = demo.pools[0]
    assert (pool.to_weir_m3, pool.required_m3) == (300, 716)
    assert max(pool.required, key=lambda r: r.total).unit == "W2"
    assert demo.tag_by_id[pool.level].limits is None
    assert pool.outfall == "V-7"


def test_only_the_deputy_gm_mobilises_workshop_3_and_no_level_changes_that(demo: Site) -> None:
    assert [g.post for g in demo.authority if g.capability == "mobilise" and "W3" in g.scope] == [
        "deputy-gm"
    ]
    assert all(g.from_level is None for g in demo.authority)
    directs = {
        a for g in demo.authority for a in g.scope if g.post == "shift-leader"
        if g.capability == "direct"
    }  # fmt: skip
    assert {"TF", "W2", "UT"} <= directs
    assert not {"W1", "W3"} & directs


def test_harmless_imperfections_are_there_too(demo: Site) -> None:
    stock = {(s.resource, s.store): s for s in demo.stock}
    in_repair = [s for s in demo.stock if not s.serviceable]
    assert [(s.resource, s.quantity) for s in in_repair] == [("mobile-pump", 1)]
    assert _stale(demo) - set(ON_CALL) == {"sun-haitao", "yi-min", "chang-qing", "kang-jian"}
    neighbour = demo.outside_by_id["EXT-NEIGHBOUR"]
    assert neighbour.agreement_expires == TODAY - timedelta(days=37)
    foam = stock["foam", "SFS"].expires
    assert foam is not None
    assert 115 <= (foam - TODAY).days <= 125
    assert stock["storm-plug", "SWH"].counted == TODAY - timedelta(days=9)
    assert demo.tag_by_id["GD-07"].inspection_due == TODAY + timedelta(days=6)
    names = [p.name.zh for p in demo.people]
    assert sorted({n for n in names if names.count(n) > 1}) == ["张伟"]
    assert names.count("张伟") == 2


def test_nothing_else_is_out_of_date(demo: Site) -> None:
    assert all(p.in_repair_since is None for p in demo.pumps)
    reviewed = demo.plans[0].reviewed
    assert reviewed is not None
    assert (TODAY - reviewed).days < 182
    for line in demo.stock:
        assert line.expires is None or line.expires > TODAY
        assert line.inspection_due is None or line.inspection_due > TODAY
        assert line.quantity >= line.minimum


def test_the_fixes_mend_all_four_and_nothing_else(demo: Site, fixed: Site) -> None:
    assert _stale(fixed) == set()
    assert all({c.channel for c in p.contacts} == {"sms", "im"}
               for p in fixed.people if p.contacts)  # fmt: skip
    custody = fixed.store_by_id["C2"].custody
    assert (custody.kind, custody.key_post, custody.sensor) == ("open", None, "ZS-C2")
    pool = fixed.pools[0]
    limits = fixed.tag_by_id[pool.level].limits
    assert limits is not None
    assert (pool.to_weir_m3, limits.h, limits.hh) == (1100, 367, 1008)
    new = [g for g in fixed.authority if g not in demo.authority]
    assert [(g.post, g.capability, g.scope, g.from_level) for g in new] == [
        ("shift-leader", "mobilise", ["W3"], "II")
    ]
    same = ("areas", "roads", "tanks", "valves", "stock", "kits", "posts", "roster", "plans")
    for name in same:
        assert getattr(fixed, name) == getattr(demo, name), name


def test_ages_stay_what_they_are_whenever_it_is_started(demo: Site) -> None:
    later = TODAY + timedelta(days=1000)
    site = site_file.load(SITES / "demo", today=later)
    verified = site.person_by_id["song-zhiyuan"].contacts[0].verified
    assert verified is not None
    assert (later - verified).days == 430


def test_ages_count_from_the_day_of_the_clock_that_is_given() -> None:
    in_years = Clock(offset_ms=1000 * 86_400_000)
    before = in_years.now()
    site = site_file.load(SITES / "demo", clock=in_years)
    midnight_may_pass = (before, in_years.now())
    days = {datetime.fromtimestamp(ms / 1000, site.zone).date() for ms in midnight_may_pass}
    verified = site.person_by_id["song-zhiyuan"].contacts[0].verified
    assert verified is not None
    assert verified + timedelta(days=430) in days


def test_no_word_of_the_file_tells_which_parts_are_the_defects(demo_text: str) -> None:
    for word in ("defect", "缺陷", "wrong", "too small", "harmless", "outdated", "过期"):
        assert word not in demo_text.lower()
