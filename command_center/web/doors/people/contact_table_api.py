"""People's contacts as Excel and CSV: exported for those who may see numbers, each access logged; imported by a dry
run that reports every mistake by row and cell. An answer to an import never contains an address, only a masked one,
as in a row.
"""

from dataclasses import dataclass, field
from functools import partial
from json import dumps
from typing import Any, Literal

from flask import Blueprint, Response, request

from command_center.domain.people.edit_contacts import EDITORS
from command_center.domain.readers import CONTACT_READERS
from command_center.plant_table import XLSX_TYPE, Cells, csv_of, workbook_of
from command_center.plant_table.contact_table import (
    SHEET,
    Addresses,
    ContactRow,
    ContactRun,
    Edit,
    contact_run,
    rows_of,
)
from command_center.plant_table.reading import LIMITS
from command_center.store.people.address_book import NewAddress, random_version
from command_center.store.people.address_masks import masked
from command_center.store.people.personal_reads import PersonalRead
from command_center.web.doors.people.people_api import CONTACTS, Numbers, addresses_kept, submitted
from command_center.web.request.answer_shapes import ANYTHING, FILE
from command_center.web.request.body import query
from command_center.web.request.callers import Caller
from command_center.web.request.language import language_of
from command_center.web.request.rest_doors import WRITES, door
from command_center.web.request.revealed import topic
from command_center.web.request.table_upload import (
    MOST_SHOWN,
    TAKEN_TYPES,
    TableAsked,
    TableKind,
    csv_answer,
    take_table,
    workbook_answer,
)
from command_center.web.worker_threads import NativeThreads
from command_center.words import say
from command_center.workbook_reader.process import WorkbookReader

WHY = "table"
"""What the log of readers says of numbers that went out as a table."""


class ContactTableAsked(TableAsked):
    """`dry` 1 changes nothing. With 0 the table is imported, if it still matches the `confirm` of the dry run.
    `remove` 1 removes contacts that are not in the table.
    """

    remove: Literal["0", "1"] = "0"


@dataclass(frozen=True, slots=True)
class ContactTables:
    """What the contact table routes need. Files are written outside the event loop (`beside`)."""

    numbers: Numbers
    fallback: str
    beside: NativeThreads = field(default_factory=lambda: NativeThreads(1))
    workbooks: WorkbookReader = field(default_factory=lambda: WorkbookReader(LIMITS))


GET_PEOPLE_CONTACTS_TABLE_XLSX = door(
    "get", "/people/contacts/table.xlsx",
    summary="Everybody's contacts as a workbook; that each person's were shown is logged",
    answers="A workbook: one row a contact, its first row the headings",
    roles=CONTACT_READERS, reveals=topic("people"), what=CONTACTS, writes=True, answer=FILE,
    content_type=XLSX_TYPE,
)  # fmt: skip

GET_PEOPLE_CONTACTS_TABLE_CSV = door(
    "get", "/people/contacts/table.csv",
    summary="Everybody's contacts as CSV; that each person's were shown is logged",
    answers="CSV in UTF-8",
    roles=CONTACT_READERS, reveals=topic("people"), what=CONTACTS, writes=True, answer=FILE,
    content_type="text/csv; charset=utf-8",
)  # fmt: skip

POST_PEOPLE_CONTACTS_TABLE = door(
    "post", "/people/contacts/table",
    summary="Bring a table of contacts: a dry run, or with `dry=0` the import of one that was confirmed",
    answers="Every mistake by row and cell, and what would change, with addresses masked; after an import the "
    "number of changed contacts",
    roles=EDITORS, reveals=topic("people"), what=CONTACTS, bad=(*WRITES, 409, 503),
    answer=ANYTHING, query=ContactTableAsked, takes=TAKEN_TYPES,
)  # fmt: skip


def contact_table_api(t: ContactTables) -> Blueprint:
    """`GET /people/contacts/table.xlsx` and `.csv`, `POST /people/contacts/table`."""
    api = Blueprint("contact_table", __name__)
    n = t.numbers

    def lang() -> str:
        return language_of(request.environ, t.fallback)

    @GET_PEOPLE_CONTACTS_TABLE_XLSX.on(api, n.callers)
    def workbook(caller: Caller) -> Response:
        rows = _shown(n, caller, lang())
        make = partial(
            workbook_of, SHEET, ContactRow, rows, lang=lang(), site=n.desk.state.site
        )  # fmt: skip
        return workbook_answer(t.beside.do(make), SHEET)

    @GET_PEOPLE_CONTACTS_TABLE_CSV.on(api, n.callers)
    def text(caller: Caller) -> Response:
        rows = _shown(n, caller, lang())
        return csv_answer(t.beside.do(partial(csv_of, ContactRow, rows)), SHEET)

    @POST_PEOPLE_CONTACTS_TABLE.on(api, n.callers)
    def table(caller: Caller) -> Response:
        asked = query(request, ContactTableAsked)

        def check(cells: Cells) -> ContactRun:
            state, site, remove = n.desk.state, n.desk.site, asked.remove == "1"
            return contact_run(cells, state, site, _addresses(n), remove=remove)

        kind: TableKind[ContactRun] = TableKind(
            sheet=SHEET,
            check=check,
            unread=lambda problems: ContactRun(problems=problems),
            content=_content,
            told=lambda run: _told(n, run, lang()),
            carry_out=lambda run: {"changed": _imported(n, caller, run)},
        )
        return take_table(kind, asked, t.workbooks, lang())

    return api


def _addresses(n: Numbers) -> Addresses:
    return {(one.person, one.version): one.address for one in n.book.everything()}


def _shown(n: Numbers, caller: Caller, lang: str) -> list[dict[str, Any]]:
    """Everybody's contacts for somebody who may be shown them; that each person's were is noted before."""
    rows = rows_of(n.desk.state, n.desk.site, _addresses(n), lang)
    reader, now = caller.actor, n.clock.now()
    people = dict.fromkeys(str(row["person"]) for row in rows)
    n.reads.note(
        *(PersonalRead(now, reader.id, reader.role.value, one, CONTACTS, WHY) for one in people)
    )
    return rows


def _content(run: ContactRun) -> str:
    return dumps(
        [
            (one.person, one.change, one.channel, one.address, _version(one), one.expected)
            for one in run.edits
        ]
    )


def _version(one: Edit) -> str | None:
    return None if one.before is None else one.before.version


def _imported(n: Numbers, caller: Caller, run: ContactRun) -> int:
    """Change the contacts in one command, a fact for each."""
    if not run.edits:
        return 0
    new = [
        NewAddress(one.person, one.channel, one.address, random_version())
        for one in run.edits
        if one.address is not None
    ]
    with addresses_kept(n, caller.actor, new) as versions:
        given = iter(versions)
        changes = [
            {
                "person": one.person,
                "change": one.change,
                "channel": one.channel,
                "version": None if one.address is None else next(given),
                "before": _version(one),
                "expected": one.expected,
            }
            for one in run.edits
        ]
        submitted(n, caller.actor, "contact.change_several", {"changes": changes})
    return len(run.edits)


def _told(n: Numbers, run: ContactRun, lang: str) -> dict[str, Any]:
    return {
        "rows": run.rows,
        "added": run.count("added"),
        "changed": run.count("changed"),
        "removed": run.count("removed"),
        "not_in_table": run.not_in_table,
        "difference": [_differs(n, one, lang) for one in run.edits[:MOST_SHOWN]],
    }


def _differs(n: Numbers, one: Edit, lang: str) -> dict[str, Any]:
    name = n.desk.site.person_by_id[one.person].name
    channel = say(lang, f"plant.choice.{one.channel}")
    before = "" if one.before is None else masked(one.before.address or "")
    after = "" if one.address is None else masked(one.address)
    return {
        "what": one.change,
        "key": say(lang, "contact_table.one", person=name, channel=channel),
        "row": one.line,
        "fields": [
            {"name": say(lang, "plant.field.address"), "before": before, "after": after},
        ],
    }
