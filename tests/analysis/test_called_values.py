"""Ids among the values of a form are told in words: entries of references, other matters by their number."""

from pathlib import Path

from command_center.analysis.called_values import about, called_values
from command_center.analysis.named import Named
from command_center.domain.reviews.draft.names import Names
from command_center.domain.template_language.fields import (
    FormField,
    ListField,
    MatterField,
    TaxonomyField,
)
from tests.domain.matters.works import CATEGORIES, HAZARD, Works


def test_entries_and_other_matters_are_called_also_within_lines(tmp_path: Path) -> None:
    works = Works(tmp_path, HAZARD, CATEGORIES)
    hazard = works.opens("fay", "hazard", place="tank", category="equipment/pipe/clamp", level="general",
                         found="A clamp leaks")  # fmt: skip
    form: dict[str, FormField] = {
        "category": TaxonomyField(type="taxonomy", of="hazard-3-levels"),
        "isolations": ListField(type="list", of={"other": MatterField(type="matter", of=("hazard",))}),
    }  # fmt: skip
    values = {"category": "equipment/pipe/clamp", "isolations": [{"other": hazard}, {"other": "nobody"}]}  # fmt: skip
    called = called_values(values, form, Named(works.shelf), works.state)
    assert called.keys() == {"equipment/pipe/clamp", hazard}
    assert called[hazard]["en"] == works.of(hazard).number
    assert about(works.of(hazard), Named(works.shelf), Names(works.site))["en"] == "A clamp leaks"
    assert called["equipment/pipe/clamp"]["en"].count(" / ") == 2


def test_a_matter_without_words_of_its_own_is_about_what_its_form_requires(tmp_path: Path) -> None:
    works = Works(tmp_path, HAZARD.replace("found: {type: text", "seen: {type: text"), CATEGORIES)
    hazard = works.opens("fay", "hazard", place="tank", category="equipment/pipe/clamp", level="general",
                         seen="A clamp leaks")  # fmt: skip
    told = about(works.of(hazard), Named(works.shelf), Names(works.site))
    assert told["en"].count(" / ") == 2
    assert "A clamp leaks" not in told["en"]
