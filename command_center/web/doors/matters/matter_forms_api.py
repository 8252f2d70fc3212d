"""The printed form of a matter over HTTP: a permit, a ticket, a hazard as PDF, in either language, open or ended."""

from flask import Blueprint, Response, request

from command_center.desk import Desk
from command_center.domain.actor import HUMAN_ROLES
from command_center.domain.matters.reading.readers import may_read, reach_of
from command_center.reports.forms.matter_form import Printed, matter_sheet
from command_center.store.evidence import EvidenceStore
from command_center.store.matters import MatterTable
from command_center.web.doors.incidents.forms_api import MEDIA as FORM_MEDIA
from command_center.web.doors.incidents.forms_api import LanguageAsked, Printing, pdf_answer
from command_center.web.request.answer_shapes import FILE
from command_center.web.request.body import query
from command_center.web.request.callers import Caller, Callers
from command_center.web.request.language import language_of
from command_center.web.request.problem import Problem
from command_center.web.request.rest_doors import READS, door
from command_center.web.request.revealed import MATTERS

GET_MATTERS_MATTER_FORM_PDF = door(
    "get", "/matters/<matter>/form.pdf",
    summary="The printed form of a matter as PDF: fields, measures, measurements, signatures, course and clauses",
    answers="The form, of an open or ended matter",
    roles=HUMAN_ROLES, reveals=MATTERS, bad=(*READS, 404, 422), answer=FILE, query=LanguageAsked,
    content_type=FORM_MEDIA,
)  # fmt: skip


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

    @GET_MATTERS_MATTER_FORM_PDF.on(api, callers)
    def form(caller: Caller, matter: str) -> Response:
        asked = query(request, LanguageAsked)
        reach = reach_of(
            desk.state, desk.site, caller.role, caller.actor.person, looks_only=caller.read_only
        )
        matter = desk.state.matters.known_as(matter)
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
