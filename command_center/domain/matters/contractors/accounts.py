"""Entries in accounts of points: what a move enters, for which period, the new balance, and which
bans follow."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from command_center.domain.matters.contractors.bans import known_company_name
from command_center.domain.matters.duties.planned import plan_of
from command_center.domain.matters.parties.addressees import told
from command_center.domain.matters.playing.play import Play, kind_of
from command_center.domain.state.matters import Balance, Points, Told
from command_center.domain.template_language import fields as f
from command_center.domain.template_language.powers import GUARDED
from command_center.domain.template_language.shelf import TemplateShelf
from command_center.domain.template_language.template import Account, Calendar, Entry, Outcome

PAUSE = "pause"
"""What stands among the closed doors while live permits pause, whether new ones are refused or not."""


def period_at(account: Account, play: Play) -> tuple[str, int | None]:
    """Returns the period in which an entry counts, and its end (UTC epoch ms); None as end where
    nothing resets."""
    calendar = account.resets or account.closes
    if calendar is None:
        return "", None
    name, _, until = period_named(calendar, play.site.zone, play.now)
    return name, until


def period_named(calendar: Calendar, zone: ZoneInfo, at: int) -> tuple[str, int, int]:
    """Returns (name, begin, end) of the calendar period that contains `at`, in the time zone
    `zone`; UTC epoch ms."""
    local = datetime.fromtimestamp(at / 1000, zone)
    months = {"month": 1, "quarter": 3, "year": 12}[calendar.every]
    first = (local.month - 1) // months * months + 1
    year, month = divmod(first - 1 + months, 12)
    begins = datetime(local.year, first, 1, tzinfo=zone)
    ends = datetime(local.year + year, month + 1, 1, tzinfo=zone)
    name = f"{local.year}" if months == 12 else f"{local.year}-{first:02d}"
    return name, round(begins.timestamp() * 1000), round(ends.timestamp() * 1000)


def closing(account: Account) -> Calendar | None:
    """Returns the calendar by which an account is closed with a report; None where it makes none."""
    for calendar in (account.closes, account.resets):
        if calendar is not None and calendar.report is not None:
            return calendar
    return None


def closed_with(shelf: TemplateShelf | None, template: str) -> Account | None:
    """Returns the account whose periods are closed with this report template; only timed rules open
    such a report."""
    for account in shelf.accounts() if shelf is not None else ():
        calendar = closing(account)
        if calendar is not None and calendar.report == template:
            return account
    return None


def entry(
    play: Play,
    account: Account,
    subject: str,
    why: str,
    n: float,
    *,
    sets: float | None = None,
    undone: bool = False,
) -> Points:
    """Returns one entry of `n` points; `sets` sets the balance to that number instead, as a
    readmission does. A ban stays until it is lifted so, or until the entry that caused it is
    undone: a new year alone lifts no ban."""
    known = play.state.matters.accounts.get(account.account, {}).get(subject)
    period, until = period_at(account, play)
    stood = float(account.starts) if known is None or known.period != period else known.balance
    balance = stood + n if sets is None else sets
    reached = [step for step in account.steps if balance <= step.at_most]
    bans = {door for step in reached for door in step.bans or ()}
    bans |= {PAUSE for step in reached if step.pauses}
    if known is not None and account.back is not None and sets is None and not undone:
        bans |= set(known.bans)
    return Points(
        account=account.account, subject=subject, why=why, n=balance - stood, period=period, until=until,
        starts=float(account.starts), balance=balance, bans=sorted(bans),
    )  # fmt: skip


def entries_of_move(play: Play, move: str) -> Iterator[Points]:
    """Yields what a move enters into the accounts that name its template."""
    for account in play.shelf.accounts():
        for one in account.entries:
            if one.move == move and _named(play, one.from_):
                yield from _entered(play, account, one)
        back = account.back
        if back is not None and back.move == move and _named(play, back.from_):
            for subject in subjects(play, account):
                yield entry(play, account, subject, move, 0, sets=float(back.to))


def _named(play: Play, template: str) -> bool:
    """Returns whether an account that names a template means the matter's template: by its own
    name, or by that of the library template whose powers it has. A site's text that only uses
    such a name, without the powers, is not meant."""
    own, powers = play.template.template, play.pinned.powers
    if template == own:
        return bool(powers) or own not in GUARDED
    return bool(powers) and template == kind_of(play.template)


def _entered(play: Play, account: Account, one: Entry) -> Iterator[Points]:
    for subject in subjects(play, account):
        if one.undoes is not None:
            known = _balance(play, account, subject)
            was = known.entries.get(f"{play.matter.id}/{one.undoes}") if known is not None else None
            if was:
                yield entry(play, account, subject, one.move, -was, undone=True)
            continue
        n = points_of(one, play.value(one.read) if one.read is not None else None)
        if n is not None:
            yield entry(play, account, subject, one.move, n)


def _balance(play: Play, account: Account, subject: str) -> Balance | None:
    return play.state.matters.accounts.get(account.account, {}).get(subject)


def points_of(one: Entry, read: Any) -> float | None:
    """Returns the points of an entry; for a choice, the points of the chosen value."""
    if isinstance(one.points, dict):
        return one.points.get(str(read))
    return one.points


def subjects(play: Play, account: Account) -> Iterator[str]:
    """Yields the subjects of an account's points: the people, companies or posts that the matter
    names in fields of that type."""
    types: dict[str, type[f.FieldBase]] = {
        "person": f.PersonField,
        "company": f.CompanyField,
        "post": f.PostField,
    }
    for of in account.of:
        for name, field in play.template.fields.items():
            value = play.value(name)
            if isinstance(field, types[of]) and isinstance(value, str):
                yield known_company_name(play.state, play.site, value) if of == "company" else value


def fallen(play: Play, points: list[Points]) -> list[Told]:
    """Returns who is notified because an entry brings an account down to one of its steps."""
    found: list[Told] = []
    for one in points:
        account = next((a for a in play.shelf.accounts() if a.account == one["account"]), None)
        before = one["balance"] - one["n"]
        for step in account.steps if account is not None else ():
            if step.tell and one["balance"] <= step.at_most < before:
                found += told(play, step.tell)
    return found


def scored(play: Play, outcome: Outcome, parties: dict[str, list[str]]) -> Iterator[Points]:
    """Yields the points that an outcome scores for the people of each party that the template
    scores. Where the account does not exist, nothing is entered. A plan that scores replaces
    this, for the person whose duty it was."""
    plan = plan_of(play)
    by_plan = plan is not None and bool(plan.score)
    into = plan.into if plan is not None and by_plan else play.template.into
    account = next((one for one in play.shelf.accounts() if one.account == into), None)
    if account is None:
        return
    if plan is not None and by_plan:
        holder = play.matter.opener
        concerned = any(holder in people for people in parties.values())
        if outcome in plan.score and concerned and holder in play.site.person_by_id:
            yield entry(play, account, holder, outcome, plan.score[outcome])
        return
    for party, outcomes in play.template.score.items():
        if outcome in outcomes:
            for person in parties.get(party, ()):
                if person not in play.site.person_by_id:
                    continue
                yield entry(play, account, person, outcome, outcomes[outcome])
