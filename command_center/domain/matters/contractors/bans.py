"""Whether an account closes the gate to somebody, and how sure that is.

The gate desk knows a person by their badge or id, or it types a name and a company. An identity that is known
decides. A name and company that are both those of somebody barred decide too, whatever capital letters, width of signs
and spaces they are typed with. What is only like them is a doubt: the guard compares the papers, and says so.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from command_center.domain.site.model import Person, Site
from command_center.domain.state import State

GATE = "gate"
LIKE = 0.85
"""From this part of equal signs on two names of companies are like each other (ours)."""
LEGAL_FORMS = (
    "有限责任公司", "股份有限公司", "有限公司", "集团公司", "集团", "公司", "company", "limited", "corporation", "corp",
    "incorporated", "inc", "gmbh", "llc", "ltd", "co",
)  # fmt: skip
"""What a company's name ends with and a guard leaves out."""


@dataclass(frozen=True, slots=True)
class GateBan:
    """Who is barred (a person's id or a company), by which account. `sure`: it is them; else only like them."""

    who: str
    account: str
    sure: bool


def gate_ban(state: State, *subjects: str | None) -> tuple[str, str] | None:
    """(who, the account that closes the gate) of the first of these subjects of accounts; None where the gate is open
    to all. Capital letters, width of signs and spaces make no difference."""
    return _ban_of(_by_name(_barred(state)), *subjects)


def at_gate(
    state: State, site: Site, *, person: str | None = None, name: str | None = None, company: str | None = None
) -> GateBan | None:  # fmt: skip
    """Who of those barred stands at the gate; None where nobody barred is like them.

    `person` is who it is, where a badge says so; `name` and `company` are what they say of themselves."""
    if person is None and name is not None and name.strip() in site.person_by_id:
        person = name.strip()
    known = site.person_by_id.get(person) if person is not None else None
    barred = _barred(state)
    if not barred:
        return None
    if known is not None:
        ban = _ban_of(_by_name(barred), known.id, known.company)
        if ban is not None:
            return GateBan(*ban, sure=True)
        return None if company is None else _company(barred, company)
    found = _company(barred, company) if company is not None else None
    if found is not None and found.sure:
        return found
    return _named(barred, site, name, company) or found


def company_called(state: State, site: Site, name: str) -> str:
    """The name of a company as the accounts write it, else as the plant's list of people does, else unchanged. So a
    company has one account, however its name is typed."""
    plain = _plain(name)
    for balances in state.matters.accounts.values():
        if name in balances:
            return name
    people = site.person_by_id
    accounts = state.matters.accounts.values()
    known = [one for balances in accounts for one in balances if one not in people]
    known += [one.company for one in people.values() if one.company is not None]
    return next((one for one in known if _plain(one) == plain), name)


def companies_known(state: State, site: Site) -> list[str]:
    """The companies that the plant knows, each once, by name: of people on its list, of people it admitted, and those
    that have an account."""
    people = site.person_by_id
    known = {one.company for one in people.values() if one.company is not None}
    known |= {one.company for one in state.matters.admitted.values()}
    for balances in state.matters.accounts.values():
        known |= {one for one in balances if one not in people and one not in site.post_by_id}
    return sorted(known)


def is_known_company(state: State, site: Site, name: str) -> bool:
    """Whether the plant knows a company."""
    return any(same_company(one, name) for one in companies_known(state, site))


def same_company(one: str, other: str) -> bool:
    """Whether two names are one company's: capital letters, width of signs and spaces make no difference."""
    return _plain(one) == _plain(other)


def _barred(state: State) -> list[tuple[str, str]]:
    """(subject, account) of everybody to whom the gate is closed. There are thousands of balances: ask once."""
    return [
        (subject, account)
        for account, balances in state.matters.accounts.items()
        for subject, known in balances.items()
        if GATE in known.bans
    ]


def _by_name(barred: Sequence[tuple[str, str]]) -> dict[str, tuple[str, str]]:
    """The bans by name in the form that is compared. Of two equal names the first counts."""
    found: dict[str, tuple[str, str]] = {}
    for subject, account in barred:
        found.setdefault(_plain(subject), (subject, account))
    return found


def _ban_of(by_name: dict[str, tuple[str, str]], *subjects: str | None) -> tuple[str, str] | None:
    """(who, account) of the first of these subjects to whom the gate is closed."""
    bans = (by_name.get(_plain(one)) for one in subjects if one is not None)
    return next((one for one in bans if one is not None), None)


def _company(barred: Sequence[tuple[str, str]], typed: str) -> GateBan | None:
    """The barred company that is called so, else one that is called like it."""
    like = None
    for subject, account in barred:
        if _plain(subject) == _plain(typed):
            return GateBan(subject, account, sure=True)
        if _alike(subject, typed):
            like = like or GateBan(subject, account, sure=False)
    return like


def _named(
    barred: Sequence[tuple[str, str]], site: Site, name: str | None, company: str | None
) -> GateBan | None:
    """The barred person of this name: surely, where the company is theirs too; else it may be a namesake."""
    if name is None:
        return None
    like, by_name = None, _by_name(barred)
    for person in site.person_by_id.values():
        ban = _ban_of(by_name, person.id, person.company)
        if ban is None or not same_name(person, name):
            continue
        if company and person.company and _plain(company) == _plain(person.company):
            return GateBan(*ban, sure=True)
        like = like or GateBan(*ban, sure=False)
    return like


def same_name(person: Person, typed: str) -> bool:
    """Whether a person is called so in either language, in whatever order of the words."""
    names = (person.name.zh, person.name.en, person.id)
    return any(_words(one) == _words(typed) or _plain(one) == _plain(typed) for one in names)


def _words(name: str) -> list[str]:
    return sorted(_signs(name).split())


def _signs(name: str) -> str:
    """Small letters of one width; everything that is no letter or number is a space."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "".join(sign if sign.isalnum() else " " for sign in folded)


@lru_cache(maxsize=16_384)
def _plain(name: str) -> str:
    """How a name is compared. The same few thousand names are compared again and again."""
    return "".join(_signs(name).split())


def _alike(one: str, other: str) -> bool:
    """Whether two names may be one company's: without their legal form one is within the other, or nearly equal."""
    first, second = _without_form(one), _without_form(other)
    if min(len(first), len(second)) < 2:
        return False
    if first in second or second in first:
        return True
    return SequenceMatcher(None, first, second, autojunk=False).ratio() >= LIKE


def _without_form(name: str) -> str:
    """A company's name without what says only what kind of company it is."""
    plain = _signs(name).strip()
    shorter = True
    while shorter:
        shorter = False
        for form in LEGAL_FORMS:
            own_word = plain.endswith(f" {form}") or (not form.isascii() and plain.endswith(form))
            if own_word and len(plain) > len(form):
                plain, shorter = plain.removesuffix(form).strip(), True
    return "".join(plain.split())
