"""Closes accounts of points: when a period is over, the matter of its report opens with everybody's
balance at that time.

An account names its report by `closes: {every: month, report: duty-report}`. The report is a
template with a list whose lines have a number `points`.
"""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any

from command_center.domain.matters.contractors.accounts import closing, period_named
from command_center.domain.matters.playing.play import Play, titled
from command_center.domain.refusal import Refusal
from command_center.domain.registry import Context
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.domain.state.matters import Balance
from command_center.domain.template_language import fields as f
from command_center.domain.template_language.account_rules import POINTS, lines_of_points
from command_center.domain.template_language.template import Account

PERIOD, REMARKS = "period", "remarks"
"""The text fields of a report that say which period it closes, and that there is nothing in it."""
MORE = {
    "zh": "本表最多{most}行，另有{n}人未列入。",
    "en": "This list holds {most} lines. {n} more are not in it.",
}
EMPTY = {"zh": "本期无记录。", "en": "Nothing was entered in this period."}


MOST_BACK = 12
"""So many periods back a missing report is made up for: a year of months (ours)."""


def to_close(state: State, site: Site, account: Account, now: int) -> list[str]:
    """Returns the periods of an account that are over at `now` (UTC epoch ms), have no report and
    can still be computed, the oldest first. A server that was down when a period ended makes the
    report afterwards; a refused report does not hold up the others. An account without entries
    before the end of a period gets no report for it."""
    calendar = closing(account)
    if calendar is None:
        return []
    balances = state.matters.accounts.get(account.account, {})
    found: list[str] = []
    _, first, _ = period_named(calendar, site.zone, now)
    for back in range(MOST_BACK):
        period, first, over = period_named(calendar, site.zone, first - 1)
        if f"{account.account}/{period}/{account.account}" in state.matters.made:
            continue
        if not any(one.since < over for one in balances.values()):
            break
        if back and not _known(account, balances.values(), period, over):
            break
        found.append(period)
    return found[::-1]


def _known(account: Account, balances: Iterable[Balance], period: str, over: int) -> bool:
    """Returns whether the balances at the end of an earlier period are still known. Of each subject
    only its last two periods with entries are kept. Where an account resets by another calendar
    than it is closed by, only the present balance is known; it is that of the period's end where
    nothing was entered since."""
    begun = [one for one in balances if one.since < over]
    if _by_another_calendar(account):
        return all(one.last_at < over for one in begun)
    return all(
        one.period <= period or (one.before is not None and one.before[0] <= period)
        for one in begun
    )


def _by_another_calendar(account: Account) -> bool:
    return account.resets is not None and account.resets != closing(account)


def ident_of(site: Site, account: str, period: str) -> str:
    """Returns the id of the matter that closes a period. It is the same at every call."""
    return sha256(f"{site.id}/{account}/{period}/closing".encode()).hexdigest()[:32]


def report_fields(play: Play, account: Account, period: str) -> dict[str, Any]:
    """Returns the fields of a report: its period, and a line for everybody who had entries in it,
    or a text that nobody had."""
    found: dict[str, Any] = {}
    fields = play.template.fields
    zh = play.site.language.startswith("zh")
    if isinstance(fields.get(PERIOD), f.TextField):
        found[PERIOD] = period
    known = lines_of_points(play.template)
    if known is None:
        return found
    name, field = known
    lines = list(_lines(play, account, period, field))
    if lines:
        found[name] = lines[: field.most]
    remark = "" if lines else EMPTY["zh" if zh else "en"]
    if (more := len(lines) - field.most) > 0:
        remark = MORE["zh" if zh else "en"].format(most=field.most, n=more)
    if remark and isinstance(fields.get(REMARKS), f.TextField):
        found[REMARKS] = remark
    return found


def rewritten(play: Play, fields: Iterable[str]) -> Refusal | None:
    """Refuses other figures in the report of a closed period: only an appeal changes a score."""
    if play.matter.plan is None or play.matter.plan != play.matter.subject:
        return None  # a plan opens its matters for somebody or something, an account for itself
    known = lines_of_points(play.template)
    closed = (PERIOD, known[0]) if known is not None else (PERIOD,)
    named = [titled(play.template, name) for name in closed if name in fields]
    return Refusal("report_closed", {"fields": named}) if named else None


def _lines(
    play: Play, account: Account, period: str, field: f.ListField
) -> Iterator[dict[str, Any]]:
    balances = play.state.matters.accounts.get(account.account, {})
    for subject in sorted(balances):
        stood = _stood(play, account, balances[subject], period)
        if stood is not None:
            points, entries = stood
            own = {POINTS: points, "entries": entries}
            numbers = {n: v for n, v in own.items() if isinstance(field.of.get(n), f.NumberField)}
            yield {**_called(play, field, subject), **numbers}


def _stood(play: Play, account: Account, one: Balance, period: str) -> tuple[float, int] | None:
    """Returns (balance at the end of a period, number of its entries); None where there was no
    entry."""
    if _by_another_calendar(account):
        return one.at(play.now), len(one.entries)
    if one.period == period:
        return one.balance, len(one.entries)
    if one.before is not None and one.before[0] == period:
        return one.before[1], one.before[2]
    return None


def _called(play: Play, field: f.ListField, subject: str) -> dict[str, Any]:
    """Returns the subject in the column of its type; in the first text column where the subject is
    no longer known."""
    site = play.site
    kinds: list[tuple[type[f.FieldBase], bool]] = [
        (f.PersonField, subject in site.person_by_id), (f.PostField, subject in site.post_by_id),
        (f.CompanyField, True), (f.TextField, True),
    ]  # fmt: skip
    for kind, fits in kinds:
        name = next((n for n, one in field.of.items() if isinstance(one, kind)), None)
        if fits and name is not None:
            return {name: subject}
    return {}


def asked(state: State, ctx: Context, account: str, period: str) -> Account | None:
    """Returns the account if this period of it is to be closed now, else None."""
    listed = ctx.templates.accounts() if ctx.templates is not None else []
    known = next((one for one in listed if one.account == account), None)
    if known is None or period not in to_close(state, ctx.site, known, ctx.now):
        return None
    return known
