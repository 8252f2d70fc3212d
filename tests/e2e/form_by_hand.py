"""A form of a template filled in by hand in a real browser: every kind of field, as a person's hands do it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from playwright.sync_api import FilePayload, Locator, expect

from command_center.domain.site.model import Site
from command_center.domain.template_language import fields as f
from command_center.words import say
from tests.support.pictures import a_phone_picture

ANSWERS = {"yes": "matter.yes", "no": "matter.no", "na": "matter.not_applicable"}


class HandOnForm:
    """Fills in forms of a plant whose clock says `now` (UTC epoch ms)."""

    def __init__(self, site: Site, now: int) -> None:
        self._site, self._now = site, now

    def fill(self, form: Locator, prefix: str, field: f.FieldBase, value: Any) -> None:
        """One field of a form. The lines of a list that it shows already are gone on with."""
        own = form.locator(f"[data-field='{prefix}']").first
        match field:
            case f.PhotoField():
                self._photographs(own, len(value))
            case f.YesNoField():
                own.get_by_role(
                    "radio", name=say("en", "matter.yes" if value else "matter.no")
                ).click()
            case f.ChoiceField():
                self._choices(own, field, value if field.many else [value])
            case f.PlaceField() | f.PersonField():
                own.locator("select").select_option(value)
            case f.EquipmentField() if field.of == "plant":
                own.locator("select").first.select_option(value)
            case f.MatterField():
                self._entries(own, value if isinstance(value, list) else [value], field.many)
            case f.TaxonomyField():
                self._entries(own, value if isinstance(value, list) else [value], field.many)
            case f.TimeField():
                self._moment(own.locator(".text"), value)
            case f.ChecklistField():
                self._answers(own, value)
            case f.ListField():
                self._lines(own, prefix, field, value)
            case f.CodeField():
                own.locator("input").fill(str(value))
                own.get_by_role("button", name=say("en", "matter.open_code")).click()
            case _:
                own.locator(".text").fill(str(value))

    def _moment(self, own: Locator, at: int) -> None:
        """As it is written at a desk, or as a phone's wheels give it."""
        wheels = own.get_attribute("type") == "datetime-local"
        local = datetime.fromtimestamp(at / 1000, self._site.zone)
        own.fill(f"{local:%Y-%m-%dT%H:%M}" if wheels else f"{local:%Y-%m-%d %H:%M}")

    def _photographs(self, own: Locator, many: int) -> None:
        for n in range(many):
            picture = a_phone_picture(self._now, self._site.zone)
            one: FilePayload = {
                "name": f"seen-{n}.jpg",
                "mimeType": "image/jpeg",
                "buffer": picture,
            }
            own.locator("input[type=file]").set_input_files(one)
            expect(own).to_contain_text(say("en", "matter.pictures", n=n + 1))

    def _choices(self, own: Locator, field: f.ChoiceField, values: list[str]) -> None:
        for one in values:
            title = field.of[one]
            role: Any = "button" if field.many else "radio"
            own.get_by_role(role, name=title.en if title else one, exact=True).click()

    def _entries(self, own: Locator, paths: list[str], many: bool) -> None:
        for path in paths:
            if many:
                own.locator(f"button[data-value='{path}']").click()
            else:
                own.locator(f"option[value='{path}']").wait_for(state="attached")
                own.locator("select").select_option(path)

    def _answers(self, own: Locator, answers: Mapping[str, Mapping[str, Any]]) -> None:
        for line, answer in answers.items():
            place = own.locator(f"[data-line='{line}']")
            place.get_by_role(
                "radio", name=say("en", ANSWERS[answer["answer"]]), exact=True
            ).click()
            if "reason" in answer:
                place.locator("input.text").fill(answer["reason"])

    def _lines(
        self,
        own: Locator,
        prefix: str,
        field: f.ListField,
        lines: list[Mapping[str, Any]],
    ) -> None:
        for at, line in enumerate(lines):
            if not own.locator(f"fieldset[data-line='{at}']").count():
                own.locator(f"[data-add='{prefix}']").click()
            for column, cell in line.items():
                self.fill(own, f"{prefix}-{at}-{column}", field.of[column], cell)
