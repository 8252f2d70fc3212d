"""A field that was one thing when it was written and is another in the revision that the matter was moved to."""

from pathlib import Path
from typing import Any

import pytest

from tests.domain.matters.works import Works

FORM = """
template: form
title: {zh: 表单, en: Form}
fields:
  place: {type: place, required: true}
  lines: TYPE
parties: {opener: opener}
states: [draft, done]
moves: {end: {from: draft, to: done, by: opener, needs: [lines]}}
"""
KINDS = "reference: kinds\nentries: {a: {title: {zh: 甲, en: A}}, b: {title: {zh: 乙, en: B}}}\n"
LIST = "{type: list, of: {who: {type: person, company: firm}, firm: {type: company}}}"
MEASURED = "{type: list, limits: {lel: [{at_most: 10}]}, of: {lel: {type: number}}}"
CHECKLIST = "{type: checklist, of: kinds, each: {photo: true}}"
WRITTEN = {
    "{type: text}": "Shut the valve",
    "{type: number}": 3,
    "{type: yes_no}": True,
    LIST: [{"firm": "Acme"}],
    CHECKLIST: {"a": {"answer": "na", "reason": "no"}},
}


@pytest.mark.parametrize("before", WRITTEN)
@pytest.mark.parametrize("after", [LIST, MEASURED, CHECKLIST, "{type: photo}", "{type: text}"])
def test_what_was_written_in_an_earlier_type_is_no_reason_to_fail(
    tmp_path: Path, before: str, after: str
) -> None:
    works = Works(tmp_path, FORM.replace("TYPE", before), KINDS)
    made = works.opens("fay", "form", place="tank", lines=WRITTEN[before])
    newest = works.shelf.put(FORM.replace("TYPE", after).replace("en: Form", "en: Other form"))
    works.does("fay", "matter.repin", matter=made, revision=newest)
    if after in (LIST, MEASURED, "{type: photo}") and before != LIST:
        assert works.denied("fay", made, "end") == "matter_incomplete"
    new: Any
    if after == MEASURED:
        works.does("fay", "matter.measure", matter=made, field="lines", values={"lel": 1})
        (new,) = [one for one in works.of(made).fields["lines"] if "lel" in one]
        assert new["by"] == "fay"
    elif after == CHECKLIST:
        said = {"b": {"answer": "no", "reason": "open"}}
        works.does("fay", "matter.fill", matter=made, fields={"lines": said})
        assert works.of(made).fields["lines"]["b"]["by"] == "fay"
    else:
        new = WRITTEN.get(after, [{"sha256": "a" * 64}])
        works.does("fay", "matter.fill", matter=made, fields={"lines": new})
        assert works.of(made).fields["lines"] == new
    works.moves("fay", made, "end")
    assert works.replayed() == works.state
