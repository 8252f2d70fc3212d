"""A request to a center of this machine, from any thread."""

from typing import Any

import requests

from tests.support.waiting import PATIENCE_S


def ask(method: str, url: str, **more: Any) -> requests.Response:
    """Its answer. The environment is not read for proxies: pytest changes it after every test, and a
    thread that reads it meanwhile dies with a KeyError."""
    with requests.Session() as session:
        session.trust_env = False
        return session.request(method, url, timeout=PATIENCE_S, **more)
