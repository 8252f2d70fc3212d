"""A permit whose template asks for the company that works is neither opened nor begun without it."""

from pathlib import Path

import pytest

from tests.domain.matters.permit import PermitWorks

PERMIT = """
template: NAME
title: {zh: 作业票, en: Permit}
fields:
  place: {type: place, required: true}
  company: {type: companyREQUIRED}
parties: {applicant: opener}
states: [draft, open, done]
moves:
  start: {from: draft, to: open, by: applicantNEEDS}
  finish: {from: open, to: done, by: applicant}
"""


def permit(name: str, required: str = "", needs: str = "") -> str:
    return PERMIT.replace("NAME", name).replace("REQUIRED", required).replace("NEEDS", needs)


@pytest.fixture
def works(tmp_path: Path) -> PermitWorks:
    return PermitWorks(
        tmp_path,
        permit("at-once", required=", required: true"),
        permit("at-start", needs=", needs: [company]"),
        permit("both", required=", required: true", needs=", needs: [company]"),
        permit("unasked"),
    )  # fmt: skip


def opening(works: PermitWorks, template: str, **fields: str) -> dict[str, object]:
    asked = {"place": "tank", **fields}
    return {
        "matter": "0" * 8 + "-0000-4000-8000-" + "0" * 12,
        "template": template,
        "fields": asked,
    }


def test_a_permit_that_requires_its_company_is_not_opened_without_it(works: PermitWorks) -> None:
    refused = works.refuses("eva", "matter.open", **opening(works, "at-once"))
    assert refused.refusal.code == "matter_incomplete"
    ident = works.opens("eva", "at-once", place="tank", company="Weld Ltd")
    works.moves("eva", ident, "start")
    assert works.of(ident).state == "open"


@pytest.mark.parametrize("template", ["at-start", "both"])
def test_a_permit_whose_start_needs_its_company_does_not_start_without_it(
    works: PermitWorks, template: str
) -> None:
    ident = works.opens("eva", template, place="tank")
    assert works.denied("eva", ident, "start") == "matter_incomplete"
    works.does("eva", "matter.fill", matter=ident, fields={"company": "Weld Ltd"})
    works.moves("eva", ident, "start")
    assert works.of(ident).state == "open"


def test_a_company_once_given_cannot_be_taken_away_again(works: PermitWorks) -> None:
    ident = works.opens("eva", "at-once", place="tank", company="Weld Ltd")
    given = {"matter": ident, "fields": {"company": None}}
    assert works.refuses("eva", "matter.fill", **given).refusal.code == "matter_incomplete"


def test_what_the_next_move_asks_for_can_be_cleared_until_then(works: PermitWorks) -> None:
    ident = works.opens("eva", "both", place="tank")
    works.does("eva", "matter.fill", matter=ident, fields={"company": "Wled Ltd"})
    works.does("eva", "matter.fill", matter=ident, fields={"company": None})
    assert works.denied("eva", ident, "start") == "matter_incomplete"
    works.does("eva", "matter.fill", matter=ident, fields={"company": "Weld Ltd"})
    works.moves("eva", ident, "start")
    given = {"matter": ident, "fields": {"company": None}}
    assert works.refuses("eva", "matter.fill", **given).refusal.code == "matter_incomplete"


def test_a_template_that_does_not_ask_starts_without_one(works: PermitWorks) -> None:
    ident = works.opens("eva", "unasked", place="tank")
    works.moves("eva", ident, "start")
    assert works.of(ident).state == "open"
