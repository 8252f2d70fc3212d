"""Common parts of cloud SMS services: numbers, template variables, receipts with a token."""

import hmac
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from typing import Annotated, Any, Literal

import orjson
from pydantic import Field

from command_center.domain.state.notices.notice import Error
from command_center.notify.channel_entry import Secret
from command_center.notify.provider import Inbound, Message, NotTheirs, Permanent
from command_center.notify.providers._cloud import CloudEntry

BEIJING = timezone(timedelta(hours=8))
"""The time zone of the services' dates. China has had no summer time since 1991."""
MAINLAND = re.compile(r"(?:\+?86|0086)?(1[3-9]\d{9})", re.ASCII)
"""A mobile number of mainland China (GSM prefixes 13 to 19), with or without its country code."""
CUT = "…"


Host = Annotated[str, Field(pattern=r"^[a-z0-9.-]{1,200}$")]
"""The service's own name, which its signature covers. It stays the same when `endpoint` is a relay."""


class SmsEntry(CloudEntry):
    """Extra keys of SMS channels. A text is split over the template's variables, `params` of them with at most
    `param_chars` characters each, as the vendor's console allows. `padding` fills unused variables. `receipts_token`
    is in the query of the address for receipts (`/api/v1/receipts/ID?token=...`), because these services sign
    nothing; without it no receipts are accepted.
    """

    kind: Literal["sms"] = "sms"
    sign: str = Field(min_length=1, max_length=40)
    template: str = Field(min_length=1, max_length=40)
    padding: str = Field(default=" ", min_length=1, max_length=4)
    receipts_token: Secret | None = None
    ask: bool = False


def mainland_number(address: str) -> str:
    """Return the eleven digits of a mainland China mobile number. Raises Permanent: other numbers need other
    contracts.
    """
    found = MAINLAND.fullmatch(re.sub(r"[ ()-]", "", address))
    if found is None:
        raise Permanent("the number is no mobile number of mainland China", "rejected")
    return found[1]


def as_address(number: object) -> str | None:
    """Return a number from a service in the form +86 and eleven digits; None if it is not a mobile number."""
    found = MAINLAND.fullmatch(number) if isinstance(number, str) else None
    return f"+86{found[1]}" if found else None


def pieces(message: Message, count: int, chars: int, padding: str) -> list[str]:
    """The message's text for `count` variables of `chars` characters each; what does not fit ends with `…`."""
    text, room = message.text, count * chars
    if len(text) > room:
        text = text[: room - len(CUT)] + CUT
    cut = [text[at : at + chars] for at in range(0, len(text), chars)]
    return cut + [padding] * (count - len(cut))


def check_token(request: Inbound, token: Secret | None) -> None:
    """Check that a request for receipts carries the token. Raises NotTheirs."""
    given = request.query.get("token", "")
    if token is None or not hmac.compare_digest(given.encode(), token.get_secret_value().encode()):
        raise NotTheirs


def listed(request: Inbound) -> Sequence[Mapping[str, Any]]:
    """Return the objects of a body: its list, or the single object. Raises NotTheirs."""
    with suppress(orjson.JSONDecodeError):
        found = orjson.loads(request.body)
        if isinstance(found, dict):
            return [found]
        if isinstance(found, list):
            return [one for one in found if isinstance(one, dict)]
    raise NotTheirs


def beijing_ms(given: object) -> int | None:
    """Convert Beijing time such as `2026-11-28 13:05:00` to UTC epoch ms; None if it is not a time."""
    if not isinstance(given, str):
        return None
    try:
        at = datetime.strptime(given, "%Y-%m-%d %H:%M:%S").replace(tzinfo=BEIJING)
    except ValueError:
        return None
    return int(at.timestamp()) * 1000


def beijing_day(at_ms: int) -> str:
    """The day in Beijing as `20261128`."""
    return datetime.fromtimestamp(at_ms / 1000, UTC).astimezone(BEIJING).strftime("%Y%m%d")


ENDED = (
    ("not_in_service", ("空号", "停机", "不存在", "NOT_ON_SERVICE", "UNKNOWN SUBSCRIBER")),
    ("switched_off", ("关机", "不在服务区", "POWER_OFF", "EXPIRED")),
    ("rejected", ("黑名单", "退订", "拒收", "免打扰", "BLACK")),
)
"""What carriers write when they could not deliver, in order: their codes differ, their words hardly."""


def why_failed(*said: object) -> Error:
    """Return what a failed receipt says about the number, by its code and words; `provider` if it says nothing about
    it.
    """
    text = " ".join(one for one in said if isinstance(one, str)).upper()
    for error, words in ENDED:
        if any(word in text for word in words):
            return error  # type: ignore[return-value]
    return "provider"
