"""thingsboard-gateway (Apache-2.0), in a Python environment of its own, as a baseline.

It posts to a platform by MQTT. A mosquitto stands in for the platform, and a subscriber counts what comes there. It
sends nothing until its platform has answered `getSessionLimits`; the subscriber answers that there are no limits.
"""

import json
from pathlib import Path

import paho.mqtt.client as paho
from paho.mqtt.enums import CallbackAPIVersion

from benchmarks.gateway_rig import Process
from tests.support.package_environment import programs

PACKAGE = "thingsboard-gateway==3.8.5"


LIMITS = (
    "messagesRateLimits", "rateLimits", "dpRateLimits", "deviceMessagesRateLimits", "deviceRateLimits",
    "deviceDpRateLimits",
)  # fmt: skip
"""Its own limits of what it sends; "0:0," is none."""
ASKED, ANSWERED = "v1/devices/me/rpc/request/", "v1/devices/me/rpc/response/"
TELEMETRY = "v1/gateway/telemetry"
SESSION = {
    "maxPayloadSize": 65_536, "maxInflightMessages": 0, "rateLimits": {}, "gatewayRateLimits": {},
}  # fmt: skip
"""A platform's answer to `getSessionLimits`: no limit but of a message's size, which is ThingsBoard's own."""


class Platform:
    """Counts what the gateway tells its platform."""

    def __init__(self, port: int) -> None:
        self.seen: set[tuple[str, float | None]] = set()
        self._client = paho.Client(CallbackAPIVersion.VERSION2)
        self._client.on_message = self._came
        self._client.connect("127.0.0.1", port)
        self._client.subscribe([(TELEMETRY, 1), (f"{ASKED}+", 1)])
        self._client.loop_start()

    def _came(self, _c: paho.Client, _u: object, message: paho.MQTTMessage) -> None:
        if message.topic.startswith(ASKED):
            request = message.topic.removeprefix(ASKED)
            self._client.publish(f"{ANSWERED}{request}", json.dumps(SESSION), 1)
            return
        for told in json.loads(message.payload).values():
            for one in told:
                values = one.get("values", one)
                self.seen.update((tag, float(value)) for tag, value in values.items())

    def close(self) -> None:
        """Stop listening."""
        self._client.disconnect()
        self._client.loop_stop()


def configured(folder: Path, source: int, platform: int) -> Path:
    """Its configuration: the broker of the plant and that of the platform by their ports.

    All tags are time series of one device, because it writes its list of devices anew for each new one.
    """
    folder.mkdir(parents=True)
    main = {
        "thingsboard": {
            "host": "127.0.0.1", "port": platform, "remoteShell": False, "remoteConfiguration": False,
            "checkConnectorsConfigurationInSeconds": 3600,
            "statistics": {"enable": False, "statsSendPeriodInSeconds": 3600},
            "security": {"type": "accessToken", "accessToken": "bench"}, "qos": 1,
            "maxPayloadSizeBytes": 8196, "minPackSendDelayMS": 50, "minPackSizeToSend": 500,
            **dict.fromkeys(LIMITS, "0:0,"),
        },
        "storage": {
            "type": "sqlite", "data_file_path": f"{folder}/data/",
            "messages_ttl_check_in_hours": 1, "messages_ttl_in_days": 7,
            "max_read_records_count": 1000, "size_limit": 1024, "max_db_amount": 10,
        },
        "connectors": [{"type": "mqtt", "name": "plant", "configuration": "mqtt.json"}],
    }  # fmt: skip
    converter = {
        "type": "json",
        "deviceInfo": {
            "deviceNameExpressionSource": "constant", "deviceNameExpression": "plant",
            "deviceProfileExpressionSource": "constant", "deviceProfileExpression": "default",
        },
        "timeout": 60000, "attributes": [],
        "timeseries": [{"type": "double", "keySource": "topic", "key": "(?<=plant/)[^/]+", "value": "${v}"}],
    }  # fmt: skip
    mqtt = {
        "broker": {
            "host": "127.0.0.1", "port": source, "clientId": "tb", "version": 5, "maxMessageNumberPerWorker": 10,
            "maxNumberOfWorkers": 100, "sendDataOnlyOnChange": False, "security": {"type": "anonymous"},
            "cleanStart": False, "sessionExpiryInterval": 3600,
        },
        "mapping": [{"topicFilter": "plant/+", "subscriptionQos": 1, "converter": converter}],
        "requestsMapping": {},
    }  # fmt: skip
    (folder / "tb_gateway.json").write_text(json.dumps(main))
    (folder / "mqtt.json").write_text(json.dumps(mqtt))
    return folder / "tb_gateway.json"


def process(file: Path) -> Process:
    """It, running."""
    code = "from thingsboard_gateway.tb_gateway import main; main()"
    environ = {"TB_GW_CONFIG_DIR": f"{file.parent}/", "TB_GW_LOGS_PATH": str(file.parent)}
    return Process(
        [str(programs(PACKAGE) / "python"), "-c", code],
        file.with_suffix(".log"),
        environ,
        file.parent,
    )
