"""The topics of an MQTT broker. A message is acknowledged once its values are on our disk; nothing is ever published.

A broker's answer proves nothing about the instruments behind it, so no keep-alive is sent here. The publisher must
publish at least once in each period of the tag.
"""

import paho.mqtt.client as paho

from command_center.gateway import summed_log
from command_center.gateway.buffer.item import Event
from command_center.gateway.connections.broker import Acknowledge, BrokerSession
from command_center.gateway.connections.event_message import EventReader
from command_center.gateway.connections.heartbeat_message import HeartbeatReader
from command_center.gateway.connections.message import TopicReader, Unreadable
from command_center.gateway.file.model import Mqtt
from command_center.gateway.intake import Intake

_log = summed_log.get(__name__)
Reader = TopicReader | EventReader | HeartbeatReader


class MqttLink:
    """The link to one broker. `source` is the name under which passages and positions are posted, unless the file
    gives one.
    """

    def __init__(self, given: Mqtt, intake: Intake, source: str) -> None:
        self._given, self._intake = given, intake
        self._readers = [TopicReader(topic, said) for topic, said in given.topics.items()]
        source = given.source or source
        self._event_readers = [
            *(EventReader(topic, said, source) for topic, said in given.passages.items()),
            *(EventReader(topic, said, source) for topic, said in given.positions.items()),
        ]
        self._heartbeats = [
            HeartbeatReader(topic, said, source) for topic, said in given.readers.items()
        ]
        self._known: dict[str, Reader | None] = {}
        filters = [(one.filter, int(said.qos)) for one, said in zip(
            self._readers, given.topics.values(), strict=True)]  # fmt: skip
        filters += ((one.filter, 1) for one in self._event_readers)
        filters += ((one.filter, 0) for one in self._heartbeats)  # a broker keeps none for later
        self._session = BrokerSession(given, filters, intake, self._take, self._fault)

    async def run(self) -> None:
        """Stay connected until cancelled."""
        await self._session.run()

    def _fault(self, topic: str, why: str) -> None:
        if self._intake.state.fault(topic, why):
            _log.warning("a topic is unusable", connection=self._given.id, topic=topic, why=why)

    def _take(self, message: paho.MQTTMessage, acknowledge: Acknowledge) -> None:
        """Read a message; whatever is wrong with it, it is acknowledged and the next is read too."""
        try:
            self._read(message, acknowledge)
        except (
            Exception
        ) as error:  # what nobody foresaw of a stranger's words must not come again for ever
            self._intake.state.unknown += 1
            self._fault(message.topic, f"{type(error).__name__}: {str(error)[:100]}")
            acknowledge()

    def _read(self, message: paho.MQTTMessage, acknowledge: Acknowledge) -> None:
        reader = self._reader(message.topic)
        if isinstance(reader, EventReader):
            self._take_events(reader, message, acknowledge)
            return
        if isinstance(reader, HeartbeatReader):
            self._take_beats(reader, message)
            acknowledge()
            return
        raws = []
        if reader is not None:
            try:
                for raw in reader.raws(
                    message.topic,
                    bytes(message.payload),
                    self._intake.now(),
                    retained=message.retain,
                ):
                    if self._intake.takes(raw.tag, reader.conversion):
                        raws.append(raw)
                    else:
                        self._intake.state.unknown += 1
                        self._fault(message.topic, f"the plant has no tag “{raw.tag[:61]}”")
            except Unreadable as error:
                self._intake.state.unknown += 1
                self._fault(message.topic, str(error))
            else:
                if raws:
                    self._intake.state.faults.pop(message.topic, None)
        self._intake.take(raws, acknowledge)

    def _take_events(
        self, reader: EventReader, message: paho.MQTTMessage, acknowledge: Acknowledge
    ) -> None:
        """Keeps the events about people in a message."""
        events: list[Event] = []
        try:
            events += reader.events(message.topic, bytes(message.payload), self._intake)
        except Unreadable as error:
            self._intake.state.unknown += 1
            self._fault(message.topic, str(error))
        else:
            self._intake.state.values += len(events)
            self._intake.state.faults.pop(message.topic, None)
        self._intake.keep(events, acknowledge)

    def _take_beats(self, reader: HeartbeatReader, message: paho.MQTTMessage) -> None:
        """Passes on which gate readers work now."""
        payload = bytes(message.payload)
        try:
            for beat in reader.beats(message.topic, payload, self._intake, retained=message.retain):
                self._intake.hear(beat)
                self._intake.state.values += 1
        except Unreadable as error:
            self._intake.state.unknown += 1
            self._fault(message.topic, str(error))
        else:
            self._intake.state.faults.pop(message.topic, None)

    def _reader(self, topic: str) -> Reader | None:
        if topic not in self._known:
            if len(self._known) > 100_000:
                self._known.clear()
            readers: list[Reader] = [*self._readers, *self._event_readers, *self._heartbeats]
            found = (one for one in readers if one.matches(topic))
            self._known[topic] = next(found, None)
        return self._known[topic]
