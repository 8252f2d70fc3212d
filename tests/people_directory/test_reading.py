"""People read from a file and from a real OpenLDAP server, and rules that cannot be used."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from command_center.domain.people.directory_sync import Entry
from command_center.people_directory import csv_file, ldap_directory
from command_center.people_directory.mapping import entry_of
from command_center.people_directory.rules import SyncRules, WrongRules, read_rules
from tests.people_directory.slapd import BASE, PASSWORD, READER, running_slapd
from tests.support.unavailable import Unavailable

FIELDS: dict[str, Any] = {
    "id": "employeeNumber", "prefix": "hr-", "name": "cn",
    "employer": {
        "field": "employeeType", "values": {"internal": "site", "external": "contractor"},
        "default": "site",
    },
}  # fmt: skip
LEFT: dict[str, Any] = {"when": {"employeeType": ["left"]}}
PEOPLE = 1_203


@pytest.fixture(scope="module")
def slapd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    try:
        server = running_slapd(tmp_path_factory.mktemp("slapd"), PEOPLE)
        address = server.__enter__()
    except Unavailable as reason:
        pytest.skip(str(reason))
    yield address
    server.__exit__(None, None, None)


def ldap_rules(url: str, monkeypatch: pytest.MonkeyPatch, **more: Any) -> SyncRules:
    monkeypatch.setenv("DIRECTORY_PASSWORD", PASSWORD)
    ldap = {
        "url": url, "base": BASE, "filter": "(objectClass=person)", "bind": READER,
        "password": {"env": "DIRECTORY_PASSWORD"}, "page": 200, **more,
    }  # fmt: skip
    return SyncRules.model_validate({"ldap": ldap, "fields": FIELDS, "left": LEFT})


def entries(rules: SyncRules) -> list[Entry]:
    found = (entry_of(where, record, rules) for where, record in ldap_directory.records(rules))
    return [one for one in found if one is not None]


def test_everybody_is_read_page_by_page_beyond_the_servers_limit(
    slapd: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = entries(ldap_rules(slapd, monkeypatch))
    assert len(found) == PEOPLE, "the printer has no number and is nobody"
    by_id = {one.id: one for one in found}
    assert by_id["hr-00010"] == Entry(
        f"uid=u10,{BASE}", "hr-00010", {"zh": "员工10", "en": "员工10"}, "contractor"
    )
    assert [one.id for one in found if one.left] == [f"hr-{PEOPLE - 1:05}"]


def test_nothing_is_asked_for_that_the_rules_do_not_name(
    slapd: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, record = next(ldap_directory.records(ldap_rules(slapd, monkeypatch)))
    assert set(record) <= {"employeeNumber", "cn", "employeeType"}


@pytest.mark.parametrize(
    "more",
    [
        {"base": "dc=elsewhere,dc=example"},
        {"bind": "cn=nobody,dc=plant,dc=example"},
        {"filter": "(not a filter"},
    ],
)
def test_a_directory_that_cannot_be_read_whole_is_an_error_and_not_an_empty_one(
    slapd: str, monkeypatch: pytest.MonkeyPatch, more: dict[str, Any]
) -> None:
    with pytest.raises(WrongRules) as raised:
        entries(ldap_rules(slapd, monkeypatch, **more))
    assert slapd in raised.value.sentence("en")
    assert PASSWORD not in raised.value.sentence("en")


def test_a_dead_directory_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(WrongRules):
        entries(ldap_rules("ldap://127.0.0.1:9", monkeypatch))


def csv_rules(**more: Any) -> SyncRules:
    return SyncRules.model_validate({"csv": {}, "fields": FIELDS, "left": LEFT, **more})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_file_of_the_personnel_office(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "people.csv"
    file.write_text("cn,employeeNumber,employeeType\n李娜,7,external\n,8,left\n王伟,,\n", encoding)
    rules = csv_rules(csv={"encoding": encoding if encoding == "gb18030" else "utf-8-sig"})
    found = [entry_of(where, record, rules) for where, record in csv_file.records(file, rules)]
    assert found == [
        Entry("row 2", "hr-7", {"zh": "李娜", "en": "李娜"}, "contractor"),
        Entry("row 3", "hr-8", None, "site", left=True),
        None,
    ]


def test_a_file_without_the_columns_is_named(tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("cn,number\n")
    with pytest.raises(WrongRules) as raised:
        list(csv_file.records(file, csv_rules()))
    assert "employeeNumber, employeeType" in raised.value.sentence("en")


def test_bits_of_active_directory_say_that_an_account_is_closed() -> None:
    rules = csv_rules(left={"bits": {"userAccountControl": 2}})
    record = {"employeeNumber": ["1"], "cn": ["a"]}
    for value, left in (("512", False), ("514", True), ("", False), ("x", False)):
        entry = entry_of("r", record | {"userAccountControl": [value]}, rules)
        assert entry is not None
        assert entry.left == left


@pytest.mark.parametrize(
    ("wrong", "key"),
    [
        ({"fields": FIELDS}, "csv"),
        ({"csv": {}, "ldap": {"url": "ldaps://a", "base": "b"}, "fields": FIELDS}, "csv"),
        ({"ldap": {"url": "ldap://dc.plant", "base": "b"}, "fields": FIELDS}, "start_tls"),
        ({"ldap": {"url": "ldaps://a", "base": "b", "bind": "c"}, "fields": FIELDS}, "bind"),
        (
            {"ldap": {"url": "ldaps://a", "base": "b", "bind": "c", "password": "x"}, "fields": FIELDS},
            "ldap.password",
        ),
        ({"csv": {}, "fields": {**FIELDS, "phone": "tel"}}, "fields.phone"),
        ({"csv": {}, "fields": FIELDS, "left": {"owns": "("}}, "left.owns"),
        ({"csv": {}, "fields": {"id": "a", "name": "b"}, "left": {"absent": "left"}}, "owns"),
        ([], "-"),
    ],
)  # fmt: skip
def test_rules_that_cannot_be_used_name_the_key(tmp_path: Path, wrong: Any, key: str) -> None:
    file = tmp_path / "rules.yaml"
    file.write_text(yaml.safe_dump(wrong))
    with pytest.raises(WrongRules) as raised:
        read_rules(file)
    assert key in raised.value.sentence("en")
