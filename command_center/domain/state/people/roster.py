"""The state of the duty roster: who holds which post in the running shift, and who is on site."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Roster:
    """The running shift: the holder of each post (None = vacant), and the people on site."""

    shift: str | None = None
    since: int | None = None
    holders: dict[str, str | None] = field(default_factory=dict)
    on_site: frozenset[str] = frozenset()

    def posts_of(self, person: str | None) -> list[str]:
        """Returns the posts that a person holds now."""
        return [post for post, holder in self.holders.items() if holder == person and person]

    def holder_on_site(self, post: str) -> str | None:
        """Returns the holder of the post; None where they are not on site."""
        holder = self.holders.get(post)
        return holder if holder in self.on_site else None
