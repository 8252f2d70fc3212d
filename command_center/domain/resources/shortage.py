"""The shortage of a kit sent short: a directive of its own, to whoever can mend it."""

from command_center.domain.directives.given import Instruction, draft_directive
from command_center.domain.fact import Draft
from command_center.domain.figure import figure
from command_center.domain.payload import Quantity, Words
from command_center.domain.registry import Context
from command_center.domain.resources.custody import reach
from command_center.domain.site.model import Category, Store, Urgency
from command_center.domain.state import State
from command_center.domain.state.incidents.incident import Incident


def locked_with(state: State, ctx: Context, missing: list[Quantity]) -> list[Store]:
    """The locked stores in which some of what is missing lies."""
    wanted = {m["resource"] for m in missing}
    having = {
        line.store
        for line in state.ledger.lines.values()
        if line.resource in wanted and line.available > 0
    }
    return [s for s in ctx.site.stores if s.id in having and reach(state, s) == "locked"]


def shortage_directive(
    state: State, ctx: Context, incident: Incident, missing: list[Quantity], at: int
) -> Draft | None:
    """Bring what lies behind a lock, else find it; None when nobody is there to be told."""
    store = next(iter(locked_with(state, ctx, missing)), None)
    to = _recipient(state, ctx, incident, store)
    if to is None:
        return None
    names = [(ctx.site.resource_by_id[m["resource"]].name, m["quantity"]) for m in missing]
    zh = "、".join(f"{name.zh} {figure(quantity)}" for name, quantity in names)
    en = ", ".join(f"{figure(quantity)} × {name.en}" for name, quantity in names)
    text = Words(zh=f"设法补齐：{zh}", en=f"Find {en}")
    if store is not None:
        text = Words(
            zh=f"从上锁的{store.name.zh}取来：{zh}",
            en=f"Bring {en} from {store.name.en}, locked",
        )
    told = Instruction(
        to=to,
        text=text,
        urgency=Urgency.URGENT,
        category=Category.SOURCE,
        place=store.id if store is not None else None,
    )
    return draft_directive(state, ctx, incident, told, at)


def _recipient(state: State, ctx: Context, incident: Incident, store: Store | None) -> str | None:
    """Who holds the key, or their deputy or superior, if on site; else whoever commands."""
    key_post = ctx.site.post_by_id.get((store and store.custody.key_post) or "")
    if key_post is not None:
        for post in (key_post.id, key_post.deputy, key_post.superior):
            if post and state.roster.holder_on_site(post):
                return post
    post = incident.commander_post
    if post and state.roster.holders.get(post) == incident.commander:
        return post
    return incident.commander
