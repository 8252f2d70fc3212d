"""What leaves the plant about an incident: its warning as CAP."""

from typing import Literal

from flask import Blueprint, Response, request

from command_center.desk import Desk
from command_center.domain.actor import Role
from command_center.domain.incidents.public_warning import warning_messages
from command_center.reports.cap import MEDIA, cap_document
from command_center.reports.incident_facts import incident_facts, site_then
from command_center.reports.sources import Sources
from command_center.store.journal import Journal
from command_center.web.body import Asked, query
from command_center.web.callers import Callers
from command_center.web.problem import Problem
from command_center.web.revealed import PREFIX

OUTWARD = frozenset({Role.COMMANDER, Role.CONTROLLER, Role.ADMINISTRATOR})
"""Who may take out of the plant what is said of an incident."""


class CapAsked(Asked):
    """`scope=public`: for general dissemination; without it the document is restricted."""

    scope: Literal["public", "restricted"] = "restricted"


def incidents_api(desk: Desk, journal: Journal, callers: Callers, cap_sender: str) -> Blueprint:
    """`GET /incidents/ID/cap`."""
    api = Blueprint("incidents", __name__)
    sources = Sources(desk, journal)

    @api.get("/incidents/<name>/cap")
    def cap(name: str) -> Response:
        callers.of(request).must_be(OUTWARD, "incidents")
        asked = query(request, CapAsked)
        facts = incident_facts(sources, desk, name)
        site = site_then(desk, facts)
        messages = warning_messages(site, name, facts)
        if not messages:
            raise Problem("not_found", 404, path=f"{PREFIX}/incidents/{name}/cap")
        public = asked.scope == "public"
        content = cap_document(site, name, messages, cap_sender, public=public)
        answer = Response(content, content_type=MEDIA)
        answer.headers["Cache-Control"] = "no-store"
        plain = f"cap-{messages[-1].seq}.xml"
        answer.headers["Content-Disposition"] = f'attachment; filename="{plain}"'
        return answer

    return api
