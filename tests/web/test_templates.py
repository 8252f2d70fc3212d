"""Templates over HTTP: listed, examined with line and column, published as revisions, retired; nobody overwrites."""

from typing import Any

from command_center.domain.actor import Role
from tests.web.callers import Caller
