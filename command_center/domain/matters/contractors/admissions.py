"""Admissions: contractors' people whose admission is in force and in date (power `admit`)."""

from collections.abc import Iterator

from command_center.domain.matters.contractors.bans import same_company, same_name
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.domain.state.matters import Admitted
from command_center.domain.template_language.powers import ADMIT, POWERS
from command_center.domain.template_language.shelf import TemplateShelf


def admits_people(state: State) -> bool:
    """Returns whether the plant admits contractors through this software, which is so from its
    first admission on. Before that the gate keeps its own list, and nobody is refused for lack
    of an admission."""
    return state.matters.admits


def is_admitted(
    state: State,
    site: Site,
    shelf: TemplateShelf,
    today: str,
    *,
    person: str | None,
    name: str | None,
    company: str | None,
) -> bool:
    """Returns whether somebody at the gate was admitted and is in date on `today` (ISO, in the
    plant's time zone). `person` is given where a badge identifies them; else they are compared
    by name and company."""
    for one in _standing(state, shelf, today):
        known = site.person_by_id.get(one.person)
        if one.person in (person, name):
            return True
        called = known is not None and name is not None and same_name(known, name)
        if person is None and called and company is not None and same_company(one.company, company):
            return True
    return False


def _standing(state: State, shelf: TemplateShelf, today: str) -> Iterator[Admitted]:
    """Yields the admissions in force now. Facts of older journals do not hold them; they are then
    read from the matters."""
    for matter in state.matters.open.values():
        if matter.state != POWERS[ADMIT].given:
            continue
        pinned = shelf.pinned(matter.revision)
        known = [matter.fields.get(one) for one in ("person", "company", "until")]
        person, company, until = (one if isinstance(one, str) else "" for one in known)
        if pinned is not None and ADMIT in pinned.powers and person and until >= today:
            yield Admitted(matter.revision, person, company, until)
