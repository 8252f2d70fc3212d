"""The demo plant's night seven minutes after the leak, and the quiet before it, for tests that look
and change nothing: made once for all of them."""

from collections.abc import Iterator

import pytest

from tests.support.staged_night import StagedNight, staged_night

AFTER_LEAK_S = 420.0
"""Every panel then has something to say: late directives, a locked cabinet, people not accounted."""


@pytest.fixture(scope="session")
def crisis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StagedNight]:
    """Seven minutes after the leak."""
    with staged_night(tmp_path_factory.mktemp("crisis"), AFTER_LEAK_S) as night:
        yield night


@pytest.fixture(scope="session")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StagedNight]:
    """A minute before it."""
    with staged_night(tmp_path_factory.mktemp("quiet"), None) as night:
        yield night
