"""Tests improvement actions in a drill: an inject that asks for the action again, and an
expectation that is met only if it works; or the reason why no drill can test it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from command_center.domain.refusal import Phrase
from command_center.domain.scenarios.acts import Act, Message, WeatherAct
from command_center.domain.scenarios.bias import OpenAction
from command_center.domain.scenarios.conditions import Match, Where
from command_center.domain.scenarios.manning import Manned
from command_center.domain.scenarios.scenario import At, Expectation, Inject
from command_center.domain.text import Prose, Text

if TYPE_CHECKING:
    from command_center.domain.site.model import Site

SOURCE = "source"
"""What a contradiction is about when it is no single valve: the source of the incident."""
OBJECTIVE = "open-actions"
"""The objective that every mandatory inject serves."""


@dataclass(frozen=True, slots=True)
class Observation:
    """The inject and the expectation that test one action in a drill."""

    inject: Inject
    expectation: Expectation


@dataclass(frozen=True, slots=True)
class _Asked:
    """The text of an inject, the fact that must follow, within how many seconds, and the source of
    that number."""

    text: Prose
    fact: Match
    by_s: int
    source: Prose
    who: str | None = None
    anew: bool = False
    also: tuple[Act, ...] = ()


def observation(
    action: OpenAction, site: "Site", there: Manned, number: int, at_s: int
) -> Observation | Phrase:
    """Returns the inject (at `at_s`) and expectation for an action, or the reason why there is
    none."""
    asks: dict[str, Callable[[str, Site, Manned], _Asked | Phrase]] = {
        "dead_contact": _reached, "overdue_ack": _answered, "locked_cabinet": _opened,
        "authority_refused": _granted, "overflow": _held, "shortage": _sent,
        "contradicted": _confirmed,
    }  # fmt: skip
    ask = asks.get(action.problem)
    if ask is None:
        return Phrase("scenario.action_not_observable")
    if action.about is None:
        return Phrase("scenario.action_about_nothing")
    asked = ask(action.about, site, there)
    if isinstance(asked, Phrase):
        return asked
    commander = commander_of(site, there)
    if commander is None:
        return Phrase("scenario.nobody_commands")
    name = f"action-{number}"
    message = Act(message=Message(to=commander, channel="radio", text=asked.text))
    inject = Inject(id=name, at=At(s=at_s), text=asked.text, does=[message, *asked.also])
    expectation = Expectation(
        id=name,
        inject=name,
        objective=OBJECTIVE,
        text=action.text,
        who=asked.who,
        fact=asked.fact,
        anew=asked.anew,
        by_s=asked.by_s,
        source=asked.source,
    )
    return Observation(inject, expectation)


def commander_of(site: "Site", there: Manned) -> str | None:
    """Returns the post that commands when a drill begins: the first with a holder on site that may."""
    return next(
        (p.id for p in site.posts if p.commands and there.holder_on_site(p.id) is not None), None
    )


def _gone(thing: str) -> Phrase:
    return Phrase("scenario.action_thing_gone", {"thing": thing})


def _prose(zh: str, en: str, **names: Text) -> Prose:
    return Prose(
        zh=zh.format(**{k: v.zh for k, v in names.items()}),
        en=en.format(**{k: v.en for k, v in names.items()}),
    )


def _post_of(about: str, site: "Site", there: Manned) -> str | None:
    """Returns the post itself, or the one that a person holds at that time."""
    if about in site.post_by_id:
        return about
    return next((post for post, holder in there.holders.items() if holder == about), None)


def _reached(about: str, site: "Site", there: Manned) -> _Asked | Phrase:
    name = _post_of(about, site, there)
    if name is None:
        return _gone(about)
    post = site.post_by_id[name]
    if there.holders.get(name) is None:
        return Phrase("scenario.action_post_vacant", {"post": post.name})
    return _Asked(
        _prose(
            "情况需要{post}，请立即联系。",
            "The situation needs {post}: reach them now.",
            post=post.name,
        ),
        Match(kind="directive.acknowledged"),
        300,
        Prose(
            zh="氯苯案例方案：180秒关键岗位联系上，另加下达120秒",
            en="Chlorobenzene case plan: key posts reached in 180 s; and 120 s to issue",
        ),
        who=name,
        anew=True,
    )


def _answered(about: str, site: "Site", there: Manned) -> _Asked | Phrase:
    asked = _reached(about, site, there)
    if isinstance(asked, Phrase):
        return asked
    on_time = Match(kind="directive.acknowledged", where=[Where(field="late", equals=False)])
    return _Asked(
        asked.text,
        on_time,
        180,
        Prose(
            zh="本产品：紧急指令60秒签收，另加下达120秒",
            en="Ours: urgent orders are acknowledged within 60 s; and 120 s to issue",
        ),
        who=asked.who,
        anew=True,
    )


def _opened(about: str, site: "Site", there: Manned) -> _Asked | Phrase:
    store = site.store_by_id.get(about)
    if store is None:
        return _gone(about)
    keeper = store.custody.key_post
    if store.custody.kind == "keyed" and keeper and there.holder_on_site(keeper):
        return Phrase("scenario.action_keeper_there", {"store": store.name})
    return _Asked(
        _prose(
            "需要立即取用{store}内的装备。", "What lies in {store} is needed now.", store=store.name
        ),
        Match(kind="kit.drawn", where=[Where(field="store", names=about)]),
        300,
        Prose(
            zh="氯苯案例方案：300秒装备到集结点",
            en="Chlorobenzene case plan: kit at staging in 300 s",
        ),
    )


def _granted(about: str, site: "Site", there: Manned) -> _Asked | Phrase:
    team = next((t for t in site.teams if about in (t.id, t.area)), None)
    post = site.post_by_id.get(about)
    if team is not None:
        name, where = team.name, Where(field="mobilises", names=team.id)
    elif post is not None:
        name, where = post.name, Where(field="to_post", names=post.id)
    else:
        return _gone(about)
    return _Asked(
        _prose("需要{team}支援。", "{team} is needed here.", team=name),
        Match(kind="directive.issued", where=[where]),
        120,
        Prose(
            zh="本产品：120秒内下达；更久就只能靠紧急授权",
            en="Ours: within 120 s; later only emergency authority could be behind it",
        ),
    )


def _held(about: str, site: "Site", there: Manned) -> _Asked | Phrase:
    pool = next((p for p in site.pools if p.id == about), None)
    if pool is None:
        return _gone(about)
    if pool.outfall is None:
        return Phrase("scenario.action_no_outfall", {"pool": pool.name})
    shut = [Where(field="element", names=pool.outfall), Where(field="state", equals="shut")]
    return _Asked(
        _prose("{pool}液位上涨很快。", "{pool} is rising fast.", pool=pool.name),
        Match(kind="valve.reported", where=shut),
        600,
        Prose(
            zh="假设：到阀后5分钟（2–15）关毕，下令和步行另加5分钟",
            en="Assumption: storm valve 5 (2-15) min on arrival; and 5 min to order and walk",
        ),
        also=(Act(weather=WeatherAct(rain_mm_h=30, over_s=300)),),
    )


def _sent(about: str, site: "Site", there: Manned) -> _Asked | Phrase:
    kit = next(
        (k for k in site.kits if about == k.id or about in {line.resource for line in k.lines}),
        None,
    )
    if kit is None:
        return _gone(about)
    return _Asked(
        _prose("需要整套{kit}。", "A whole {kit} is needed.", kit=kit.name),
        Match(kind="kit.drawn", where=[Where(field="kit", names=kit.id)]),
        420,
        Prose(
            zh="氯苯案例方案：300秒装备到集结点，另加下达120秒",
            en="Chlorobenzene case plan: kit at staging in 300 s; and 120 s to issue",
        ),
    )


def _confirmed(about: str, site: "Site", there: Manned) -> _Asked | Phrase:
    valve = site.valve_by_id.get(about)
    if valve is None and about != SOURCE:
        return _gone(about)
    return _Asked(
        _prose(
            "请报告{thing}的真实状态，并由工艺核实。",
            "Report how {thing} really stands, and have the plant confirm it.",
            thing=valve.name if valve is not None else Text(zh="泄漏源", en="the source"),
        ),
        Match(kind="plant.confirmed", where=[Where(field="state", equals="isolated")]),
        900,
        Prose(
            zh="氯苯案例：12分钟控制，另加确认180秒",
            en="Chlorobenzene case: 12 min to control; and 180 s to confirm",
        ),
    )
