"""Decides whether a person at the gate is banned by an account of points, and how certain that is.

The gate desk knows a person by badge or id, or types a name and a company. A known identity
decides. So do a name and a company that both match somebody banned, whatever capitals, width of
characters and spaces are typed. A mere similarity is a doubt: the guard compares the papers and
records the result.
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
    """A banned person (id) or company, and the account that bans them. `sure`: it is them; else
    only a similar name."""

    who: str
    account: str
    sure: bool


def gate_ban(state: State, *subjects: str | None) -> tuple[str, str] | None:
    """Returns (subject, account) for the first of these subjects that is banned from the gate; None
    where none is. Capitals, width of characters and spaces make no difference."""
    return _ban_of(_by_name(_barred(state)), *subjects)


def at_gate(
    state: State, site: Site, *, person: str | None = None, name: str | None = None, company: str | None = None
) -> GateBan | None:  # fmt: skip
    """Returns the ban that applies to the person at the gate; None where nobody banned is like
    them.

    `person` is given where a badge identifies them; `name` and `company` are what they say of
    themselves.
    """
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


def known_company_name(state: State, site: Site, name: str) -> str:
    """Returns a company's name as the accounts write it, else as the plant's list of people does,
    else unchanged. So a company has one account, however its name is typed."""
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
    """Returns the companies that the plant knows, each once, by name: those of people on its list,
    of admitted people, and those with an account."""
    people = site.person_by_id
    known = {one.company for one in people.values() if one.company is not None}
    known |= {one.company for one in state.matters.admitted.values()}
    for balances in state.matters.accounts.values():
        known |= {one for one in balances if one not in people and one not in site.post_by_id}
    return sorted(known)


def is_known_company(state: State, site: Site, name: str) -> bool:
    """Returns whether the plant knows a company."""
    return any(same_company(one, name) for one in companies_known(state, site))


def same_company(one: str, other: str) -> bool:
    """Returns whether two names are the same company's: capitals, width of characters and spaces
    make no difference."""
    return _plain(one) == _plain(other)


def _barred(state: State) -> list[tuple[str, str]]:
    """Returns (subject, account) of everybody banned from the gate. There can be thousands of
    balances, so callers ask only once."""
    return [
        (subject, account)
        for account, balances in state.matters.accounts.items()
        for subject, known in balances.items()
        if GATE in known.bans
    ]


def _by_name(barred: Sequence[tuple[str, str]]) -> dict[str, tuple[str, str]]:
    """Returns the bans by normalised name. Of two equal names the first counts."""
    found: dict[str, tuple[str, str]] = {}
    for subject, account in barred:
        found.setdefault(_plain(subject), (subject, account))
    return found


def _ban_of(by_name: dict[str, tuple[str, str]], *subjects: str | None) -> tuple[str, str] | None:
    """Returns (subject, account) of the first of these subjects that is banned from the gate."""
    bans = (by_name.get(_plain(one)) for one in subjects if one is not None)
    return next((one for one in bans if one is not None), None)


def _company(barred: Sequence[tuple[str, str]], typed: str) -> GateBan | None:
    """Returns the ban of the company with this name, else of one with a similar name."""
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
    """Returns the ban of a person with this name: sure, where the company matches too; else it may
    be a namesake."""
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
    """Returns whether a person has this name in either language, in any order of the words."""
    names = (person.name.zh, person.name.en, person.id)
    return any(_words(one) == _words(typed) or _plain(one) == _plain(typed) for one in names)


def _words(name: str) -> list[str]:
    return sorted(_signs(name).split())


def _signs(name: str) -> str:
    """Returns a name in lower case and one character width; everything that is no letter or digit
    becomes a space."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "".join(sign if sign.isalnum() else " " for sign in folded)


@lru_cache(maxsize=16_384)
def _plain(name: str) -> str:
    """Returns the normalised form in which names are compared."""
    return "".join(_signs(name).split())


def _alike(one: str, other: str) -> bool:
    """Returns whether two names may be the same company's: without their legal form one contains
    the other, or they are nearly equal."""
    first, second = _without_form(one), _without_form(other)
    if min(len(first), len(second)) < 2:
        return False
    if first in second or second in first:
        return True
    return SequenceMatcher(None, first, second, autojunk=False).ratio() >= LIKE


def _without_form(name: str) -> str:
    """Returns a company's name without its legal form, such as *Ltd*."""
    plain = _signs(name).strip()
    shorter = True
    while shorter:
        shorter = False
        for form in LEGAL_FORMS:
            own_word = plain.endswith(f" {form}") or (not form.isascii() and plain.endswith(form))
            if own_word and len(plain) > len(form):
                plain, shorter = plain.removesuffix(form).strip(), True
    return "".join(plain.split())
