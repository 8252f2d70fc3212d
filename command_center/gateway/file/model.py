"""The data model of a gateway file. `reading.py` reads it and reports what is wrong with it."""

import re
from pathlib import Path
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from command_center.domain.site.parts.base import Id, Part
from command_center.gateway.file.address import (
    BoardUrl,
    ModbusUrl,
    MqttUrl,
    OpcuaUrl,
    SirenUrl,
    TakUrl,
)
from command_center.gateway.file.amounts import MS, Size, Span
from command_center.gateway.file.conversion import Conversion
from command_center.gateway.file.json_path import JsonPath
from command_center.gateway.file.register import RegisterText
from command_center.named_secret import Secret

MOST_CONNECTIONS = 100
MOST_TAGS = 50_000


class Itself(Part):
    """The gateway itself: the plant it serves, the board it posts to, its token, and who may read its metrics."""

    id: Id
    site: Path
    board: BoardUrl
    token: Secret
    authority: Path | None = None
    """A certificate to trust beside the system's: of the plant's own authority."""
    metrics: Annotated[str, Field(pattern=r"^[\w.:\[\]-]{1,80}:\d{1,5}$")] | None = None
    """host:port where Prometheus reads the figures; unset: nowhere."""
    oldest_taken: Span = 7 * MS["d"]
    """How old a reading the board still takes (its CC_OLDEST_DAYS)."""


class Buffer(Part):
    """The gateway's disk buffer. `max` (bytes) and `max_age` limit what it keeps of items that the board has not
    taken.
    """

    path: Path
    max: Size = 4 * 10**9
    max_age: Span = 7 * MS["d"]


class Clocks(Part):
    """Clock settings: which clock gives a value its time. A source's clock that is off by at most `correct_up_to` is
    corrected.
    """

    trust: Literal["source", "receipt"] = "source"
    correct_up_to: Span = 5 * MS["min"]


class Defaults(Part):
    """The settings of every connection that does not set its own."""

    clock: Clocks = Clocks()
    heartbeat: Literal["proven", "none"] = "proven"


class Connection(Part):
    """The settings that every connection has."""

    id: Id
    type: str
    clock: Clocks | None = None
    heartbeat: Literal["proven", "none"] | None = None


def _topic(given: str, place: str = "{tag}") -> str:
    levels = given.split("/")
    fine = 0 < len(given) <= 500 and "\x00" not in given and given.count(place) <= 1
    for index, level in enumerate(levels):
        fine &= level in ("+", "#", place) or not re.search(r"[+#{}]", level)
        fine &= level != "#" or index == len(levels) - 1
    if not fine:
        raise PydanticCustomError("gateway.topic", "a topic is plant/{{tag}}/level")
    return given


def _topic_of_reader(given: str) -> str:
    return _topic(given, "{reader}")


def _topic_of_person(given: str) -> str:
    return _topic(given, "{person}")


class PathMap(Part):
    """A value in a message: its path, and the meaning of its words."""

    path: JsonPath = "$"
    map: dict[str, float] | None = None


class PathTime(Part):
    """The time of a message's value: its path and its format."""

    path: JsonPath
    unit: Literal["ms", "s", "us", "iso"] = "ms"


class PathText(Part):
    """The path to a text inside a message."""

    path: JsonPath


class Topic(Conversion):
    """How to read the messages of a topic. Without `value` the payload is the number itself.

    The tag is the topic level marked `{tag}`, or `tag`, or is read at `tag_at`; `names` maps their names to the
    plant's tags. `each` is the path of a list in the message; the other paths start at its items.
    """

    each: JsonPath | None = None
    tag: Id | None = None
    tag_at: PathText | None = None
    names: dict[str, Id] = Field(default={}, max_length=MOST_TAGS)
    value: PathMap | None = None
    ts: PathTime | None = None
    status_at: PathText | None = None
    retained: Literal["initial_uncertain", "ignore", "take"] = "initial_uncertain"
    qos: Literal["0", "1"] = "1"


class EventTopic(Part):
    """How to read messages about people. `each` is the path of a list in the message; the other paths start at its
    items. `names` maps their names to ours.
    """

    PLACE: ClassVar[str]
    each: JsonPath | None = None
    ts: PathTime | None = None
    names: dict[str, Id] = Field(default={}, max_length=MOST_TAGS)


class PassageTopic(EventTopic):
    """How to read gate passages. `event` is the sender's own number of a passage, which makes repeated sending
    harmless. The reader is the topic level marked `{reader}` or stands at `reader`; or the `gate` is named here.
    `direction` is `in` or `out`, or a word that `map` turns into 1 (in) or 0 (out). The person is given by `badge` or
    `person`.
    """

    PLACE: ClassVar[str] = "{reader}"
    event: PathText
    direction: PathMap
    gate: Id | None = None
    reader: PathText | None = None
    badge: PathText | None = None
    person: PathText | None = None


class PositionTopic(EventTopic):
    """How to read positions, in degrees (WGS-84). The person is the topic level marked `{person}`, or stands at
    `person`.
    """

    PLACE: ClassVar[str] = "{person}"
    lat: PathText
    lon: PathText
    person: PathText | None = None


class ReaderTopic(EventTopic):
    """How to read heartbeats of gate readers. Without `up` each message means that the reader works; else `up` is a
    word that `map` turns into 1 (works) or 0 (fails). The reader is the topic level marked `{reader}`, or stands at
    `reader`.
    """

    PLACE: ClassVar[str] = "{reader}"
    up: PathMap | None = None
    reader: PathText | None = None


class Login(Part):
    """The name and password for a peer."""

    user: Annotated[str, Field(max_length=200)]
    password: Secret


class Broker(Connection):
    """An MQTT broker. `session` is the client id under which the broker keeps unacknowledged messages. Without
    `keeps_session` the broker forgets them when the gateway disconnects.
    """

    keeps_session: bool = True
    url: MqttUrl
    allow_clear: bool = False
    session: Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]{1,60}$")]
    login: Login | None = None
    authority: Path | None = None
    version: Literal["3.1.1", "5"] = "5"


class Mqtt(Broker):
    """The settings of an MQTT broker and its topics."""

    type: Literal["mqtt"]
    source: Id | None = None
    """The name under which passages and positions are posted; the gateway's own if it is not given."""
    topics: dict[Annotated[str, AfterValidator(_topic)], Topic] = Field(default={}, max_length=1000)
    passages: dict[Annotated[str, AfterValidator(_topic_of_reader)], PassageTopic] = Field(
        default={}, max_length=1000
    )
    positions: dict[Annotated[str, AfterValidator(_topic_of_person)], PositionTopic] = Field(
        default={}, max_length=1000
    )
    readers: dict[Annotated[str, AfterValidator(_topic_of_reader)], ReaderTopic] = Field(
        default={}, max_length=1000
    )


def _device(given: str) -> str:
    levels = given.split("/")
    if len(levels) not in (2, 3) or not all(levels) or re.search(r"[+#]", given):
        raise PydanticCustomError("gateway.device", "a device is GROUP/EDGE or GROUP/EDGE/DEVICE")
    return given


class SparkplugTag(Conversion):
    """A metric of an edge node (`GROUP/EDGE`) or of a device of it (`GROUP/EDGE/DEVICE`)."""

    device: Annotated[str, Field(max_length=300), AfterValidator(_device)]
    metric: Annotated[str, Field(min_length=1, max_length=300)]


class Sparkplug(Broker):
    """The Sparkplug B edge nodes of a broker. With `rebirth` a node that has missed a message is asked for a new
    birth: the only command that this gateway ever sends to a control system.
    """

    type: Literal["sparkplug"]
    rebirth: bool = False
    tags: dict[str, SparkplugTag] = Field(default={}, max_length=MOST_TAGS)


class ModbusTag(Conversion):
    """A value of a Modbus unit. `words: low_first` is for units that send the low word of a long number first."""

    read: RegisterText
    as_type: Literal[
        "bool", "int16", "uint16", "int32", "uint32", "int64", "uint64", "float32", "float64"
    ] = Field(default="uint16", alias="as")
    words: Literal["high_first", "low_first"] = "high_first"
    bit: Annotated[int, Field(ge=0, le=15)] | None = None


class Unit(Part):
    """One unit (slave) of a line or gateway, and its polling interval."""

    every: Span = 1000
    timeout: Span = 1000
    most_registers: Annotated[int, Field(ge=1, le=125)] = 125
    gap: Annotated[int, Field(ge=0, le=100)] = 8
    """Registers that may be read in vain to join two reads into one; 0 for units that refuse unknown ones."""
    tags: dict[str, ModbusTag] = Field(min_length=1, max_length=MOST_TAGS)


class Modbus(Connection):
    """A line of Modbus units, over TCP or serial."""

    type: Literal["modbus"]
    url: ModbusUrl
    units: dict[str, Unit] = Field(min_length=1, max_length=247)


class Security(Part):
    """The security of an OPC UA session. `trust` is a folder with the certificates of servers or their authorities,
    `revoked` a folder with revocation lists. Without `certificate` and `key` the gateway makes its own, beside its
    buffer.
    """

    policy: Literal["None", "Basic256Sha256", "Aes128Sha256RsaOaep", "Aes256Sha256RsaPss"] = "None"
    mode: Literal["none", "sign", "sign_and_encrypt"] = "none"
    trust: Path | None = None
    revoked: Path | None = None
    certificate: Path | None = None
    key: Path | None = None


def _node(given: str) -> str:
    if not re.fullmatch(r"(nsu=[^;]+;|ns=0;)?[isgb]=.{1,400}", given):
        raise PydanticCustomError("gateway.node", "a node is nsu=urn:dcs;s=TK206.LT.PV")
    return given


class OpcuaTag(Conversion):
    """A variable of a server, with its namespace's name: the index may change when the server restarts."""

    node: Annotated[str, AfterValidator(_node)]


Severity = Annotated[int, Field(ge=1, le=1000)]


class Priorities(Part):
    """The lowest OPC UA severity (1 to 1000) for each alarm priority; below `medium` the priority is low (our rule)."""

    emergency: Severity = 900
    high: Severity = 667
    medium: Severity = 334


class MirroredAlarms(Part):
    """Whether the server's own alarms are shown beside ours, and of which node (default: the Server object).

    `source` is the plant source under which they are shown; by default that of the connection's tags.
    """

    mirror: bool = False
    source: Id | None = None
    priorities: Priorities = Priorities()
    node: Annotated[str, AfterValidator(_node)] | None = None


class Opcua(Connection):
    """The settings of an OPC UA server."""

    type: Literal["opcua"]
    url: OpcuaUrl
    allow_clear: bool = False
    security: Security = Security()
    login: Login | None = None
    sampling: Span = 500
    publishing: Span = 250
    tags: dict[str, OpcuaTag] = Field(default={}, max_length=MOST_TAGS)
    alarms: MirroredAlarms = MirroredAlarms()


class FileColumn(Conversion):
    """The name that a tag has in a dropped file."""

    name: Annotated[str, Field(max_length=200)]


class FileDrop(Connection):
    """A folder in which another system leaves CSV files (tag, ts, value), for example behind a data diode."""

    type: Literal["files"]
    folder: Path
    every: Span = 2000
    tags: dict[str, FileColumn] = Field(default={}, max_length=MOST_TAGS)


class Tak(Connection):
    """A TAK server. `certificate` and `key` are ours, needed if the server asks for them."""

    url: TakUrl
    allow_clear: bool = False
    authority: Path | None = None
    certificate: Path | None = None
    key: Path | None = None


class Cot(Tak):
    """Positions of a TAK server's users. `people` maps a device's uid or call sign to our person."""

    type: Literal["cot"]
    source: Id | None = None
    people: dict[Annotated[str, Field(min_length=1, max_length=120)], Id] = Field(
        min_length=1, max_length=MOST_TAGS
    )


class CotOut(Tak):
    """Incident, hot zone and muster points sent to TAK users. Off unless `enabled`. `token` must be view-only (`token
    add tak --role viewer --wall`).
    """

    type: Literal["cot_out"]
    enabled: bool = False
    token: Secret
    every: Span = 10_000
    lang: Literal["zh-CN", "en"] = "en"


class SirenPayload(Part):
    """What a relay takes instead of CAP: the text for each type of message. Without `update` an update is sent as an
    alert; without `test` no test is sent.
    """

    alert: Annotated[str, Field(min_length=1, max_length=1000)]
    cancel: Annotated[str, Field(min_length=1, max_length=1000)]
    update: Annotated[str, Field(min_length=1, max_length=1000)] | None = None
    test: Annotated[str, Field(min_length=1, max_length=1000)] | None = None


def _plain_topic(given: str) -> str:
    if not given or re.search(r"[+#\x00]", given):
        raise PydanticCustomError("gateway.siren_topic", "a topic without + and #")
    return given


PlainTopic = Annotated[str, Field(max_length=500), AfterValidator(_plain_topic)]


class SirenConfirms(Part):
    """How a siren confirms that it sounds or is silent again: the topic, the path in its messages, and its words."""

    topic: PlainTopic
    path: JsonPath = "$"
    sounds: Annotated[list[str], Field(min_length=1, max_length=20)]
    silent: Annotated[list[str], Field(min_length=1, max_length=20)]
    within: Span = 10_000


ALERT_TRIED_MS = 2 * MS["min"]
"""After so long an alert is not sent any more (ours). The board has said since half a minute that it does not sound, so
people were warned otherwise; a siren that begins then misleads them."""


class Siren(Connection):
    """A public address system or siren to which the board's warnings are sent: CAP 1.2 over HTTP, or over MQTT on a
    `topic` that takes CAP or a mapped `payload`. Off unless `enabled`.

    `exercises` includes warnings of drills. `severity` is the lowest CAP severity sent. An alert or update is no
    longer sent `tries_for` after it was issued. The board is polled `every` so often.
    """

    type: Literal["siren"]
    enabled: bool = False
    url: SirenUrl
    allow_clear: bool = False
    authority: Path | None = None
    certificate: Path | None = None
    key: Path | None = None
    login: Login | None = None
    bearer: Secret | None = None
    exercises: bool = False
    severity: Literal["Extreme", "Severe", "Moderate", "Minor"] | None = None
    scope: Literal["public", "restricted"] = "restricted"
    every: Span = 1000
    tries_for: Span = ALERT_TRIED_MS
    answers_within: Span = 10_000
    topic: PlainTopic | None = None
    session: Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]{1,60}$")] | None = None
    version: Literal["3.1.1", "5"] = "5"
    retain: bool = False
    payload: SirenPayload | None = None
    confirm: SirenConfirms | None = None

    @property
    def proof(self) -> SirenConfirms | None:
        """The topic on which the siren itself confirms. None if it equals the topic of orders, on which the gateway
        would receive its own messages.
        """
        own = self.confirm
        return None if own is None or own.topic == self.topic else own


CONNECTIONS: dict[str, type[Connection]] = {
    "cot": Cot,
    "cot_out": CotOut,
    "files": FileDrop,
    "modbus": Modbus,
    "mqtt": Mqtt,
    "opcua": Opcua,
    "siren": Siren,
    "sparkplug": Sparkplug,
}
"""The types of connections."""


class GatewayFile(Part):
    """A complete gateway file, with its paths resolved on this disk."""

    gateway: Itself
    buffer: Buffer
    defaults: Defaults = Defaults()
