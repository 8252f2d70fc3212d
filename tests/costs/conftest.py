"""The stages, each begun once in a test process."""

from collections.abc import Callable, Iterator
from functools import cache

import pytest

from tests.costs.stage import Stage
from tests.support.cost_counter import statements_heard

OpenStage = Callable[[int], Stage]


@pytest.fixture(scope="session", autouse=True)
def _heard() -> Iterator[None]:
    """Every stage's statements are counted, also one that a test begins for itself."""
    with statements_heard():
        yield


@pytest.fixture(scope="session")
def stage_of(tmp_path_factory: pytest.TempPathFactory) -> OpenStage:
    """The stage beside so many facts, matters and reports."""

    @cache
    def opened(size: int) -> Stage:
        return Stage(tmp_path_factory.mktemp(f"beside-{size}"), size)

    return opened
