"""The demo plant's night seven minutes after the leak, and the quiet before it, for tests that look
and change nothing: made once for all of them, and at rest while other modules have their turn."""

from collections.abc import Iterator

import pytest

from tests.support.staged_night import StagedNight, staged_night

AFTER_LEAK_S = 420.0
"""Every panel then has something to say: late directives, a locked cabinet, people not accounted."""


@pytest.fixture(scope="session")
def _crisis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StagedNight]:
    with staged_night(tmp_path_factory.mktemp("crisis"), AFTER_LEAK_S) as night:
        yield night


@pytest.fixture(scope="session")
def _quiet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StagedNight]:
    with staged_night(tmp_path_factory.mktemp("quiet"), None) as night:
        yield night


@pytest.fixture(scope="module")
def crisis(_crisis: StagedNight) -> Iterator[StagedNight]:
    """Seven minutes after the leak."""
    _crisis.wake()
    yield _crisis
    _crisis.rest()


@pytest.fixture(scope="module")
def quiet(_quiet: StagedNight) -> Iterator[StagedNight]:
    """A minute before it."""
    _quiet.wake()
    yield _quiet
    _quiet.rest()
