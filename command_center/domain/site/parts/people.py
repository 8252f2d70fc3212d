"""The organisation: posts, people, shifts, the roster, teams, authority, outside units."""

import re
from datetime import time
from hashlib import sha256
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, ValidationInfo, model_validator
from pydantic_core import PydanticCustomError

from command_center.domain.quantities import Heads, Minutes, PlanSeconds
from command_center.domain.site.parts.base import (
    AreaRef,
    Day,
    Id,
    LevelRef,
    Names,
    Part,
    PersonRef,
    PostRef,
    RosterShift,
    ShiftRef,
    WallTime,
)  # fmt: skip
from command_center.domain.site.parts.ledger import KitLine
from command_center.domain.text import Text

DEAD_OF_NIGHT = time(3)
"""The shift on at this hour is the night's (ours)."""


Duty = Literal[
    "control_room", "fire", "process", "utilities", "environment", "electrical", "security",
    "stores", "management", "medical",
]  # fmt: skip


IcsPosition = Literal[
    "safety_officer", "public_information_officer", "liaison_officer",
    "operations_chief", "staging_area", "air_operations",
    "planning_chief", "resources_unit", "situation_unit", "documentation_unit",
    "demobilization_unit", "technical_specialist",
    "logistics_chief", "support_branch", "supply_unit", "facilities_unit", "ground_support_unit",
    "service_branch", "communications_unit", "medical_unit", "food_unit",
    "finance_chief", "time_unit", "procurement_unit", "claims_unit", "cost_unit",
]  # fmt: skip
"""The positions that ICS 203 names (FEMA, ICS Forms Booklet, FEMA 502-2). The incident commander is none of
them: who commands is a fact of each incident."""


class Post(Part):
    """A post of the emergency organisation. The roster says who holds it now.

    `duty` is its function in an emergency: drills ask for "the electrician", not for an id. `ics`
    is the position of its holder on the forms of the Incident Command System. `phone` is the post's own
    telephone, such as the control room's, which everybody reads; a person's numbers are their contacts.
    """

    id: Id
    name: Text
    area: AreaRef | None = None
    key: bool = False
    commands: bool = False
    duty: Duty | None = None
    ics: IcsPosition | None = None
    deputy: PostRef | None = None
    superior: PostRef | None = None
    phone: str | None = Field(default=None, max_length=40)


ContactChannel = Literal["im", "sms", "voice", "email", "push", "radio"]
ADDRESS_LENGTH: dict[ContactChannel, int] = {
    "im": 64, "sms": 60, "voice": 60, "email": 254, "push": 64, "radio": 60,
}  # fmt: skip
"""The most characters of an address, by channel: e-mail's is that of RFC 5321, section 4.5.3.1.3."""
_FORMS: dict[str, re.Pattern[str]] = {
    "im": re.compile(r"\S+"),
    "sms": re.compile(r"\+?[0-9(][0-9 ()/.-]+"),
    "voice": re.compile(r"\+?[0-9*#(][0-9 ()/.,*#-]+"),
    "email": re.compile(r"[^\s@<>,;:\"]{1,64}@[^\s@<>,;:\"]+"),
    "push": re.compile(r"[A-Za-z0-9_-]+"),
}
_CHECKED: frozenset[ContactChannel] = frozenset({"email", "push"})
"""Whose form a site file is refused for. Files of before hold telephone numbers as people write them."""

_WRITTEN_BETWEEN = str.maketrans("", "", " ()/.-")


def address_fault(channel: ContactChannel, address: str) -> str | None:
    """Returns what is wrong with an address entered for a channel: too long, or in the wrong form;
    None if nothing is."""
    if len(address) > ADDRESS_LENGTH[channel]:
        return "address_long"
    form = _FORMS.get(channel)
    return f"address_{channel}" if form is not None and not form.fullmatch(address) else None


def dialled(channel: str, address: str) -> str:
    """Returns an address as a machine dials it: telephone numbers without the blanks, brackets,
    dots, slashes and dashes that people write between the digits. Any other address, also a SIP
    name, stays as it is."""
    form = _FORMS[channel] if channel in ("sms", "voice") else None
    if form is None or not form.fullmatch(address):
        return address
    return address.translate(_WRITTEN_BETWEEN)


def _channel(given: object) -> object:
    """Returns `im` for `wecom`, the older name of that channel in site files."""
    return "im" if given == "wecom" else given


class Contact(Part):
    """One way to reach a person, and how well it is verified. `address_fault` says what an address
    looks like.

    A site file states the `address`. At a start it is taken out of the site (`boot/people/addresses.py`)
    and stored where it can be erased; only its opaque `version` stays.
    """

    unique = ("channel", "address", "version")
    channel: Annotated[ContactChannel, BeforeValidator(_channel)]
    address: str | None = Field(default=None, min_length=1, max_length=254)
    version: str = Field(default="", max_length=16)
    verified: Day | None = None
    failed: Text | None = None

    @model_validator(mode="before")
    @classmethod
    def names_an_address(cls, given: Any, info: ValidationInfo) -> Any:
        """Refuses a contact without an address; a contact in a file gets a version from its
        address."""
        if not isinstance(given, dict):
            return given
        address = given.get("address")
        in_file = bool(info.context)
        if address is None and (in_file or not given.get("version")):
            raise PydanticCustomError("contact_without_address", "a contact needs an address")
        if isinstance(address, str) and (in_file or not given.get("version")):
            return {**given, "version": guessable_version(address)}
        return given

    @model_validator(mode="after")
    def address_of_its_kind(self) -> "Contact":
        """Refuses an address to which no message of the channel could be sent."""
        if self.address is None:
            return self
        fault = address_fault(self.channel, self.address)
        if fault == "address_long" or (fault is not None and self.channel in _CHECKED):
            raise PydanticCustomError(
                fault,
                "no such address",
                {"limit": ADDRESS_LENGTH[self.channel], "value": self.address[:40]},
            )
        return self


def guessable_version(address: str) -> str:
    """Returns the version that facts gave an address before versions were random. Whoever reads the
    facts can try all telephone numbers until one matches (docs/privacy.md)."""
    return sha256(address.encode()).hexdigest()[:8]


class Person(Part):
    """Somebody who works or visits here. `company` is the name of their employer in the accounts of
    contractors and in permits; None for the plant's own people."""

    id: Id
    name: Text
    employer: Literal["site", "contractor", "visitor", "driver"] = "site"
    company: str | None = Field(default=None, min_length=1, max_length=100)
    home: AreaRef | None = None
    contacts: list[Contact] = Field(default=[])


class Shift(Part):
    """A shift by the site's local time, from `start` until just before `end`.

    One that ends before it starts runs over midnight; one that ends when it starts never ends.
    """

    id: Id
    name: Text
    start: WallTime
    end: WallTime

    def covers(self, local: time) -> bool:
        """Returns whether the local wall time falls into this shift."""
        if self.start < self.end:
            return self.start <= local < self.end
        return local >= self.start or local < self.end

    @property
    def night(self) -> bool:
        """Returns whether this is the night shift: it covers the middle of the night."""
        return self.covers(DEAD_OF_NIGHT)


class RosterEntry(Part):
    """Who holds a post, in which shift ("always" = on call at any hour), on or off the site.

    An entry for a shift takes precedence over one for "always".
    """

    unique = ("post", "shift")
    post: PostRef
    person: PersonRef
    shift: RosterShift
    on_site: bool = True


class Swap(Part):
    """On one day a person is `away` in a shift, and who stands in for them; None: nobody does.

    `day` is the calendar day on which the shift begins. Whoever stands in holds every post that the
    roster gives the other in that shift, on-call posts included, and is on site where the other
    would be.
    """

    unique = ("day", "shift", "away")
    day: Day
    shift: ShiftRef
    away: PersonRef
    stands_in: PersonRef | None = None
    note: Text | None = None


class Holiday(Part):
    """A calendar day on which the offices are empty. In the shifts that begin on it, except the
    night shift, whoever is on call holds their post, and people on call from home are not on
    site."""

    unique = ("day",)
    day: Day
    name: Text


class Presence(Part):
    """People expected on site in a shift by gate records, beside the holders of posts."""

    unique = ("shift",)
    shift: ShiftRef
    people: list[PersonRef]


class Team(Part):
    """People who turn out together, led from a post."""

    id: Id
    name: Text
    area: AreaRef
    lead: PostRef
    members: list[PersonRef] = Field(min_length=1)


class Outside(Part):
    """An outside unit: how to call it, how long it travels, what it brings.

    `call_within_s` counts from the moment when the site's responsible person is told. `paged` are people of
    the unit, listed with their contacts as anybody: a call pages them.
    """

    id: Id
    name: Text
    kind: Literal["fire", "medical", "authority", "ecology", "park", "neighbour", "supplier"]
    phone: str = Field(max_length=40)
    minutes_day: Minutes
    minutes_night: Minutes
    agreement_expires: Day | None = None
    call_within_s: PlanSeconds | None = None
    brings: list[KitLine] = Field(default=[])
    people: Heads = 0
    paged: list[PersonRef] = Field(default=[], max_length=10)

    def minutes(self, *, night: bool) -> float:
        """Returns the minutes from the call to the arrival at the gate."""
        return self.minutes_night if night else self.minutes_day


class Grant(Part):
    """A post's authority: a capability over areas, from a level of incident on (None = any)."""

    unique = ("post", "capability", "from_level")
    post: PostRef
    capability: Literal["direct", "mobilise"]
    scope: list[AreaRef]
    from_level: LevelRef | None = None


AREA_OWNER, OFFICE_ON_DUTY, SHIFT_LEADER, SITE_HEAD = (
    "area_owner", "office_on_duty", "shift_leader_on_duty", "site_head",
)  # fmt: skip
FALLBACK = (AREA_OWNER, OFFICE_ON_DUTY, SHIFT_LEADER, SITE_HEAD)
"""Who stands in, in this order, where nobody holds what a matter asks for: a post of the matter's area, a post of the
same trade whose holder is on the site, the commanding post on the site, the head of the site (ours)."""
FallbackStep = Annotated[Id, Names(("posts",), besides=FALLBACK)]


class Workforce(Part):
    """How many people the site has: all employees, and on site by day, by night and on a holiday."""

    employees: Heads
    weekday: Heads
    night: Heads
    holiday: Heads
