"""Erases people: records the fact, then deletes them from the tables, and completes what a crash left undone."""

from collections.abc import Callable, Sequence

from command_center.desk import Accepted, Desk
from command_center.domain.actor import Actor
from command_center.domain.drills.exercise_tag import in_drill
from command_center.domain.fact import Fact
from command_center.domain.notifications.contacts_now import in_force
from command_center.domain.state import State
from command_center.store.database.databases import Databases
from command_center.store.people.address_book import AddressBook
from command_center.store.people.erasing import Deleted, empty_log, erase_person, is_known

DAY_MS = 86_400_000


class NobodyKnown(LookupError):
    """Neither the site file nor any table knows this person."""


class Erasing:
    """Erases people of one site from the journal's state and from every other table."""

    def __init__(self, desk: Desk, stores: Databases, site: str, now: Callable[[], int]) -> None:
        self._desk, self._stores, self._site, self._now = desk, stores, site, now
        self._book = AddressBook(stores.journal, site)
        self._log_left = False

    def erase(self, person: str, actor: Actor) -> Deleted:
        """Delete a person, record the erasure, and delete what arrived in between. Raises NobodyKnown.

        The tables are cleared first: once the fact is recorded, no process finds anything of the person to show. If
        the process dies after the fact, the next `make_up` does the rest; it runs at every start and every hour.
        """
        known = person in self._desk.site.person_by_id or is_known(
            self._stores.journal, self._stores.feeds, self._site, person
        )
        if not known:
            raise NobodyKnown(person)
        deleted = self._delete(person, self._now())
        answer = self._desk.submit("person.erase", {"person": person}, actor, by_door=True)
        assert isinstance(answer, Accepted)
        self._delete(person, self._desk.state.erased[person])
        self.empty_logs()
        return deleted

    def empty_logs(self) -> None:
        """Remove erased data from the write-ahead logs too. A log that is being read is left for the next `look`."""
        engines = dict.fromkeys([self._stores.journal, self._stores.feeds])
        emptied = [empty_log(engine) for engine in engines]
        self._log_left = not all(emptied)

    def look(self) -> None:
        """Called once a second: retry a log that could not be emptied."""
        if self._log_left:
            self.empty_logs()

    def make_up(self) -> None:
        """Delete people whom the journal records as erased but who are still in a table: after a crash, from a
        restored copy, or because the site file still lists them and a start took them up again.
        """
        state = self._desk.state
        for person, at in list(state.erased.items()):
            self._delete(person, at)
            used = [one.version for one in state.contacts[person].contacts]
            self._book.erase_from_file(person, used, self._now())

    def tidy(self, removed_days: float) -> int:
        """Erase addresses that no contact has used since `removed_days` days; return how many."""
        self.make_up()
        state, now = self._desk.state, self._now()
        return self._book.forget_unused(
            in_force(state, self._desk.site), now - round(removed_days * DAY_MS), now
        )

    def _delete(self, person: str, until: int) -> Deleted:
        names = names_of(self._desk.state, person)
        stores = self._stores
        return erase_person(
            stores.journal, stores.feeds, self._site, person, names, until, self._now()
        )


def erased_in(facts: Sequence[Fact]) -> list[str]:
    """Return the people whom these facts record as erased."""
    return [fact.data["person"] for fact in facts if fact.kind == "person.erased"]


def names_of(state: State, person: str) -> list[str]:
    """Return the names under which a person's positions are kept: the person's own, and one for each drill."""
    return [person, *(in_drill(drill, person) for drill in state.drills)]
