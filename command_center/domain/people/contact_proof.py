"""How well a contact is proven: by the site's file, and by what the last notice to it came to.

docs/domain.md, "People, headcount, entry": a proof counts for 30 days for the holder of a key post and for
90 days for everybody else. Days are calendar days of the plant: a contact that was proven on 1 June counts until
1 July is over. A failed delivery ends a proof at once, and a newer success begins one.
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
    """`day`: the plant's calendar day of the newest proof, None without one. `at` is the notice that proved or
    disproved it (UTC epoch ms). `error` says why its last notice failed; `failed` that the address is dead."""

    day: date | None
    at: int | None = None
    error: str | None = None
    failed: bool = False


def proof_of(state: State, site: Site, person: Person, contact: Contact) -> ContactProof:
    """What is known of one address of a person. A notice counts for the address it went to only."""
    notice: Proof | None = state.proofs.get((person.id, contact.version))
    if notice is None:
        return ContactProof(contact.verified, failed=contact.failed is not None)
    if notice.error is not None:
        return ContactProof(contact.verified, notice.at, notice.error, failed=True)
    reached = datetime.fromtimestamp(notice.at / 1000, site.zone).date()
    return ContactProof(max(reached, contact.verified or reached), notice.at)


def proof_days(site: Site, person: str) -> int:
    """For how many days a proof of this person's contacts counts."""
    return KEY_POST_DAYS if person in site.key_people else OTHER_DAYS


def proof_turns(site: Site, proof: ContactProof, days: int) -> list[Turn]:
    """`reached` on the day on which a notice arrived, `proven` while the proof counts, then `unproven`; `failed`
    and `never` at once."""
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
