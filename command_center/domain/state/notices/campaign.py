"""The state of a campaign: people are asked to confirm their contacts."""

from dataclasses import dataclass, field

from command_center.domain.state.notices.notice import Channel, Notice, Page


@dataclass(slots=True)
class ContactAsk:
    """One contact to confirm. `step` names it within the campaign, `version` identifies the
    address. `confirmed_at` is UTC epoch ms; `how` says whether by its code or by an answer from
    the address."""

    step: str
    person: str
    channel: Channel
    version: str
    confirmed_at: int | None = None
    how: str | None = None


@dataclass(slots=True)
class Campaign:
    """A campaign to verify contacts, started at `at`; a code is valid until `until` (UTC epoch ms).
    `notices` are the attempts to send the codes."""

    id: str
    at: int
    by: str
    until: int
    seq: int
    asks: dict[str, ContactAsk] = field(default_factory=dict)
    pages: list[Page] = field(default_factory=list)
    notices: dict[str, Notice] = field(default_factory=dict)
