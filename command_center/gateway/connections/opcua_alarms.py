"""Mirrors a server's own alarms (OPC UA part 9). It subscribes to events and never acknowledges or changes anything.

After each connect, and when the server asks for it, ConditionRefresh delivers all standing alarms. The full list is
posted, so that the board ends alarms that returned in the meantime.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import orjson
from asyncua import ua
from asyncua.client.client import Client
from asyncua.ua.attribute_ids import AttributeIds
from asyncua.ua.object_ids import ObjectIds

from command_center.domain.bounds.plain_text import seen
from command_center.gateway import summed_log
from command_center.gateway.buffer.item import ALARM, STANDING, Event
from command_center.gateway.connections.browsing_opcua import address
from command_center.gateway.file.model import MirroredAlarms

FIELDS = (
    "EventId", "EventType", "SourceNode", "SourceName", "Time", "Message", "Severity", "ConditionName",
    "BranchId", "Retain", "EnabledState/Id", "AckedState/Id", "ActiveState/Id", "ActiveState",
    "LimitState/CurrentState", "SuppressedState/Id", "OutOfServiceState/Id",
    "ShelvingState/CurrentState/Id", "SuppressedOrShelved",
)  # fmt: skip
"""What is asked of each event: the names are those of the standard types; a server leaves empty what it has not."""
CONDITION = "ConditionId"
LONGEST_NAME, LONGEST_CONDITION, LONGEST_TEXT = 120, 40, 200
MOST_STANDING = 5_000
QUEUE = 10_000
START, END, REQUIRED = (
    f"i={one}"
    for one in (
        ObjectIds.RefreshStartEventType, ObjectIds.RefreshEndEventType, ObjectIds.RefreshRequiredEventType,
    )
)  # fmt: skip
UNSHELVED = f"i={ObjectIds.ShelvedStateMachineType_Unshelved}"
_log = summed_log.get(__name__)

Keep = Callable[[Sequence[Event]], object]
Fault = Callable[[str, str], object]


class AlarmMirror:
    """The alarms of one server in one session.

    `tag_of` gives our tag for a node; `keep` takes what is to be posted; `timed` converts a server time for the
    board; `fault` receives what is wrong.
    """

    def __init__(
        self, given: MirroredAlarms, source: str, tag_of: Callable[[ua.NodeId], str | None], *,
        keep: Keep, timed: Callable[[int | None], int], now: Callable[[], int], fault: Fault,
    ) -> None:  # fmt: skip
        self._given, self._source, self._tag_of = given, source, tag_of
        self._keep, self._timed, self._now, self._fault = keep, timed, now, fault
        self._names: Sequence[str] = ()
        self._standing: dict[str, dict[str, Any]] | None = None
        self._began = 0
        self.refresh_wanted = False

    async def start(self, client: Client, node: ua.NodeId, publishing: int) -> Any:
        """Subscribe to the server's events and ask for standing alarms. Return the subscription. Raises UaError,
        OSError.
        """
        self._names = await client.get_namespace_array()
        subscription = await client.create_subscription(publishing, self)
        await subscription.subscribe_events(node, evfilter=event_filter(), queuesize=QUEUE)
        await self.refresh(client, subscription)
        return subscription

    async def refresh(self, client: Client, subscription: Any) -> None:
        """Ask for all standing alarms. If the server cannot, a fault is noted, and its changes are still mirrored."""
        self.refresh_wanted = False
        method = ua.NodeId.from_string(f"i={ObjectIds.ConditionType_ConditionRefresh}")
        given = ua.Variant(subscription.subscription_id, ua.VariantType.UInt32)
        try:
            await client.get_node(ObjectIds.ConditionType).call_method(method, given)
        except ua.uaerrors.UaStatusCodeError as error:
            self._fault("alarms", f"the server does not tell what stands: {error}")

    def event_notification(self, event: Any) -> None:
        """Take an event of the server. Called by asyncua."""
        fields = dict(
            zip((CONDITION, *FIELDS), (one.Value for one in event.event_fields), strict=True)
        )
        kind = _plain_id(fields["EventType"])
        if kind == START:
            self._standing, self._began = {}, self._now()
        elif kind == END:
            self._ended()
        elif kind == REQUIRED:
            self.refresh_wanted = True
        elif isinstance(fields[CONDITION], ua.NodeId) and not fields[CONDITION].is_null():
            self._condition(fields)

    def status_change_notification(self, status: Any) -> None:
        """Note that the server changed or ended the subscription: the next look fails or a new session is made."""
        _log.warning("the server changed the subscription of its alarms", status=str(status))

    def _condition(self, fields: Mapping[str, Any]) -> None:
        branch = fields["BranchId"]
        if isinstance(branch, ua.NodeId) and not branch.is_null():
            return  # an earlier occurrence that nobody has acknowledged: the current one is told by itself
        told = self._told(fields)
        if self._standing is not None and fields["Retain"]:
            self._standing[told["alarm"]] = told
        else:
            self._keep([Event(ALARM, told["ts"], orjson.dumps(told).decode(), self._source)])

    def _ended(self) -> None:
        """The server has sent all its alarms: passes them on as a whole, as of when the sending began."""
        standing, self._standing = self._standing, None
        if standing is None:
            return
        if len(standing) > MOST_STANDING:
            self._fault("alarms", f"{len(standing)} alarms stand; {MOST_STANDING} can be compared")
            self._keep([
                Event(ALARM, one["ts"], orjson.dumps(one).decode(), self._source) for one in standing.values()
            ])  # fmt: skip
            return
        whole = {"alarms": list(standing.values()), "reconcile": True, "sent_at": self._began}
        self._keep([Event(STANDING, self._began, orjson.dumps(whole).decode(), self._source)])

    def _told(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        """A condition in the form that the center's REST route takes."""
        node = fields["SourceNode"]
        tag = self._tag_of(node) if isinstance(node, ua.NodeId) else None
        time = fields["Time"]
        name = f"{_text(fields['SourceName'])} {_text(fields['ConditionName'])}".strip()
        state = _text(fields["LimitState/CurrentState"]) or _text(fields["ConditionName"])
        enabled = fields["EnabledState/Id"] is not False
        shelving = fields["ShelvingState/CurrentState/Id"]
        shelved = isinstance(shelving, ua.NodeId) and not shelving.is_null()
        told: dict[str, Any] = {
            "event": bytes(fields["EventId"] or b"").hex()[:LONGEST_NAME] or str(self._now()),
            "alarm": short(name or address(fields[CONDITION], self._names), LONGEST_NAME),
            "condition": short(state or "ALARM", LONGEST_CONDITION),
            "active": enabled and bool(fields["ActiveState/Id"]),
            "ts": self._timed(_ms(time) if isinstance(time, datetime) else None),
            "priority": self._priority(fields["Severity"]),
            "acknowledged": fields["AckedState/Id"] is not False,
            "shelved": shelved and _plain_id(shelving) != UNSHELVED,
            "out_of_service": bool(fields["OutOfServiceState/Id"]) or not enabled,
            "suppressed": bool(fields["SuppressedState/Id"]),
        }
        if tag is not None:
            told["tag"] = tag
        if message := _text(fields["Message"]):
            told["text"] = short(message, LONGEST_TEXT)
        return told

    def _priority(self, severity: Any) -> str:
        given = self._given.priorities
        grade = severity if isinstance(severity, int) else 0
        for name in ("emergency", "high", "medium"):
            if grade >= getattr(given, name):
                return name
        return "low"


def event_filter() -> ua.EventFilter:
    """Return the event filter: the condition's own node, then `FIELDS`. It does not restrict the event type, so
    refresh events arrive too.
    """
    own = ua.SimpleAttributeOperand()
    own.TypeDefinitionId = ua.NodeId.from_string(f"i={ObjectIds.ConditionType}")
    own.AttributeId = AttributeIds.NodeId
    made = ua.EventFilter()
    made.SelectClauses = [own, *(_clause(one) for one in FIELDS)]
    return made


def short(text: str, longest: int) -> str:
    """Return a text that the board takes: without invisible characters, and within the length. A cut text ends in a
    short hash of the whole.
    """
    clean = seen(" ".join(text.split()))
    if len(clean) <= longest:
        return clean
    sign = sha256(clean.encode()).hexdigest()[:8]
    return f"{clean[: longest - 9]}…{sign}"


def _clause(path: str) -> ua.SimpleAttributeOperand:
    made = ua.SimpleAttributeOperand()
    made.TypeDefinitionId = ua.NodeId.from_string(f"i={ObjectIds.BaseEventType}")
    made.BrowsePath = [ua.QualifiedName(one) for one in path.split("/")]
    made.AttributeId = AttributeIds.Value
    return made


def _text(value: Any) -> str:
    text = getattr(value, "Text", value)
    return text if isinstance(text, str) else ""


def _plain_id(node: Any) -> str:
    return node.to_string() if isinstance(node, ua.NodeId) else ""


def _ms(moment: datetime) -> int:
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return round(aware.timestamp() * 1000)
