"""Words of a form that decide: whose people, until when calibrated, which line needs a photograph, in which state."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from command_center.domain.evidence.claims import Claims, Verdict
from command_center.domain.matters.values.values import problems_of
from command_center.domain.refusal import Phrase, Refusal
from command_center.words import say
from tests.domain.matters.works import Works
from tests.support.small_works import PARTS, named, small_works

A, B, C = "a" * 64, "b" * 64, "c" * 64
ACME, BOLT = "Acme Welding", "Bolt 起重公司"
COMPANIES = {"cai": ACME, "dov": BOLT}
PEOPLE = [
    one
    | (
        {"employer": "contractor", "company": COMPANIES[one["id"]]}
        if one["id"] in COMPANIES
        else {}
    )
    for one in PARTS["people"]
]
METER = {"id": "meter", "name": named("Gas detector"), "kind": "equipment", "unit": named("pieces")}
IN_DATE = {"resource": "meter", "store": "hall", "quantity": 1, "inspection_due": "2026-12-05"}
OVER = {"resource": "meter", "store": "vault", "quantity": 1, "inspection_due": "2026-12-01"}
PLANT: dict[str, Any] = {
    "people": PEOPLE,
    "resources": [*PARTS["resources"], METER],
    "stock": [*PARTS["stock"], IN_DATE, OVER],
    "kits": [
        *PARTS["kits"],
        {"id": "checked", "name": named("Checked"), "lines": [{"resource": "meter", "quantity": 1}],
         "inspected": "2026-11-01", "inspect_every_days": 90},
        {"id": "never", "name": named("Never"), "lines": [{"resource": "meter", "quantity": 1}],
         "inspect_every_days": 90},
    ],
    "tags": [
        *PARTS["tags"],
        {"id": "GT-1", "kind": "gas", "unit": "ppm", "source": "dcs", "inspection_due": "2026-12-02"},
        {"id": "GT-2", "kind": "gas", "unit": "ppm", "source": "dcs", "inspection_due": "2026-12-01"},
    ],
}  # fmt: skip
"""It is 2 December 2026 by the clocks of the works."""

ENTRY = """
template: entry
title: {zh: 入厂, en: Entry}
fields:
  company: {type: company}
  person: {type: person, company: company, title: {zh: 人员, en: Person}}
  crew:
    type: list
    of: {who: {type: person, company: company}, note: {type: text}}
  mixed:
    type: list
    of: {firm: {type: company}, who: {type: person, company: firm}}
  measured:
    type: list
    limits: {lel: [{at_most: 10}]}
    of: {lel: {type: number, required: true}, tester: {type: person, company: company}}
parties: {opener: opener}
states: [asked, done]
moves: {end: {from: asked, to: done, by: opener}}
"""
TEST = """
template: gas-test
title: {zh: 气体检测, en: Gas test}
fields:
  gas:
    type: list
    title: {zh: 检测, en: Tests}
    limits: {lel: [{at_most: 10}]}
    of:
      lel: {type: number, required: true}
      meter: {type: equipment, calibrated: true, title: {zh: 仪器, en: Instrument}}
  meter: {type: equipment, calibrated: true, title: {zh: 仪器, en: Instrument}}
  note: {type: text}
parties: {opener: opener}
states: [asked, done]
moves: {end: {from: asked, to: done, by: opener}}
"""
LINES = """
reference: lines
entries:
  fenced: {title: {zh: 已设围栏, en: Fenced off}}
  vented: {title: {zh: 已通风, en: Ventilated}}
"""
CHECKED = """
template: checked
title: {zh: 检查, en: Check}
fields:
  lines: {type: checklist, of: lines, title: {zh: 措施, en: Measures}, each: {photo: true}}
parties: {opener: opener}
states: [asked, done]
moves: {end: {from: asked, to: done, by: opener}}
"""
FOUND = """
template: found
fields:
  what: {type: text, title: {zh: 经过, en: What happened}, longest: 1000}
  level: {type: choice, of: {minor: {zh: 一般, en: Minor}, grave: {zh: 重大, en: Grave}}, title: {zh: 级别, en: Level}}
  kinds: {type: choice, of: [fire, gas], many: true}
parties: {opener: opener}
states: [asked, done]
moves: {end: {from: asked, to: done, by: opener}}
"""
SEEN = """
template: seen
fields: {photos: {type: photo}}
parties: {opener: opener}
states: [asked, done]
moves: {end: {from: asked, to: done, by: opener}}
"""
PERMIT = """
template: permit
title: {zh: 作业票, en: Permit}
fields: {work: {type: text}}
parties: {opener: opener}
states: {draft: {zh: 起草, en: Draft}, open: {zh: 作业中, en: In progress}, closed: {zh: 已关闭, en: Closed}}
moves:
  start: {from: draft, to: open, by: opener}
  end: {from: open, to: closed, by: opener}
"""
SERVING = """
template: serving
title: {zh: 配合, en: Serving}
fields:
  serves: {type: matter, of: permit, state: [open], many: true, title: {zh: 配合的作业, en: Work that it serves}}
  done: {type: list, of: {permit: {type: matter, of: permit, state: [closed]}}}
  isolations: {type: list, of: {point: {type: text}, permit: {type: matter, of: permit, state: [closed]}}}
parties: {opener: opener}
states: [asked, going, over]
moves:
  go: {from: asked, to: going, by: opener, needs: [serves]}
  end: {from: going, to: over, by: opener, guards: [isolated]}
"""


@pytest.fixture
def works(tmp_path: Path) -> Works:
    return Works(tmp_path, ENTRY, TEST, LINES, CHECKED, PERMIT, SERVING, **PLANT)


def problems(works: Works, kind: str, **data: Any) -> list[Phrase]:
    """What is wrong with fields, by the refusal of a command."""
    refusal: Refusal = works.refuses("fay", kind, **data).refusal
    assert refusal.code == "matter_fields"
    return list(refusal.params["problems"])


def filled(works: Works, matter: str, **fields: Any) -> None:
    works.does("fay", "matter.fill", matter=matter, fields=fields)


def unfilled(works: Works, matter: str, **fields: Any) -> list[str]:
    return [one.key for one in problems(works, "matter.fill", matter=matter, fields=fields)]


# What a field takes


@pytest.mark.parametrize(("fields", "en", "zh"), [
    ({"what": "x" * 1001}, "“What happened” may have at most 1,000 characters and has 1,001",
     "“经过”最多 1,000 个字符，现有 1,001 个"),
    ({"what": 5}, "“What happened” must be words", "“经过”应为文字"),
    ({"level": "worst"}, "“Level” must be one of: minor (Minor); grave (Grave)",
     "“级别”应为以下之一：minor（一般）；grave（重大）"),
    ({"kinds": ["fire", "x"]}, "“kinds” must be a list of some of: fire, gas",
     "“kinds”应为以下各项中的一项或多项：fire、gas"),
])  # fmt: skip
def test_what_does_not_fit_names_the_limit_and_the_choices(
    tmp_path: Path, fields: dict[str, Any], en: str, zh: str
) -> None:
    works = Works(tmp_path, FOUND)
    (wrong,) = problems(
        works, "matter.open", matter="a" * 32, template="found", fields=fields
    )  # fmt: skip
    assert say("en", wrong.key, **wrong.params) == en
    assert say("zh-CN", wrong.key, **wrong.params) == zh


# Whose people


def test_only_people_of_the_company_that_the_form_names_are_chosen(works: Works) -> None:
    (wrong,) = problems(
        works, "matter.open", matter="a" * 32, template="entry",
        fields={"company": ACME, "person": "dov"},
    )  # fmt: skip
    assert wrong.key == "phrase.person_of_another_company"
    said = say("en", wrong.key, **wrong.params)
    assert all(word in said for word in ("Person", "Dov", ACME, BOLT)), said
    assert "人员" in say("zh-CN", wrong.key, **wrong.params)
    made = works.opens("fay", "entry", company=" acme　WELDING", person="cai")
    assert unfilled(works, made, person="dov") == ["phrase.person_of_another_company"]
    assert unfilled(works, made, person="eva") == ["phrase.person_of_the_plant"]
    assert unfilled(works, made, company=BOLT) == ["phrase.person_of_another_company"]
    filled(works, made, company=BOLT, person="dov")


def test_who_is_chosen_before_the_company_is_compared_when_it_is_named(works: Works) -> None:
    made = works.opens("fay", "entry", person="dov", crew=[{"who": "cai"}])
    assert unfilled(works, made, company=BOLT) == ["phrase.person_of_another_company"]
    assert unfilled(works, made, company=ACME) == ["phrase.person_of_another_company"]
    filled(works, made, crew=[{"who": "dov"}])
    filled(works, made, company=BOLT)


def test_each_line_of_a_list_is_compared_with_its_own_company(works: Works) -> None:
    made = works.opens("fay", "entry", company=ACME)
    assert unfilled(works, made, crew=[{"who": "cai"}, {"who": "dov"}]) == [
        "phrase.person_of_another_company"
    ]
    assert unfilled(works, made, mixed=[{"firm": BOLT, "who": "cai"}]) == [
        "phrase.person_of_another_company"
    ]
    filled(works, made, mixed=[{"firm": BOLT, "who": "dov"}, {"who": "eva"}])
    line = {"lel": 1, "tester": "dov"}
    told = problems(works, "matter.measure", matter=made, field="measured", values=line)
    assert [one.key for one in told] == ["phrase.person_of_another_company"]
    works.does("fay", "matter.measure", matter=made, field="measured", values={"lel": 1, "tester": "cai"})  # fmt: skip


def test_a_line_stays_whose_person_has_gone_to_another_company(works: Works) -> None:
    made = works.opens("fay", "entry", company=ACME, crew=[{"who": "cai"}])
    people = [{**one, "company": BOLT} if one["id"] == "cai" else one for one in PEOPLE]
    play = works.play(made)
    play = replace(play, ctx=replace(play.ctx, site=small_works(**PLANT | {"people": people})))
    assert list(problems_of(play, {"crew": [{"who": "cai"}, {"note": "one more"}]})) == []
    told = problems_of(play, {"crew": [{"who": "cai", "note": "changed"}]})
    assert [one.key for one in told] == ["phrase.person_of_another_company"]


# Until when calibrated


@pytest.mark.parametrize(
    ("meter", "key"),
    [
        ("meter@hall", None), ("checked", None), ("GT-1", None),
        ("meter@vault", "phrase.calibration_over"), ("meter", "phrase.calibration_over"),
        ("GT-2", "phrase.calibration_over"), ("never", "phrase.never_calibrated"),
        ("LT-T", "phrase.calibration_unknown"), ("suit@hall", "phrase.calibration_unknown"),
        ("tank-pump", "phrase.calibration_unknown"), ("my own", "phrase.no_such_equipment"),
    ],
)  # fmt: skip
def test_a_gas_test_counts_only_with_an_instrument_whose_calibration_is_in_date(
    works: Works, meter: str, key: str | None
) -> None:
    made = works.opens("fay", "gas-test")
    data = {"matter": made, "field": "gas", "values": {"lel": 0, "meter": meter}}
    if key is None:
        works.does("fay", "matter.measure", **data)
        return
    (wrong,) = problems(works, "matter.measure", **data)
    assert wrong.key == key
    for lang in ("en", "zh-CN"):
        assert meter in say(lang, wrong.key, **wrong.params)
    if key == "phrase.calibration_over":
        assert "2026-12-01" in say("en", wrong.key, **wrong.params)


def test_the_last_day_is_in_date_and_the_next_one_is_not(works: Works) -> None:
    made = works.opens("fay", "gas-test")
    values = {"lel": 0, "meter": "GT-1"}
    works.does("fay", "matter.measure", matter=made, field="gas", values=values)
    works.later(86_400)
    (wrong,) = problems(works, "matter.measure", matter=made, field="gas", values=values)
    assert (wrong.key, wrong.params["day"]) == ("phrase.calibration_over", "2026-12-02")


def test_an_inspection_that_is_recorded_puts_an_instrument_back_in_date(tmp_path: Path) -> None:
    stock = [*PARTS["stock"], IN_DATE, OVER | {"inspect_every_days": 30}]
    works = Works(tmp_path, TEST, **PLANT | {"stock": stock})
    made = works.opens("fay", "gas-test")
    assert unfilled(works, made, meter="meter@vault") == ["phrase.calibration_over"]
    line = works.state.ledger.lines.changing(("meter", "vault"))
    assert line is not None
    line.inspected_at = works.now
    filled(works, made, meter="meter@vault")


def test_what_a_matter_says_of_its_instrument_stays_when_the_calibration_is_over(
    works: Works,
) -> None:
    made = works.opens("fay", "gas-test", meter="GT-1")
    works.later(3 * 86_400)
    filled(works, made, meter="GT-1", note="more")
    assert unfilled(works, made, meter="GT-2") == ["phrase.calibration_over"]


# Which line needs a photograph


def test_a_line_that_needs_a_photograph_is_not_done_without_one(works: Works) -> None:
    brought = {A: Verdict("image/jpeg", (), "fay", Claims(camera=True, taken_at=works.now))}
    works.desk.evidence = brought.get
    made = works.opens("fay", "checked")
    (wrong,) = problems(
        works, "matter.fill", matter=made, fields={"lines": {"fenced": {"answer": "yes"}}}
    )
    assert wrong.key == "phrase.line_without_photo"
    assert "Fenced off" in say("en", wrong.key, **wrong.params)
    assert "已设围栏" in say("zh-CN", wrong.key, **wrong.params)
    nothing: tuple[list[str] | None, ...] = ([], None)
    for photo in nothing:
        told = unfilled(works, made, lines={"fenced": {"answer": "yes", "photo": photo}})
        assert told == ["phrase.line_without_photo"]
    filled(works, made, lines={"vented": {"answer": "na", "reason": "outside"}})
    filled(works, made, lines={"fenced": {"answer": "yes", "photo": [{"sha256": A}]}})
    line = works.of(made).fields["lines"]["fenced"]
    assert (line["by"], line["photo"][0]["sha256"]) == ("fay", A)
    assert line["photo"][0]["flags"] == []
    assert works.replayed() == works.state


def test_a_line_cannot_be_opened_or_corrected_as_done_without_its_photograph(works: Works) -> None:
    lines = {"fenced": {"answer": "yes"}}
    told = problems(
        works, "matter.open", matter="a" * 32, template="checked", fields={"lines": lines}
    )
    assert [one.key for one in told] == ["phrase.line_without_photo"]
    made = works.opens("fay", "checked")
    data = {"matter": made, "field": "lines", "value": lines, "reason": "Better"}
    assert [one.key for one in problems(works, "matter.correct", **data)] == [
        "phrase.line_without_photo"
    ]
    told = problems(works, "matter.move", matter=made, move="end", fields={"lines": lines})
    assert [one.key for one in told] == ["phrase.line_without_photo"]


def test_the_photograph_of_a_line_is_ones_own_proves_once_and_stays_with_the_line(
    works: Works,
) -> None:
    brought = {
        A: Verdict("image/jpeg", (), "fay", Claims(camera=True, taken_at=works.now)),
        B: Verdict("image/jpeg", (), "ben", Claims(camera=True, taken_at=works.now)),
    }
    works.desk.evidence = brought.get
    made = works.opens("fay", "checked")

    def answer(*pictures: str) -> dict[str, Any]:
        return {"fenced": {"answer": "yes", "photo": [{"sha256": one} for one in pictures]}}

    assert unfilled(works, made, lines=answer("d" * 64)) == ["phrase.field_not_kept"]
    assert unfilled(works, made, lines=answer(B)) == ["phrase.field_not_own"]
    filled(works, made, lines=answer(A))
    before = works.of(made).fields["lines"]["fenced"]
    works.later(3_600)
    filled(works, made, lines={"fenced": {"answer": "yes"}})
    assert works.of(made).fields["lines"]["fenced"] == before
    other = works.opens("fay", "checked")
    assert unfilled(works, other, lines=answer(A)) == ["phrase.field_used"]
    too_many = {"fenced": {"answer": "yes", "photo": [{"sha256": A}] * 10}}
    assert unfilled(works, made, lines=too_many) == ["phrase.field_wrong"]


def test_a_picture_proves_one_line_and_only_what_it_was_taken_for(works: Works) -> None:
    brought = {
        one: Verdict("image/jpeg", (), "fay", Claims(camera=True, taken_at=works.now))
        for one in (A, B, C)
    }
    works.desk.evidence = brought.get
    made = works.opens("fay", "checked")

    def line(answer: str, picture: str = "") -> dict[str, Any]:
        return {"answer": answer, **({"photo": [{"sha256": picture}]} if picture else {})}

    both = {"fenced": line("yes", A), "vented": line("yes", A)}
    assert set(unfilled(works, made, lines=both)) == {"phrase.field_used"}
    opened = problems(
        works, "matter.open", matter="a" * 32, template="checked", fields={"lines": both}
    )
    assert {one.key for one in opened} == {"phrase.field_used"}
    filled(works, made, lines={"fenced": line("no", A)})
    for again in (line("yes"), line("yes", A)):
        (told,) = unfilled(works, made, lines={"fenced": again})
        assert told in ("phrase.field_used", "phrase.line_without_photo")
    filled(works, made, lines={"fenced": line("no", A)})
    assert unfilled(works, made, lines={"vented": line("yes", A)}) == ["phrase.field_used"]
    filled(works, made, lines={"fenced": line("yes", B)})
    assert unfilled(works, made, lines={"vented": line("yes", A)}) == ["phrase.field_used"]
    swapped = {"fenced": line("yes", C), "vented": line("yes", B)}
    assert unfilled(works, made, lines=swapped) == ["phrase.field_used"]
    filled(works, made, lines={"fenced": line("yes", B), "vented": line("yes", C)})
    held = works.of(made).fields["lines"]
    assert [held[one]["photo"][0]["sha256"] for one in ("fenced", "vented")] == [B, C]


def test_a_picture_that_proved_something_opens_no_other_matter(tmp_path: Path) -> None:
    works = Works(tmp_path, SEEN)
    brought = {A: Verdict("image/jpeg", (), "fay", Claims(camera=True, taken_at=works.now))}
    works.desk.evidence = brought.get
    works.opens("fay", "seen", photos=[{"sha256": A}])
    for who, wrong in (("fay", "phrase.field_used"), ("ben", "phrase.field_not_own")):
        data = {"matter": "a" * 32, "template": "seen", "fields": {"photos": [{"sha256": A}]}}
        refused = works.refuses(who, "matter.open", **data).refusal
        assert [one.key for one in refused.params["problems"]] == [wrong]


def test_a_colleagues_identical_picture_bars_no_report_and_is_flagged(tmp_path: Path) -> None:
    works = Works(tmp_path, SEEN)
    claims = Claims(camera=True, taken_at=works.now)
    brought = {A: Verdict("image/jpeg", (), "ben", claims)}
    works.desk.evidence = brought.get
    works.opens("ben", "seen", photos=[{"sha256": A}])
    brought[A] = Verdict("image/jpeg", (), "ben", claims, frozenset({"fay"}))
    made = works.opens("fay", "seen", photos=[{"sha256": A}])
    assert works.of(made).fields["photos"][0]["flags"] == ["shared"]
    assert works.replayed() == works.state


def test_an_erased_picture_counts_as_kept_for_what_held_it_only(tmp_path: Path) -> None:
    works = Works(tmp_path, SEEN)
    brought = {A: Verdict("image/jpeg", (), "fay", Claims(camera=True, taken_at=works.now))}
    works.desk.evidence = brought.get
    made = works.opens("fay", "seen", photos=[{"sha256": A}])
    before = works.of(made).fields["photos"]
    brought.clear()
    filled(works, made, photos=[{"sha256": A}])
    assert works.of(made).fields["photos"] == before
    assert unfilled(works, made, photos=[{"sha256": A}, {"sha256": B}]) == ["phrase.field_not_kept"]


# In which state


def test_another_matter_is_chosen_only_in_a_state_that_the_field_asks_for(works: Works) -> None:
    permit = works.opens("fay", "permit")
    number = works.of(permit).number
    made = works.opens("fay", "serving")
    (wrong,) = problems(works, "matter.fill", matter=made, fields={"serves": [permit]})
    assert wrong.key == "phrase.matter_in_state"
    said = say("en", wrong.key, **wrong.params)
    assert all(word in said for word in (number, "Draft", "In progress", "Work that it serves"))
    assert "作业中" in say("zh-CN", wrong.key, **wrong.params)
    works.moves("fay", permit, "start")
    filled(works, made, serves=[permit])


def test_what_a_move_needs_is_still_in_its_state_and_what_is_written_stays(works: Works) -> None:
    permit, other = works.opens("fay", "permit"), works.opens("fay", "permit")
    for one in (permit, other):
        works.moves("fay", one, "start")
    made = works.opens("fay", "serving", serves=[permit])
    works.moves("fay", permit, "end")
    refusal = works.refuses("fay", "matter.move", matter=made, move="go").refusal
    assert [one.key for one in refusal.params["problems"]] == ["phrase.matter_in_state"]
    filled(works, made, serves=[permit, other])
    assert works.denied("fay", made, "go") == "matter_fields"
    filled(works, made, serves=[other])
    works.moves("fay", made, "go")


def test_a_line_names_a_matter_in_its_state_but_where_a_guard_asks_for_it_later(
    works: Works,
) -> None:
    permit = works.opens("fay", "permit")
    works.moves("fay", permit, "start")
    made = works.opens("fay", "serving", serves=[permit])
    assert unfilled(works, made, done=[{"permit": permit}]) == ["phrase.matter_in_state"]
    filled(works, made, isolations=[{"point": "flange", "permit": permit}])
    works.moves("fay", made, "go")
    assert works.denied("fay", made, "end") == "isolation_permit_state"
    works.moves("fay", permit, "end")
    filled(works, made, done=[{"permit": permit}])
    works.moves("fay", made, "end")


# Who confirms with a move

HANDED_IN = """
template: handed-in
title: {zh: 上交, en: Handed in}
fields:
  lines: {type: checklist, of: lines, title: {zh: 措施, en: Measures}, each: {confirmed_by: doer}}
parties: {doer: opener}
states: [asked, done]
moves:
  end: {from: asked, to: done, by: doer, needs: [lines], guards: [{confirmed: {checklist: lines}}]}
"""


def test_a_move_that_brings_its_lines_confirms_them(tmp_path: Path) -> None:
    works = Works(tmp_path, HANDED_IN, LINES)
    made = works.opens("fay", "handed-in")
    one = {"fenced": {"answer": "yes"}}
    assert works.denied("fay", made, "end", fields={"lines": one}) == "not_confirmed"
    both = one | {"vented": {"answer": "yes"}}
    works.moves("fay", made, "end", fields={"lines": both})
    (fact,) = works.facts("matter.moved")
    assert {line["by"] for line in fact.data["fields"]["lines"].values()} == {"fay"}


def test_a_line_that_nobody_confirmed_is_confirmed_by_the_same_answer(tmp_path: Path) -> None:
    works = Works(tmp_path, HANDED_IN, LINES)
    both = {"fenced": {"answer": "yes"}, "vented": {"answer": "yes"}}
    made = works.opens("fay", "handed-in", lines=both)
    assert works.denied("fay", made, "end") == "not_confirmed"
    filled(works, made, lines=both)
    held = works.of(made).fields["lines"]
    assert {line["by"] for line in held.values()} == {"fay"}
    works.later(60)
    filled(works, made, lines=both)
    assert works.of(made).fields["lines"] == held
    works.moves("fay", made, "end")
