"""Who may make which move of which template: made from the texts of the library as YAML, independently of the engine,
and compared with what the Desk answers to every person for every move. Four templates were also written by hand."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from command_center.domain.refusal import Refusal
from command_center.domain.registry import COMMANDS, Context
from command_center.domain.template_language.template import Template
from command_center.template_file import library, library_texts
from tests.plays import loops, permits
from tests.plays.plant import CONTRACTOR, HEADS, POSTS, Works
from tests.support.factories import person

TEMPLATES = [id for id, one in library().items() if isinstance(one, Template)]
NAMED = {
    "leader": ["gus"], "guardian": ["hua"], "tester": ["ivy"], "signaller": ["yan"], "electrician": ["oli"],
    "owner": ["eva"], "taker": ["xia"], "watcher": ["hua"],
}  # fmt: skip
"""Who is named where a template lets somebody name a party."""
MANAGER = "joe"
OPENER = "fay"
SUPERIOR_OF_OPENER = {MANAGER}
"""Fay holds no post, so nobody is above her and the head of the plant stands in (docs/matters.md, "Who stands in")."""


def of_post(name: str, area: str) -> set[str]:
    """Who holds a post that a template names, by the table of the plant."""
    if name in ("area-head", "workshop-head", "team-leader"):
        return {HEADS[area]}
    if name == "manager":
        return {MANAGER}
    return SUPERIOR_OF_OPENER if name == "superior" else {POSTS[name]}


def people(raw: dict[str, Any], party: str, area: str) -> set[str]:
    """The people of a party by the YAML of the template."""
    form = raw["parties"][party]
    if form == "opener" or form.get("opener"):
        return {OPENER}
    if "post_of" in form:
        return {HEADS[area]}
    if "post" in form:
        return of_post(form["post"], area)
    if "field" in form:
        return {"wu"}
    return set(NAMED[party])


def expected(raw: dict[str, Any], move: str, area: str = "farm") -> set[str]:
    """Who may make a move, by the YAML of the template."""
    by = raw["moves"][move]["by"]
    found: set[str] = set()
    for party in [by] if isinstance(by, str) else by:
        if party == "duty":
            continue
        barred: set[str] = set()
        for name in (
            raw["parties"][party].get("never", [])
            if isinstance(raw["parties"][party], dict)
            else []
        ):
            barred |= people(raw, name, area) if name in raw["parties"] else {"xia"}
        found |= people(raw, party, area) - barred
    return found


def opened(w: Works, id: str, raw: dict[str, Any]) -> str:
    """A matter of the template that Fay opens in the tank farm, with what its first form asks for; what only the center
    opens, as it does."""
    parties = {name: NAMED[name] for name, form in raw["parties"].items()
               if isinstance(form, dict) and not set(form) & {"opener", "post", "post_of", "field"}}  # fmt: skip
    if id in permits.PERMITS:
        return permits.drafted(w, id, workers=[{"person": "xia"}])
    if id == "duty-report":
        return loops.closed_month(w)  # nobody opens it by hand
    return w.opens(OPENER, id, parties, **FIRST[id](w))


def hazard(_: Works) -> dict[str, Any]:
    return dict(loops.CLAMP)


FIRST: dict[str, Any] = {
    "hazard": hazard,
    "major-hazard": lambda _: dict(loops.MAJOR),
    "inspection-round": lambda _: {"place": "farm"},
    "duty": lambda _: {"what": "每周检查", "place": "tank"},
    "operation-ticket": lambda _: {"place": "tank", "kind": "valve", "task": "切出", "steps": [{"step": "关阀"}]},
    "work-ticket": lambda w: {"place": "tank", "equipment": "tank-pump", "work": "检修", "from_time": w.now,
                              "until": w.now + 1, "isolations": [{"point": "tank-pump", "tag": "DL-08"}]},
    "handover": lambda _: {"place": "farm", "process": "平稳"},
    "pre-shift-meeting": lambda _: {"place": "farm"},
    "periodic-test": lambda _: {"place": "tank", "equipment": "tank-pump", "what": "test"},
    "violation": lambda _: {**loops.VIOLATION, "kind": "other", "grade": "minor", "found": "未系安全带"},
    "readmission": lambda _: {"company": CONTRACTOR, "remedy": "培训"},
    "contractor-entry": lambda _: dict(loops.ENTRY),
    "certificate": lambda _: dict(loops.CERTIFICATE),
    "cabinet-round": lambda _: {"place": "vault"},
    "extinguisher-round": lambda _: {"place": "tank"},
    "stock-count": lambda _: {"place": "hall"},
    "contact-check": lambda _: {"person": "eva"},
    "plan-review": lambda _: {"plan": "专项预案", "reasons": ["yearly"]},
    "drill-action": lambda _: {"drill": "夜间演练", "finding": "柜上锁", "by_day": "2026-12-10"},
    "briefing": lambda _: {"month": "2026-11-30"},
    "audit": lambda _: {"body": "华安", "scope": "全部", "account_until": "2026-12-31"},
    "audit-finding": lambda w: {"grade": "minor", "finding": "缺项", "audit": w.opens(
        "ben", "audit", body="华安", scope="全部", account_until="2026-12-31")},
    "risk": lambda _: {"object": "tank", "unit": "进料", "event": "溢流", "danger": "leak", "colour": "red"},
    "safety-commitment": lambda _: {"day": "2026-12-02", "sources": True, "said": "已研判"},
    "source-duty": lambda _: {"source": "tank", "rank": "main"},
    "rollout": lambda _: loops.PILOT | {"champion": "wu"},
    "appeal": lambda _: {"about": "11 月得分", "why": "停电"},
}  # fmt: skip


@pytest.mark.parametrize("id", TEMPLATES)
def test_the_desk_lets_exactly_those_move_whom_the_text_names(id: str, tmp_path: Path) -> None:
    raw = yaml.safe_load(library_texts()[id])
    w = Works(tmp_path)
    matter = opened(w, id, raw)
    area = w.of(matter).area or "farm"
    spec = COMMANDS["matter.move"]
    assert set(raw["moves"])
    for name, move in raw["moves"].items():
        first = move["from"] if isinstance(move["from"], str) else move["from"][0]
        w.state.matters.open[matter] = replace(w.of(matter), state=first)
        command = spec.model.model_validate(
            {"matter": matter, "move": name, "reason": "因为有原因"}
        )
        may = set()
        for who in w.site.person_by_id:
            ctx = Context(w.now, person(who), w.site, templates=w.shelf)
            answer = spec.decide(w.state, command, ctx)
            if not (isinstance(answer, Refusal) and answer.code == "not_your_move"):
                may.add(who)
        assert may == expected(raw, name, area), (name, may)


BY_HAND = {
    "hazard": {
        "dispatch": set(), "sign": {"eva"}, "prove": {"eva"}, "reject": {"ben"}, "recheck": {"ben"},
    },
    "confined-space": {
        "prepare": {"fay"}, "approve": set(), "start": {"hua"}, "pause": {"hua", "gus", "eva"}, "resume": {"hua"},
        "end": {"hua", "gus"}, "accept": {"eva"}, "refuse": {"eva"}, "withdraw": {"fay"},
    },
    "work-ticket": {
        "issue": {"lee"}, "permit": {"eva"}, "pause": {"fay", "eva"}, "resume": {"eva"}, "end": {"eva"},
        "cancel": {"fay", "lee"},
    },
    "violation": {
        "tell": {"mia"}, "confirm": {"mia", "ben"}, "dispute": {"mia"}, "dismiss": {"ben"}, "overturn": {"ben"},
    },
}  # fmt: skip
"""Template -> move -> who may make it, of a matter that Fay opens at the tank: written by hand."""


@pytest.mark.parametrize("id", BY_HAND)
def test_the_matrix_is_as_it_was_written_by_hand(id: str) -> None:
    raw = yaml.safe_load(library_texts()[id])
    assert {name: expected(raw, name) for name in raw["moves"]} == BY_HAND[id]
