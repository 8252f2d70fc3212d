"""The figures over HTTP, as Prometheus reads them."""

from pathlib import Path

import requests
from prometheus_client.parser import text_string_to_metric_families

from tests.gateway.files import written
from tests.gateway.running import Board, running
from tests.support.ports import free_port
from tests.support.waiting import eventually


def test_the_figures_of_a_running_gateway(tmp_path: Path) -> None:
    port = free_port()
    connection = {"id": "plc", "type": "modbus", "url": f"tcp://127.0.0.1:{free_port()}",
                  "units": {"1": {"tags": {"LT": {"read": "input 1"}}}}}  # fmt: skip
    path = written(tmp_path, [connection], gateway={"metrics": f"127.0.0.1:{port}"})

    def figures() -> dict[str, float]:
        with requests.Session() as session:
            session.trust_env = False
            try:
                text = session.get(f"http://127.0.0.1:{port}/metrics", timeout=60).text
            except requests.ConnectionError:
                return {}
        families = text_string_to_metric_families(text)
        samples = [sample for family in families for sample in family.samples]
        return {s.name: s.value for s in samples if s.labels.get("lane") != "backfill"}

    with running(path, Board()):
        eventually(lambda: figures().get("cc_gateway_posted_total", 0) > 0)  # LT, told bad
        found = figures()
    assert found["cc_gateway_connected"] == 0
    assert found["cc_gateway_dead_letters"] == 0
    assert found["cc_gateway_tag_age_seconds"] >= 0
