"""How well a contact is verified: by the site's file, and by the result of the last notice to it.

docs/domain.md, "People, headcount, entry": a verification counts for 30 days for the holder of a
key post and for 90 days for everybody else. Days are calendar days of the plant: a contact that was
verified on 1 June counts until 1 July is over. A failed delivery ends it at once, and a newer
success begins a new one.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from command_center.domain.site.model import Contact, Person, Site
from command_center.domain.state import State
from command_center.domain.state.notices.notice import Proof
from command_center.domain.verdicts.turns import ALWAYS, Turn, day_begins, turns_of

KEY_POST_DAYS = 30
OTHER_DAYS = 90


@dataclass(frozen=True, slots=True)
class ContactProof:
    """The verification of a contact. `day` is the plant's calendar day of the newest one, None
    without one. `at` is when a notice verified or disproved it (UTC epoch ms). `error` says why
    its last notice failed; `failed` means that the address is dead."""

    day: date | None
    at: int | None = None
    error: str | None = None
    failed: bool = False


def proof_of(state: State, site: Site, person: Person, contact: Contact) -> ContactProof:
    """Returns the verification of one address of a person. A notice counts only for the address it
    went to."""
    notice: Proof | None = state.proofs.get((person.id, contact.version))
    if notice is None:
        return ContactProof(contact.verified, failed=contact.failed is not None)
    if notice.error is not None:
        return ContactProof(contact.verified, notice.at, notice.error, failed=True)
    reached = datetime.fromtimestamp(notice.at / 1000, site.zone).date()
    return ContactProof(max(reached, contact.verified or reached), notice.at)


def proof_days(site: Site, person: str) -> int:
    """Returns for how many days a verification of this person's contacts counts."""
    return KEY_POST_DAYS if person in site.key_people else OTHER_DAYS


def proof_turns(site: Site, proof: ContactProof, days: int) -> list[Turn]:
    """Returns the turns of a verification: `reached` on the day on which a notice arrived, `proven`
    while it counts, then `unproven`; `failed` and `never` at once."""
    if proof.failed:
        return [(ALWAYS, "urgent", "failed")]
    if proof.day is None:
        return [(ALWAYS, "warn", "never")]
    over = day_begins(proof.day + timedelta(days=days + 1), site.zone)
    turns: list[Turn] = [(ALWAYS, "plain", "proven"), (over, "warn", "unproven")]
    if proof.at is not None:
        next_day = datetime.fromtimestamp(proof.at / 1000, site.zone).date() + timedelta(days=1)
        turns[:1] = [
            (ALWAYS, "plain", "reached"),
            (day_begins(next_day, site.zone), "plain", "proven"),
        ]
    return turns_of(turns)
