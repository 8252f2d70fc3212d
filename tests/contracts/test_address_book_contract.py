"""Addresses of people: kept under versions, moved out of kept descriptions and back, erased for good."""

import json
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from typing import Any

import pytest
from sqlalchemy import Engine, func, insert, select, text

from command_center.boot.people.addresses import without_addresses
from command_center.desk import Accepted, Desk, Refused
from command_center.domain.actor import Actor, Role
from command_center.domain.notifications.contacts_now import contacts_of
from command_center.domain.site.parts.people import guessable_version
from command_center.store.database.engine import open_engine
from command_center.store.database.migrate import migrate
from command_center.store.journal import Journal
from command_center.store.people.address_book import AddressBook, seed
from command_center.store.people.address_masks import AddressMasks, masked
from command_center.store.people.contact_codes import ContactCodes
from command_center.store.people.erasing import Deleted, erase_person, is_known
from command_center.store.people.personal_reads import PersonalRead, PersonalReads
from command_center.store.reference import Descriptions, kept_text
from command_center.store.schema import contacts, deliveries, positions, receipts, site_versions
from tests.support.hand_clock import HandClock
from tests.support.small_site import named, small_site

NUMBER, OTHER = "+86 139 0000 1234", "+86 139 0000 5678"


def site_with(*numbers: str, **changes: Any) -> Any:
    people = [
        {
            "id": "p1",
            "name": named("Person 1"),
            "contacts": [{"channel": "sms", "address": number} for number in numbers],
        }
    ]
    return small_site(people=people, roster=[], **changes)


def everything_stored(engine: Engine) -> str:
    """Every value of every table but the one that may hold addresses."""
    with engine.connect() as connection:
        tables = [t for t in contacts.metadata.sorted_tables if t.name != "contacts"]
        return str([connection.execute(select(t)).all() for t in tables])


def test_an_address_is_kept_under_a_random_version_and_found_by_it(engine: Engine) -> None:
    book = AddressBook(engine, "demo")
    version = book.keep("li", "sms", NUMBER, now=1, by="ann")
    assert version != guessable_version(NUMBER)
    assert len(version) == 16
    assert book.address("li", version) == NUMBER
    assert book.address("wang", version) is None
    assert AddressBook(engine, "other").address("li", version) is None
    assert book.keep("li", "voice", NUMBER, now=2) == version, "the same address is one"
    assert book.versions("li") == {version: NUMBER}
    assert AddressBook(engine, "demo").keep("wang", "sms", NUMBER, now=2) != version


def test_erased_addresses_are_gone_and_their_versions_say_nothing(engine: Engine) -> None:
    book = AddressBook(engine, "demo")
    old = book.keep("li", "sms", NUMBER, now=1)
    new = book.keep("li", "sms", OTHER, now=5)
    book.keep("wang", "sms", "+1", now=1)
    assert book.erase("li", now=6, until=4) == 1
    assert (book.address("li", old), book.address("li", new)) == (None, OTHER)
    assert book.erase("li", now=7) == 1
    assert book.erase("li", now=8) == 0
    assert [one.person for one in book.everything()] == ["wang"]
    again = book.keep("li", "sms", NUMBER, now=9)
    assert again not in (old, new)


def test_an_address_that_nobody_uses_is_erased_after_its_time(engine: Engine) -> None:
    book = AddressBook(engine, "demo")
    used = book.keep("li", "sms", NUMBER, now=1)
    unused = book.keep("li", "sms", OTHER, now=1)
    assert book.forget_unused({("li", used)}, before=1, now=2) == 0
    assert book.forget_unused({("li", used)}, before=2, now=3) == 1
    assert (book.address("li", used), book.address("li", unused)) == (NUMBER, None)


def test_processes_that_start_together_give_one_address_one_version(database_url: str) -> None:
    engines = [open_engine(database_url) for _ in range(4)]
    told = [("li", "sms", f"+86 {n}") for n in range(20)]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda engine: seed(engine, "demo", told, 1, {}), engines))
    assert all(one == found[0] for one in found)
    assert len(set(found[0].values())) == 20
    for engine in engines:
        engine.dispose()


def test_a_start_takes_addresses_out_of_the_site_and_out_of_what_is_kept(engine: Engine) -> None:
    plant = site_with(NUMBER, simulated=False)
    first = without_addresses(engine, plant, now=1)
    [contact] = first.person_by_id["p1"].contacts
    assert contact.address is None
    assert contact.version not in ("", guessable_version(NUMBER))
    assert AddressBook(engine, plant.id).address("p1", contact.version) == NUMBER
    assert without_addresses(engine, plant, now=2) == first, "a restart gives the same versions"
    kept = Descriptions(engine, first, now=3)
    assert Descriptions(engine, without_addresses(engine, plant, now=4), now=4).version == (
        kept.version
    )
    assert NUMBER not in everything_stored(engine)
    assert Descriptions(engine, plant, now=5).of(None) == plant
    assert NUMBER not in everything_stored(engine), "whoever forgets to take them out keeps none"


def test_on_a_simulated_plant_the_same_night_gives_the_same_versions(engine: Engine) -> None:
    plant = without_addresses(engine, site_with(NUMBER), now=1)
    assert plant.people[0].contacts[0].version == guessable_version(NUMBER)


@pytest.fixture
def before(bare_url: str) -> Any:
    """A database of the schema before, with two descriptions that hold addresses, and one text that is none."""
    engine = open_engine(bare_url)
    migrate(engine, "0010")

    def described(number: str) -> str:
        told = site_with(number).model_dump(mode="json")
        for person in told["people"]:
            for contact in person["contacts"]:
                del contact["version"]
                contact["channel"] = "sms"
        return json.dumps(told, ensure_ascii=False, separators=(",", ":"))

    texts = [described(NUMBER), described(OTHER), "name: 一号厂\n"]
    with engine.begin() as connection:
        for number, one in enumerate(texts, 1):
            digest = sha256(one.encode()).hexdigest()
            row = {"site": "small", "version": number, "sha256": digest, "yaml": one}
            connection.execute(insert(site_versions).values(**row, recorded_at=number * 10))
    yield engine, texts
    engine.dispose()


def stored_texts(engine: Engine) -> list[tuple[str, str]]:
    query = select(site_versions.c.yaml, site_versions.c.sha256).order_by(site_versions.c.version)
    with engine.connect() as connection:
        return [(row.yaml, row.sha256) for row in connection.execute(query)]


def test_the_migration_moves_every_address_and_the_way_back_restores_it(before: Any) -> None:
    engine, texts = before
    migrate(engine)
    moved = stored_texts(engine)
    assert not [one for one, _ in moved if NUMBER in one or OTHER in one]
    assert all(sha256(one.encode()).hexdigest() == digest for one, digest in moved)
    book = AddressBook(engine, "small")
    assert book.versions("p1") == {
        guessable_version(NUMBER): NUMBER,
        guessable_version(OTHER): OTHER,
    }
    assert moved[2][0] == texts[2]
    migrate(engine, "0010")
    assert [one for one, _ in stored_texts(engine)] == texts
    migrate(engine)
    assert stored_texts(engine) == moved


def test_after_the_migration_today_s_plant_keeps_its_number_and_its_proofs(before: Any) -> None:
    engine, _ = before
    migrate(engine)
    plant = without_addresses(engine, site_with(OTHER, simulated=False), now=100)
    assert plant.people[0].contacts[0].version == guessable_version(OTHER)
    text_of_today = kept_text(without_addresses(engine, site_with(OTHER), now=100))
    assert text_of_today == stored_texts(engine)[1][0]


def test_an_erased_address_does_not_come_back_with_the_older_schema(before: Any) -> None:
    engine, _ = before
    migrate(engine)
    AddressBook(engine, "small").erase("p1", now=50)
    migrate(engine, "0010")
    assert NUMBER not in str(stored_texts(engine))
    assert json.loads(stored_texts(engine)[0][0])["people"][0]["contacts"] == []


def test_everything_of_a_person_is_deleted_and_nothing_of_others(engine: Engine) -> None:
    book = AddressBook(engine, "demo")
    book.keep("li", "sms", NUMBER, now=1)
    kept = book.keep("wang", "sms", OTHER, now=1)
    sent = {"state": "sent", "holder": "me", "lease_until": 0, "attempt": 1, "updated_at": 5}
    with engine.begin() as connection:
        for who in ("li", "wang", "DRL-1/li"):
            row = {"site": "demo", "person": who, "ts": 4, "lat": 1.0, "lon": 2.0, "source": "gps"}
            connection.execute(insert(positions).values(**row))
        for number, who in enumerate(("li", "wang")):
            connection.execute(
                insert(deliveries).values(
                    site="demo", id=f"DIR-{number}/sent/sms", person=who, title="T",
                    text=f"{who}, come", **sent,
                )
            )  # fmt: skip
            connection.execute(
                insert(receipts).values(
                    site="demo", channel="sms-a", event=f"e{number}", outcome="answered",
                    address=NUMBER, reply="1 8431", received_at=5, state="applied",
                    delivery=f"DIR-{number}/sent/sms",
                )
            )  # fmt: skip
    assert is_known(engine, engine, "demo", "li")
    names = ["li", "DRL-1/li"]
    deleted = erase_person(engine, engine, "demo", "li", names, until=9, now=10)
    assert deleted == Deleted(addresses=1, positions=2, messages=1)
    assert erase_person(engine, engine, "demo", "li", names, 9, 11) == Deleted()
    with engine.connect() as connection:
        texts = connection.execute(
            select(deliveries.c.person, deliveries.c.title, deliveries.c.text)
        ).all()
        assert sorted(map(tuple, texts)) == [("li", "", ""), ("wang", "T", "wang, come")]
        left = connection.execute(select(receipts.c.address, receipts.c.reply)).all()
        assert sorted(map(tuple, left), key=str) == [(NUMBER, "1 8431"), (None, None)]
        assert connection.scalar(select(func.count()).select_from(positions)) == 1
    assert book.address("wang", kept) == OTHER
    assert not is_known(engine, engine, "other", "wang")


def test_what_came_after_the_erasing_stays(engine: Engine) -> None:
    book = AddressBook(engine, "demo")
    book.keep("li", "sms", NUMBER, now=1)
    new = book.keep("li", "sms", OTHER, now=20)
    assert erase_person(engine, engine, "demo", "li", ["li"], until=10, now=30).addresses == 1
    assert book.versions("li") == {new: OTHER}


def test_who_was_shown_what_is_kept_in_order_for_its_time(engine: Engine) -> None:
    reads = PersonalReads(engine, "demo")
    for at in (1, 5):
        reads.note(PersonalRead(at, "ann", "commander", "li", "contacts", "people"))
    reads.note(PersonalRead(3, "joe", "controller", "wang", "contacts", "sos"))
    assert [one.at for one in reads.of("li")] == [5, 1]
    assert PersonalReads(engine, "other").of("li") == []
    assert reads.forget(before=5) == 2
    assert [one.at for one in reads.of("li")] == [5]


@pytest.mark.parametrize(
    ("address", "shown"),
    [(NUMBER, "•••• 34"), ("zhao@plant.example", "z••••@plant.example"), ("hy1", "••••")],
)
def test_a_mask_tells_two_numbers_apart_and_none_of_them(address: str, shown: str) -> None:
    assert masked(address) == shown


def test_masks_follow_the_book_and_forget_who_is_erased(engine: Engine) -> None:
    book = AddressBook(engine, "demo")
    first = book.keep("li", "sms", NUMBER, now=1)
    masks = AddressMasks(book)
    later = book.keep("li", "sms", OTHER, now=2)
    assert (masks.of("li", first), masks.of("li", later)) == ("•••• 34", None)
    masks.learn("li", later)
    assert masks.of("li", later) == "•••• 78"
    assert masks.of("li", "unknown") is None
    masks.forget("li")
    assert masks.of("li", first) is None


def test_codes_are_the_same_in_every_process_and_nobody_else_s(database_url: str) -> None:
    engine, other = open_engine(database_url), open_engine(database_url)
    code = ContactCodes(engine, "demo").of("PRF-1", "li", "v1")
    assert len(code) == 6
    assert code.isdecimal()
    assert ContactCodes(other, "demo").of("PRF-1", "li", "v1") == code
    others = {
        ContactCodes(engine, site).of(campaign, who, version)
        for site, campaign, who, version in (
            ("demo", "PRF-2", "li", "v1"),
            ("demo", "PRF-1", "wang", "v1"),
            ("demo", "PRF-1", "li", "v2"),
            ("other", "PRF-1", "li", "v1"),
        )
    }
    assert code not in others
    with engine.connect() as connection:
        assert code not in str(connection.execute(text("SELECT value FROM meta")).all())
    engine.dispose()
    other.dispose()


def test_an_edit_holds_in_every_process_without_a_restart(database_url: str) -> None:
    engines = [open_engine(database_url) for _ in range(2)]
    plant = without_addresses(engines[0], site_with(NUMBER, simulated=False), now=1)
    clock = HandClock(1_700_000_000_000)
    here, there = (Desk(plant, Journal(e, plant.id, clock.now), clock) for e in engines)
    person = plant.person_by_id["p1"]
    [old] = person.contacts
    new = AddressBook(engines[0], plant.id).keep("p1", "sms", OTHER, now=2, by="ann")
    data = {
        "person": "p1", "change": "changed", "channel": "sms", "version": new,
        "before": old.version, "expected": 0,
    }  # fmt: skip
    assert isinstance(here.submit("contact.change", data, Actor("ann", Role.DUTY)), Accepted)
    there.catch_up()
    [held] = contacts_of(there.state, person)
    assert AddressBook(engines[1], plant.id).address("p1", held.version) == OTHER
    second = there.submit("contact.change", data | {"before": new}, Actor("joe", Role.DUTY))
    assert isinstance(second, Refused)
    assert second.refusal.code == "contacts_changed"
    for engine in engines:
        engine.dispose()
