"""The printed form of a matter over HTTP: a permit, a ticket, a hazard as PDF, in either language, open or ended."""

from flask import Blueprint, Response, request

from command_center.desk import Desk
from command_center.domain.actor import HUMAN_ROLES
from command_center.domain.matters.reading.readers import may_read, reach_of
from command_center.reports.forms.matter_form import Printed, matter_sheet
from command_center.store.evidence import EvidenceStore
from command_center.store.matters import MatterTable
from command_center.web.doors.incidents.forms_api import LanguageAsked, Printing, pdf_answer
from command_center.web.request.body import query
from command_center.web.request.callers import Callers
from command_center.web.request.language import language_of
from command_center.web.request.problem import Problem


def matter_forms_api(
    table: MatterTable, kept: EvidenceStore, desk: Desk, callers: Callers, printing: Printing
) -> Blueprint:
    """`GET /matters/ID/form.pdf`, for whoever may read the matter."""
    api = Blueprint("matter_forms", __name__)

    def number_of(other: str) -> str | None:
        found = table.one(other)
        return None if found is None else str(found["number"])

    def picture_of(sha256: str) -> bytes | None:
        found = kept.of(sha256)
        return None if found is None else found.content

    @api.get("/matters/<matter>/form.pdf")
    def form(matter: str) -> Response:
        caller = callers.of(request)
        caller.must_be(HUMAN_ROLES, "matters")
        asked = query(request, LanguageAsked)
        reach = reach_of(
            desk.state, desk.site, caller.role, caller.actor.person, looks_only=caller.read_only
        )
        row = table.one(matter)
        if row is None or not may_read(row, reach):
            raise Problem("not_found", 404, path=request.path)
        facts = table.facts_of([row])[matter]
        pinned = None if desk.templates is None else desk.templates.pinned(row["revision"])
        if pinned is None or desk.templates is None:
            raise Problem("not_found", 404, path=request.path)
        printed = Printed(
            desk.site, number_of, desk.templates, pinned.template, row, facts, picture_of
        )
        sheet = matter_sheet(printed)
        lang = asked.lang or language_of(request.environ, desk.site.language)
        number = str(row["number"])
        plain = "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in number)
        answer = pdf_answer(printing.pdf(sheet, lang), f"{plain}.pdf", f"{number}.pdf")
        answer.headers["X-Content-SHA256"] = sheet.sha256
        return answer

    return api
