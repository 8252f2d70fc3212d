"""Posts dead letters again after their cause is fixed: `gateway dead-letters --send`."""

from command_center.clock import Clock
from command_center.gateway.buffer.item import Item
from command_center.gateway.posting.dead_letters import DeadLetter, DeadLetters
from command_center.gateway.posting.delivery import parts
from command_center.gateway.posting.post import Outcome, Post

AT_ONCE = 500


def resend(gateway: str, letters: DeadLetters, post: Post, clock: Clock) -> tuple[int, int, str]:
    """Return how many the board took, how many it refused again, and why it stopped ("" if it did not).

    A letter is deleted when the board has taken it. Letters that are refused again stay, and so do letters of an old
    release that stored too little of them.
    """
    taken = refused = last = 0
    while found := letters.refused(last, AT_ONCE):
        last = found[-1].id
        known: dict[int, DeadLetter] = {one.id: one for one in found}
        items = [Item("", one.id, what) for one in found if (what := one.unpacked()) is not None]
        refused += len(found) - len(items)
        for part in parts(gateway, items, "backfill", {}):
            body = part.body(clock.now())
            size = len(body[part.name])
            answer = post(part.path, body).of_batch(size)
            if answer.outcome is not Outcome.TAKEN:
                return taken, refused, answer.why
            wrong = {index for index, _, _ in answer.rejected if index < size}
            good = [known[one.seq] for index, one in enumerate(part.items) if index not in wrong]
            letters.settle(good)
            taken, refused = taken + len(good), refused + len(wrong)
    return taken, refused, ""
