"""The webhooks file: which facts go to which address. `CC_WEBHOOKS` names it; docs/links.md describes it.

Secrets are only named in it (`{env: NAME}` or `{file: PATH}`).
"""

from fnmatch import fnmatchcase
from pathlib import Path
from typing import Annotated

from pydantic import Field

from command_center.domain.fact import Fact
from command_center.domain.site.parts.base import Id, Part
from command_center.domain.site.references import broken_references
from command_center.named_secret import Secret
from command_center.notify.providers._cloud import Endpoint
from command_center.site_file.problem import DescriptionError, Problem
from command_center.site_file.reading import examined
from command_center.site_file.sentences import from_broken
from command_center.site_file.tree import Mapping as Keys
from command_center.site_file.tree import plain, read

MOST_HOOKS = 20
Pattern = Annotated[str, Field(pattern=r"^[a-z_*]+(\.[a-z_*]+)?$", max_length=60)]
"""A kind of fact, or many: `matter.moved`, `matter.*`, `*`."""


class WebhooksFileError(DescriptionError):
    """A webhooks file cannot be used."""


class Hook(Part):
    """One receiver. `kinds` are the facts that it gets; `templates` restricts facts of matters to some templates.
    `drills` includes facts of exercises. `path` is requested at `url`.
    """

    id: Id
    url: Endpoint
    path: Annotated[str, Field(pattern=r"^/[^?#\s]*$", max_length=300)] = "/"
    secret: Secret
    kinds: Annotated[list[Pattern], Field(min_length=1, max_length=50)]
    templates: list[Id] | None = None
    drills: bool = False
    timeout_s: Annotated[float, Field(ge=1, le=60)] = 10.0
    ca: str | None = None
    proxy: str | None = None

    def wants(self, fact: Fact, template: str | None) -> bool:
        """Whether it gets a fact; `template` is that of the fact's matter, if it is of one."""
        if fact.drill is not None and not self.drills:
            return False
        if not any(fnmatchcase(fact.kind, one) for one in self.kinds):
            return False
        return self.templates is None or template is None or template in self.templates


class HooksFile(Part):
    """All receivers of a plant."""

    webhooks: Annotated[list[Hook], Field(max_length=MOST_HOOKS)]


def read_hooks(path: str | Path) -> list[Hook]:
    """The hooks of a file. Raises WebhooksFileError with every problem and its line."""
    tree, problems = read(Path(path))
    if tree is None:
        raise WebhooksFileError(problems)
    if not isinstance(tree, Keys):
        raise WebhooksFileError([*problems, Problem(tree.mark, "", "missing", {"key": "webhooks"})])
    found, problems = examined(tree, problems, HooksFile)
    if found is None or problems:
        raise WebhooksFileError(problems)
    twice = [from_broken(tree, one) for one in broken_references(plain(tree), HooksFile)]
    if twice:
        raise WebhooksFileError(twice)
    return found.webhooks
