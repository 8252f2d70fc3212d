"""The eight special works, with the values of a real day."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.plays.plant import CONTRACTOR, HOUR, MORNING, PHOTO, Works
from tests.plays.story import story

RISKS = [{"step": "打开法兰", "danger": "leak", "measure": "泄压至常压，接好软管"}]
SIGNERS = {"leader": "gus", "guardian": "hua", "tester": "ivy", "owner": "eva"}
PARTIES = {"leader": ["gus"], "guardian": ["hua"]}
METER = "meter@hall"
"""A gas meter of the plant that is in date."""
GAS_OK = {"lel_of_gas": "below_four", "gas": 0.1}


@dataclass(frozen=True)
class Permit:
    """How a kind of permit is filled in: its fields, who takes part beside leader and guardian, the certificates of who
    works, what is measured before it starts, and which posts approve before it is signed."""

    template: str
    place: str
    work: str
    fields: Mapping[str, Any]
    workers: Mapping[str, tuple[str, ...]]
    parties: Mapping[str, list[str]] = field(default_factory=dict)
    measures: tuple[tuple[str, str, Mapping[str, Any]], ...] = ()
    approves: tuple[tuple[str, str], ...] = ()
    signs: tuple[tuple[str, str], ...] = ()
    place_field: str = "place"
    left_out: Mapping[str, str] = field(default_factory=dict)


SPOTS = ("top", "middle", "bottom")
PERMITS = {
    one.template: one
    for one in (
        Permit(
            "hot-work", "tank-pump", "P-101 泵出口法兰补焊",
            {"ordinary": "second", "level": "second", "way": ["arc"], "outdoors": True, "seen": PHOTO},
            {"wu": ("hot-work",)}, {"tester": ["ivy"]},
            (("ivy", "gas", GAS_OK), ("ivy", "wind", {"m_s": 4.2})),
            signs=(("gus", "leader"), ("hua", "guardian"), ("ivy", "tester"), ("eva", "owner")),
            left_out={"film": "二级动火", "lining": "无衬里"},
        ),
        Permit(
            "confined-space", "tank", "储罐清洗检查",
            {"rescue": "三脚架、救生绳，罐外双人值守"},
            {"xia": ("confined-space",)}, {"tester": ["ivy"]},
            tuple(("ivy", "gas", {"spot": spot, "o2": 20.6, "h2s": 0, "co": 2, **GAS_OK}) for spot in SPOTS),
            signs=(("gus", "leader"), ("hua", "guardian"), ("ivy", "tester"), ("eva", "owner")),
            place_field="space",
        ),
        Permit(
            "blind-plate", "root-valve", "储罐根部阀后加盲板",
            {"what": "set", "pipe": "PL-1203", "plate": "MB-17，16MnR，DN150 PN1.6", "drawing": PHOTO, "celsius": 25,
             "pressure": 0},
            {"xia": ()}, signs=(("gus", "leader"), ("hua", "guardian"), ("eva", "owner")),
            left_out={"acid": "无腐蚀介质", "cold": "常温"},
        ),
        Permit(
            "height-work", "tank", "罐顶呼吸阀更换",
            {"metres": 7.5, "level": "ii", "outdoors": True},
            {"xia": ("height-work",)}, measures=(("hua", "wind", {"m_s": 5.1}),), approves=(("ben", "safety-head"),),
            signs=(("gus", "leader"), ("hua", "guardian"), ("eva", "owner")), left_out={"roof": "非轻型屋面"},
        ),
        Permit(
            "lifting", "tank", "吊装换热器管束 12.4 t",
            {"tonnes": 12.4, "level": "third", "crane": "QY-50", "outdoors": True},
            {"yan": ("lifting",)}, {"signaller": ["yan"]}, (("hua", "wind", {"m_s": 6}),), (("ben", "safety-head"),),
            (("gus", "leader"), ("hua", "guardian"), ("yan", "signaller"), ("eva", "owner")),
            left_out={"anchors": "不用建筑物作锚点"},
        ),
        Permit(
            "temporary-power", "tank-pump", "泵房检修临时照明",
            {"kilovolt": 0.22, "source": "MCC-3", "load": 3, "explosive": True, "for_special": False},
            {"wu": ("electrician",)}, {"electrician": ["oli"]}, (("hua", "gas", {"point": "泵房门口", **GAS_OK}),),
            signs=(("gus", "leader"), ("hua", "guardian"), ("oli", "electrician"), ("eva", "owner")),
            left_out={"buried": "架空敷设"},
        ),
        Permit(
            "earth-work", "curtain-valve", "消防管线开挖检查",
            {"depth": 1.1, "dangerous": False, "extent": "4 m × 1.2 m", "hidden": ["fire", "cable"], "drawing": PHOTO},
            {"xia": ()}, approves=(("ben", "safety-head"),),
            signs=(("gus", "leader"), ("hua", "guardian"), ("eva", "owner"), ("oli", "electrical")),
            left_out={"confined": "深度 1.1 m"},
        ),
        Permit(
            "road-closing", "curtain-valve", "2 号路管廊施工断路",
            {"road": "2 号路 K0+120～K0+160", "until": MORNING + 30 * HOUR * 1000,
             "detour": "走 1 号路，消防车经北门", "drawing": PHOTO},
            {"xia": ()}, approves=(("ben", "safety-head"),),
            signs=(("gus", "leader"), ("hua", "guardian"), ("eva", "owner"), ("pat", "fire")),
        ),
    )
}  # fmt: skip


def certified(w: Works) -> None:
    """Everybody who takes part in permits holds their certificates."""
    kinds: dict[str, set[str]] = {
        "gus": {"work-leader"}, "hua": {"guardian"}, "una": {"guardian"}, "zed": {"guardian"}, "ivy": {"gas-tester"},
        "oli": {"electrician"},
    }  # fmt: skip
    for permit in PERMITS.values():
        for who, needed in permit.workers.items():
            kinds.setdefault(who, set()).update(needed)
    for who, wanted in kinds.items():
        if wanted:
            w.certifies(who, *sorted(wanted))


def drafted(
    w: Works, kind: str, parties: Mapping[str, list[str]] | None = None, **changed: Any
) -> str:
    """A permit that Fay has filled in."""
    permit = PERMITS[kind]
    fields = {
        permit.place_field: permit.place, "work": permit.work, "company": CONTRACTOR, "risks": RISKS,
        "workers": [{"person": who, "tools": 2} for who in permit.workers], **permit.fields, **changed,
    }  # fmt: skip
    if kind == "confined-space" and "isolations" not in changed:
        fields["isolations"] = [isolation(plated(w))]
    fields = {name: value for name, value in fields.items() if value is not None}
    return w.opens("fay", kind, {**PARTIES, **permit.parties, **(parties or {})}, **fields)


def isolation(permit: str | None, **changed: Any) -> dict[str, Any]:
    """The isolation of the tank by the plate of a permit."""
    line = {"point": "root-valve", "way": "blind", "tag": "MB-17", "permit": permit} | changed
    return {name: value for name, value in line.items() if value is not None}


def plated(w: Works, **changed: Any) -> str:
    """A blind plate that was set and accepted; its permit. Nobody else is qualified for that."""
    for who, kind in (("gus", "work-leader"), ("hua", "guardian")):
        if who not in w.state.matters.certificates:
            w.certifies(who, kind)
    made = started(w, "blind-plate", **changed)
    w.moves("hua", made, "end")
    w.moves("eva", made, "accept")
    return made


def prepared(
    w: Works, kind: str, parties: Mapping[str, list[str]] | None = None, **changed: Any
) -> str:
    """A permit that Fay has handed in and whose measures Eva has confirmed on the spot."""
    permit = PERMITS[kind]
    made = drafted(w, kind, parties, **changed)
    w.moves("fay", made, "prepare")
    w.everything_confirmed("eva", made, "measures", **permit.left_out)
    return made


def approved(w: Works, kind: str, parties: Mapping[str, list[str]] | None = None,
             approves: tuple[tuple[str, str], ...] | None = None, **changed: Any) -> str:  # fmt: skip
    """A permit that everybody has signed."""
    made = prepared(w, kind, parties, **changed)
    everything_signed(w, kind, made, approves)
    return made


def everything_signed(
    w: Works, kind: str, made: str, approves: tuple[tuple[str, str], ...] | None = None
) -> None:
    """Who approves and who signs, in their order; then the rule moves it on."""
    permit = PERMITS[kind]
    for who, post in permit.approves if approves is None else approves:
        w.signs(who, made, "approve", post)
    named = w.of(made).parties
    for who, party in permit.signs:
        w.signs(named.get(party, [who])[0], made, "approve", party)
    w.signs("eva", made, "approve", "approver", place=w.of(made).place)
    assert "matter.move" in w.beat()
    assert w.of(made).state == "approved"


def measured(w: Works, kind: str, made: str, **changed: Any) -> None:
    """Everything is measured that is asked for; `changed` replaces values of every measurement that has them."""
    for who, name, values in PERMITS[kind].measures:
        own = {key: value for key, value in changed.items() if key in values}
        w.measures(who, made, name, **{**values, **own})


def started(
    w: Works, kind: str, parties: Mapping[str, list[str]] | None = None, **changed: Any
) -> str:
    """A permit whose work goes on."""
    made = approved(w, kind, parties, **changed)
    measured(w, kind, made)
    w.moves(w.of(made).parties["guardian"][0], made, "start")
    assert w.of(made).live
    return made


def worked(w: Works, kind: str) -> str:
    """The whole course: work, an interruption, people in and out, the end, and the acceptance on the spot."""
    certified(w)
    made = started(w, kind)
    worker = next(iter(PERMITS[kind].workers))
    w.does("hua", "matter.enter", matter=made, person=worker, tools=2)
    w.does("hua", "matter.leave", matter=made, person=worker, tools=2)
    w.moves("hua", made, "pause", reason="午餐休息")
    w.later(25 * 60)
    measured(w, kind, made)
    w.moves("hua", made, "resume")
    w.moves("hua", made, "end")
    w.moves("eva", made, "accept")
    assert w.ended(made).state == "closed"
    return made


def turned_down(w: Works, kind: str) -> str:
    """Eva sends it back for good, and another is withdrawn by who applied."""
    certified(w)
    other = drafted(w, kind)
    w.moves("fay", other, "withdraw", reason="天气不好，改期")
    made = prepared(w, kind)
    w.moves("eva", made, "refuse", reason="隔离不彻底")
    assert w.ended(made).state == "refused"
    return made


for _kind in PERMITS:
    story(_kind)(lambda w, kind=_kind: worked(w, kind))  # type: ignore[misc]
    story(_kind)(lambda w, kind=_kind: turned_down(w, kind))  # type: ignore[misc]
