"""What a matter's page says of its values: columns in the order of the form, measured values and deadlines by name."""

from typing import Any

import pytest

from command_center.analysis.named import Named
from command_center.data_files import data_folder
from command_center.domain.template_language.fields import ListField
from command_center.domain.template_language.template import Template
from command_center.reports.deadline_words import deadline_title
from command_center.reports.speaker import Speaker
from command_center.template_file import read_text
from command_center.words import LANGUAGES, say
from layouts.components.matter_values import ValueWords, value_cell
from tests.pages.test_pages import components
from tests.support.small_site import small_site


def library(name: str) -> Template:
    folder = data_folder("command_center") / "template_file" / "library"
    described, problems = read_text((folder / f"{name}.yaml").read_text("utf-8"))
    assert isinstance(described, Template), problems
    return described


def heads(cell: Any) -> list[str]:
    return [one.children for one in components(cell) if one._type == "Th"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_lines_of_a_field_have_their_columns_in_the_order_of_the_form(lang: str) -> None:
    field = library("hot-work").fields["risks"]
    assert isinstance(field, ListField)
    told = Speaker(small_site(), lang)
    line = {"measure": "blanket", "danger": "fire", "step": "cut"}  # as the journal keeps it
    titles = [told.text(one.title) for one in field.of.values()]
    assert heads(value_cell([line], field, ValueWords(Named(None), told, {}))) == titles


def test_the_next_measurement_is_called_so_and_a_move_by_its_title() -> None:
    template = library("confined-space")
    for of in template.due:
        title = deadline_title(template, of)
        assert title != of, of
    measured = deadline_title(template, "measure")
    assert not isinstance(measured, str)
    assert (measured.zh, measured.en) == tuple(
        say(lang, "matters.deadline_of.measure") for lang in ("zh-CN", "en")
    )
    assert deadline_title(None, "sign") == "sign"
