"""The files of a review at their doors: who gets them, under which name, in which language."""

import io
import json
from urllib.parse import unquote
from zipfile import ZipFile

import pytest
from docx import Document
from openpyxl import load_workbook
from werkzeug.test import TestResponse

from command_center.domain.actor import DUTY_ACTOR, Actor, Role
from tests.web.center import Center
from tests.web.test_reviews import does

CHIEF = Actor("account-chief", Role.COMMANDER, person="p1")
HAND = Actor("account-controller", Role.CONTROLLER)
ENDINGS = ("docx", "xlsx", "csv", "json")
TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}


@pytest.fixture
def incident(center: Center) -> str:
    """An open incident whose name would be a path, a header and a formula if it were let."""
    does(center, DUTY_ACTOR, "shift.begin", shift="day")
    title = '=cmd|"../../泄漏";a=b'
    return str(does(center, CHIEF, "incident.open", place="T-1", title=title)[0].incident)


def asked(center: Center, path: str, **options: object) -> TestResponse:
    return center.machine(Role.VIEWER, **options).get(f"/api/v1/reviews/{path}")


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_file_is_to_be_kept_under_a_name_that_harms_no_disk(
    center: Center, incident: str, ending: str
) -> None:
    answer = asked(center, f"{incident}.{ending}?lang=zh-CN")
    assert answer.status_code == 200
    assert answer.content_type == TYPES[ending]
    assert answer.headers["Cache-Control"] == "no-store"
    disposition = answer.headers["Content-Disposition"]
    assert disposition.isascii()
    assert disposition.startswith(f'attachment; filename="review-{incident}.{ending}"; ')
    name = unquote(disposition.partition("filename*=UTF-8''")[2])
    assert name.endswith(f".{ending}")
    assert "泄漏" in name
    assert not set(name) & set('/\\:*?"<>|;\r\n')
    assert not name.startswith(".")


def test_a_document_is_asked_for_by_language_and_standard(center: Center, incident: str) -> None:
    found = {}
    for lang, outline in (("zh-CN", None), ("en", None), ("en", "yjt9009"), ("zh-CN", "hseep")):
        more = f"&outline={outline}" if outline else ""
        answer = asked(center, f"{incident}.docx?lang={lang}{more}")
        document = Document(io.BytesIO(answer.get_data()))
        heads = [p.text for p in document.paragraphs if p.style and p.style.name == "Heading 1"]
        found[lang, outline] = heads[0]
    assert found == {
        ("zh-CN", None): "一、事件基本情况",
        ("en", None): "Incident Overview",
        ("en", "yjt9009"): "1. Particulars of the incident",
        ("zh-CN", "hseep"): "事件概述",
    }


def test_the_language_is_the_readers_when_none_is_named(center: Center, incident: str) -> None:
    person = center.machine(Role.VIEWER)
    path = f"/api/v1/reviews/{incident}.xlsx"
    for spoken, sheet in (("zh-CN", "响应时间"), ("en", "Response times")):
        answer = person.get(path, headers={"Accept-Language": spoken})
        assert sheet in load_workbook(io.BytesIO(answer.get_data())).sheetnames


def test_every_table_comes_as_csv(center: Center, incident: str) -> None:
    told = asked(center, f"{incident}.csv?lang=en&table=planned").get_data().decode("utf-8-sig")
    assert told.startswith("text,post,")


def test_a_wrong_choice_is_named(center: Center, incident: str) -> None:
    for query in ("docx?outline=memo", "csv?table=secrets", "xlsx?lang=fr", "docx?lang=en&page=2"):
        assert asked(center, f"{incident}.{query}").status_code == 422, query


@pytest.mark.parametrize("ending", ENDINGS)
def test_it_is_given_to_whom_the_review_is_given(
    center: Center, incident: str, ending: str
) -> None:
    path = f"/api/v1/reviews/{incident}.{ending}"
    assert center.client().get(path).status_code == 401
    assert center.machine(Role.GATEWAY).get(path).status_code == 403
    narrow = center.machine(Role.VIEWER, topics=frozenset({"levels"}))
    assert narrow.get(path).status_code == 403
    assert center.machine(Role.VIEWER).get(f"/api/v1/reviews/INC-99.{ending}").status_code == 404


@pytest.mark.parametrize("ending", ENDINGS)
def test_of_a_drill_that_runs_there_is_no_file(center: Center, ending: str) -> None:
    from command_center.domain.drills.sealing import commitment_of

    drill = str(does(center, HAND, "drill.plan", name="Tuesday")[0].data["id"])
    seal = commitment_of("{}", "0" * 32)
    does(center, HAND, "drill.seal", drill=drill, commitment=seal, generator="test/1")
    does(center, HAND, "drill.start", drill=drill)
    assert asked(center, f"{drill}.{ending}").status_code == 404
    does(center, HAND, "drill.end", drill=drill)
    does(center, DUTY_ACTOR, "review.open", review=drill)
    answer = asked(center, f"{drill}.{ending}")
    assert answer.status_code == 200
    content = answer.get_data()
    if ending in ("docx", "xlsx"):
        assert ZipFile(io.BytesIO(content)).testzip() is None
    if ending == "json":
        assert json.loads(content)["mark"] == "【演练】 EXERCISE"
    assert (
        "%E3%80%90%E6%BC%94%E7%BB%83%E3%80%91"
        in asked(center, f"{drill}.{ending}?lang=zh-CN").headers["Content-Disposition"]
    )
