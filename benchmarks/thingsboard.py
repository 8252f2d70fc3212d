"""thingsboard-gateway (Apache-2.0), in a Python environment of its own in the user's cache folder, as a baseline.

It posts to a platform by MQTT; a mosquitto stands in for the platform, and a subscriber counts what comes there.
"""

import fcntl
import json
import subprocess
import sys
import venv
from pathlib import Path

import paho.mqtt.client as paho
import platformdirs
from paho.mqtt.enums import CallbackAPIVersion

from benchmarks.gateway_rig import Process
from tests.support.unavailable import Unavailable

PACKAGE = "thingsboard-gateway==3.8.5"


LIMITS = (
    "messagesRateLimits", "rateLimits", "dpRateLimits", "deviceMessagesRateLimits", "deviceRateLimits",
    "deviceDpRateLimits",
)  # fmt: skip
"""Its own limits of what it sends; "0:0," is none. A platform would tell it these."""


def python() -> Path:
    """Its environment's Python. Raises Unavailable."""
    folder = (
        Path(platformdirs.user_cache_dir("command-center-tests"))
        / PACKAGE
        / f"py{sys.version_info.minor}"
    )
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "done").exists():
            venv.create(folder / "env", with_pip=True)
            command = [str(folder / "env" / "bin" / "pip"), "install", "--quiet", PACKAGE]
            ended = subprocess.run(command, capture_output=True, text=True, check=False)
            if ended.returncode != 0:
                raise Unavailable(f"{PACKAGE}: pip install failed: {ended.stderr[-300:]}")
            (folder / "done").touch()
    return folder / "env" / "bin" / "python"


class Platform:
    """Counts what the gateway tells its platform."""

    def __init__(self, port: int) -> None:
        self.seen: set[tuple[str, float]] = set()
        self.reached = False
        self._client = paho.Client(CallbackAPIVersion.VERSION2)
        self._client.on_message = self._came
        self._client.connect("127.0.0.1", port)
        self._client.subscribe("v1/gateway/telemetry", 1)
        self._client.loop_start()

    def _came(self, _c: paho.Client, _u: object, message: paho.MQTTMessage) -> None:
        for device, told in json.loads(message.payload).items():
            for one in told:
                values = one.get("values", one)
                self.seen.update((device, float(value)) for value in values.values())

    def close(self) -> None:
        """Stop listening."""
        self._client.disconnect()
        self._client.loop_stop()


def configured(folder: Path, source: int, platform: int) -> Path:
    """Its configuration: the broker of the plant and that of the platform by their ports."""
    folder.mkdir(parents=True)
    main = {
        "thingsboard": {
            "host": "127.0.0.1", "port": platform, "remoteShell": False, "remoteConfiguration": False,
            "checkConnectorsConfigurationInSeconds": 3600,
            "statistics": {"enable": False, "statsSendPeriodInSeconds": 3600},
            "security": {"type": "accessToken", "accessToken": "bench"}, "qos": 1,
            **dict.fromkeys(LIMITS, "0:0,"),
        },
        "storage": {
            "type": "sqlite", "data_file_path": str(folder / "data.db"),
            "messages_ttl_check_in_hours": 1, "messages_ttl_in_days": 7,
            "max_read_records_count": 1000, "size_limit": 1024, "max_db_amount": 10,
        },
        "connectors": [{"type": "mqtt", "name": "plant", "configuration": "mqtt.json"}],
    }  # fmt: skip
    converter = {
        "type": "json",
        "deviceInfo": {
            "deviceNameExpressionSource": "topic", "deviceNameExpression": "(?<=plant/)[^/]+",
            "deviceProfileExpressionSource": "constant", "deviceProfileExpression": "default",
        },
        "timeout": 60000, "attributes": [],
        "timeseries": [{"type": "double", "key": "v", "value": "${v}"}],
    }  # fmt: skip
    mqtt = {
        "broker": {
            "host": "127.0.0.1", "port": source, "clientId": "tb", "version": 5, "maxMessageNumberPerWorker": 10,
            "maxNumberOfWorkers": 100, "sendDataOnlyOnChange": False, "security": {"type": "anonymous"},
            "cleanSession": False,
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
    return Process([str(python()), "-c", code], file.with_suffix(".log"), environ, file.parent)
