"""Certificates, entry training, plant risks, tickets, handovers, meetings, stock counts and audits of the half year."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from command_center.cli.lived_half_year.cast import Cast
from command_center.cli.lived_half_year.spoken import Said
from command_center.cli.lived_half_year.works import HENGDA, YUNTONG
from command_center.cli.lived_week.room import HOUR_MS, MINUTE_MS, Story, WeekFailed
from command_center.domain.matters.values.values import leaves

CERTIFIED: tuple[tuple[str, tuple[str, ...], int], ...] = (
    ("shi-dayong", ("work-leader", "hot-work"), 400), ("tang-jianjun", ("hot-work", "confined-space"), 12),
    ("tang-jianjun", ("height-work",), 210), ("chang-qing", ("work-leader", "electrician"), 300),
    ("ren-jie", ("work-leader", "electrician"), 280), ("yuan-tao", ("electrician",), 26),
    ("wan-li", ("guardian",), 500), ("wu-gang", ("guardian",), 190), ("fang-zheng", ("guardian",), 320),
    ("miao-zhuang", ("guardian",), 7), ("ma-junjie", ("guardian",), 150), ("yi-min", ("gas-tester",), 420),
    ("yu-jing", ("gas-tester",), 240), ("he-jun", ("confined-space",), 95), ("ge-ning", ("lifting", "hot-work"), 330),
    ("pan-dong", ("lifting",), 60), ("wu-lei", ("height-work",), -45),
)  # fmt: skip
"""Who is certified for what, and how many days from tonight it ends: some soon, one is over since before a permit asked
for it."""


def stories(cast: Cast) -> list[Story]:
    """Return the stories of all of these."""
    return [
        *(_certificate(cast, *one, rank) for rank, one in enumerate(CERTIFIED)),
        *(_risk(cast, *one, rank) for rank, one in enumerate(RISKS)),
        *(_entry(cast, *one) for one in ENTRIES),
        *(_handover(cast, days, hour) for days in range(20, -1, -1) for hour in (0, 8, 16)),
        *(_commitment(cast, days) for days in range(24, -1, -1)),
        *(_ticket(cast, *one) for one in TICKETS),
        *(_operation(cast, *one, remote=rank == 1) for rank, one in enumerate(OPERATIONS)),
        *(_briefing(cast, days) for days in (151, 120, 90, 59, 29)),
        *(_count(cast, days) for days in (110, 80, 50, 19)),
        *(_test(cast, days, days == 78) for days in (170, 140, 109, 78, 48, 17)),
        *(_cabinet(cast, place, days) for place in ("C1", "C3", "CW1", "CW2", "CW3") for days in (101, 71, 40, 9) if (place, days) != ("CW3", 9)),
        _audit(cast), _plan_review(cast), _drill_action(cast), _major(cast, 133, done=True), _major(cast, 8, done=False),
    ]  # fmt: skip


def _day(cast: Cast, at: int, days: int = 0) -> str:
    moment = datetime.fromtimestamp(at / 1000, cast.room.site.zone)
    return (moment + timedelta(days=days)).date().isoformat()


def _certificate(cast: Cast, person: str, kinds: tuple[str, ...], days: int, rank: int) -> Story:
    yield cast.at(180, 9 + rank * 0.1)
    fields = {
        "person": person, "kind": list(kinds), "valid_until": _day(cast, cast.room.until, days),
        "number": f"T{370_600 + rank * 137}",
    }  # fmt: skip
    ident = cast.opens("qiao-yulan", "certificate", fields)
    yield from cast.step(cast.room.now + 2 * HOUR_MS, ident, "issue", photo="copy")


RISKS: tuple[tuple[str, Said, Said, str, str, Said, Said, int], ...] = (
    ("T206", Said("T206 氯苯储罐", "Tank T206, chlorobenzene"), Said("泵区法兰泄漏", "Leak of a flange at the pumps"), "poisoning", "red", Said("DCS 液位高高联锁，GDS 检测", "High-high interlock, gas detection"), Said("检查法兰、垫片、静密封点", "Look at flanges, gaskets and seals"), 1),
    ("T203", Said("T203 甲醇储罐", "Tank T203, methanol"), Said("呼吸阀堵塞超压", "Breather blocked, overpressure"), "vapour_explosion", "red", Said("呼吸阀、阻火器定期清洗", "Breather and flame arrester are cleaned"), Said("检查呼吸阀动作", "See that the breather moves"), 7),
    ("T201", Said("T201 甲苯储罐", "Tank T201, toluene"), Said("装卸静电放电", "Static discharge while unloading"), "fire", "orange", Said("静电接地报警、流速限制", "Earthing monitor, limited speed"), Said("测接地电阻", "Measure the earthing"), 7),
    ("W1", Said("一车间离心单元", "Workshop 1, centrifuge"), Said("物料喷溅", "Product sprays"), "burn", "orange", Said("防护罩联锁", "Interlocked cover"), Said("检查联锁、罩壳", "Look at interlock and cover"), 7),
    ("W2", Said("二车间反应单元", "Workshop 2, reaction"), Said("超温失控", "Runaway"), "vessel", "red", Said("温度联锁切断进料、紧急冷却", "Temperature interlock stops the feed, emergency cooling"), Said("试验联锁，检查冷却水", "Test the interlock, look at cooling water"), 30),
    ("W3", Said("三车间氧化单元", "Workshop 3, oxidation"), Said("氧含量超限", "Too much oxygen"), "vessel", "orange", Said("在线氧分析仪联锁", "Oxygen analyser with interlock"), Said("标定分析仪", "Calibrate the analyser"), 30),
    ("UT", Said("循环水系统", "Cooling water"), Said("停水", "No water"), "other", "yellow", Said("备用泵自启", "Stand-by pump starts by itself"), Said("切换备用泵", "Change to the stand-by pump"), 30),
    ("WH", Said("仓库桶装区", "Warehouse, drums"), Said("禁忌物混存", "Incompatibles together"), "fire", "yellow", Said("分区存放、标识", "Stored apart and marked"), Said("核对库存位置", "Check where things stand"), 7),
    ("EL", Said("变电所", "Substation"), Said("触电、短路", "Shock, short circuit"), "shock", "yellow", Said("五防闭锁、绝缘垫", "Interlocking, insulating mats"), Said("测温、检查闭锁", "Measure temperature, try the interlocks"), 30),
    ("LAB", Said("化验室", "Laboratory"), Said("腐蚀性试剂灼伤", "Burn by reagents"), "burn", "blue", Said("通风柜、洗眼器", "Fume cupboard, eye wash"), Said("试洗眼器", "Try the eye wash"), 7),
)  # fmt: skip


def _risk(
    cast: Cast, place: str, unit: Said, event: Said, danger: str, colour: str, measure: Said, task: Said, days: int, rank: int
) -> Story:  # fmt: skip
    yield cast.at(172 - rank, 14.0)
    fields = {
        "object": place, "unit": cast.say(unit), "event": cast.say(event), "danger": danger, "colour": colour,
        "measures": [{"kind": "engineering", "measure": cast.say(measure), "task": cast.say(task), "days": days}],
    }  # fmt: skip
    ident = cast.opens("shao-ting", "risk", fields)
    yield from cast.step(cast.room.now + 26 * HOUR_MS, ident, "approve")


ENTRIES = (
    ("shi-dayong", HENGDA, ("hot-work", "safety-training"), 160, 400, 92),
    ("tang-jianjun", HENGDA, ("confined-space", "safety-training"), 160, 12, 86),
    ("fei-xiaojun", YUNTONG, ("safety-training",), 130, 150, 83),
)


def _entry(
    cast: Cast,
    person: str,
    company: Said,
    kinds: tuple[str, ...],
    days_ago: int,
    left: int,
    marks: int,
) -> Story:
    yield cast.at(days_ago, 8.7)
    fields = {
        "company": cast.say(company), "person": person, "certificate": list(kinds), "until": _day(cast, cast.room.until, left),
        "trained": _day(cast, cast.room.now), "score": marks,
    }  # fmt: skip
    ident = cast.opens("wu-gang", "contractor-entry", fields)
    yield from cast.step(
        cast.room.now + 3 * HOUR_MS, ident, "train", {"trained": fields["trained"], "score": marks}
    )
    yield from cast.step(cast.room.now + 1 * HOUR_MS, ident, "admit", photo="copy")
    # Who admits has thereby entered the certificate; another of the training office verifies it.
    entered = [
        one.id
        for one in cast.room.state.matters.open.values()
        if one.template == "certificate"
        and one.state == "entered"
        and one.fields["person"] == person
    ]
    for certificate in entered:
        yield from cast.step(cast.room.now + 2 * HOUR_MS, certificate, "issue", photo="copy")


def _handover(cast: Cast, days_ago: int, hour: int) -> Story:
    """At each change of the shift the leader writes what is live, and the next one reads it back and takes over."""
    yield cast.at(days_ago, hour) - 12 * MINUTE_MS
    giver, matters = cast.room.holder("shift-leader"), cast.room.state.matters
    named = cast.may_name("handover", "live", "matter")
    live = [one.id for one in matters.open.values() if one.live and one.template in named]
    hazards = [
        one.id
        for one in matters.open.values()
        if one.template == "hazard" and one.state in ("signed", "evidence")
    ]
    handed = [*live, *hazards[:4]]
    lines = [{"matter": one, "read_back": False} for one in handed]
    fields = {
        "place": "CR", "live": lines,
        "process": cast.say(Said("各装置平稳，T206 收料结束，外操已复核阀位", "All units steady; T206 is filled, valves looked at again")),
    }  # fmt: skip
    taker = cast.on_shift("shift-leader", _shift(cast, hour))
    ident = cast.opens(giver, "handover", fields, {"taker": [taker]})
    yield cast.at(days_ago, hour) + 6 * MINUTE_MS
    begun = [one.id for one in matters.open.values() if one.live and one.template in named]
    still = [one for one in handed if cast.matter(one) is not None]
    read = [{"matter": one, "read_back": True} for one in dict.fromkeys((*still, *begun))]
    if read:
        cast.fills(taker, ident, {"live": read})
    yield from cast.step(cast.room.now + 2 * MINUTE_MS, ident, "take")


def _shift(cast: Cast, hour: int) -> str:
    found = [one.id for one in cast.room.site.shifts if one.start.hour == hour]
    if not found:
        raise WeekFailed(f"no shift begins at {hour}:00")
    return found[0]


def _commitment(cast: Cast, days_ago: int) -> Story:
    yield cast.at(days_ago, 9.1)
    open_now = cast.room.state.matters.open.values()
    named = cast.may_name("safety-commitment", "permits")
    permits = [
        one.id
        for one in open_now
        if one.template in named and (one.live or one.state == "approved")
    ]
    fields: dict[str, Any] = {
        "day": _day(cast, cast.room.now), "units": 6, "running": 6, "trial": False, "sources": True,
        "said": cast.say(Said("今日各装置安全运行，特殊作业均已许可并落实监护。", "All units run safely today; special work has its permits and guardians.")),
    }  # fmt: skip
    if permits:
        fields["permits"] = permits
    ident = cast.opens(cast.room.holder("ehs-manager"), "safety-commitment", fields)
    yield from cast.step(cast.room.now + 40 * MINUTE_MS, ident, "commit")


TICKETS = (
    (84, "UT", "P-301", Said("P-301 电机检修", "Overhaul the motor of P-301"), "5P-07"),
    (
        55,
        "W2",
        "R-203",
        Said("R-203 搅拌减速机换油", "Change the oil of the stirrer's gear of R-203"),
        "2P-11",
    ),
    (31, "W3", "K-302", Said("尾气风机轴承更换", "Replace the bearing of the vent fan"), "3P-04"),
    (6, "UT", "P-401", Said("消防泵 P-401 盘根更换", "Repack fire pump P-401"), "5P-02"),
)


def _ticket(cast: Cast, days: int, place: str, equipment: str, work: Said, point: str) -> Story:
    yield cast.at(days, 8.9)
    fields = {
        "place": place, "equipment": equipment, "work": cast.say(work), "from_time": cast.at(days, 9.5),
        "until": cast.at(days, 15.5), "isolations": [{"point": point, "tag": f"GP-{days:03d}", "earthed": True}],
    }  # fmt: skip
    ident = cast.opens("chang-qing", "work-ticket", fields)
    yield from cast.step(cast.at(days, 9.2), ident, "issue")
    yield from cast.step(cast.at(days, 9.6), ident, "permit")
    yield from cast.step(cast.at(days, 14.2), ident, "end")


OPERATIONS = (
    (73, "TF", "transfer", Said("T201 向 T202 倒罐", "Transfer T201 to T202"), ("XV-2011", "XV-2021", "P-201")),
    (39, "EL", "switching", Said("1# 变压器由运行转检修", "Transformer 1 from service to repair"), ("101", "1011", "1012")),
    (2, "TF", "transfer", Said("T205 向 T209 倒罐前置换", "Prepare the transfer from T205 to T209"), ("XV-2051", "XV-2091", "P-205")),
)  # fmt: skip


def _operation(
    cast: Cast,
    days: int,
    place: str,
    kind: str,
    task: Said,
    equipment: tuple[str, ...],
    *,
    remote: bool,
) -> Story:
    """An operation ticket, signed, begun and finished step by step; `remote`: it is void, for the control room did it."""
    yield cast.at(days, 9.0)
    said = cast.say(Said("操作并确认", "Operate and confirm"))
    steps: list[Mapping[str, Any]] = [
        {"step": f"{said} {one}", "equipment": one} for one in equipment
    ]
    fields = {"place": place, "kind": kind, "task": cast.say(task), "steps": steps}
    ident = cast.opens("shao-ting", "operation-ticket", fields, {"watcher": ["gong-lei"]})
    yield from cast.step(cast.at(days, 9.3), ident, "approve")
    yield from cast.step(cast.at(days, 9.4), ident, "begin")
    if remote:
        reason = Said(
            "改由中控远程执行，本票作废",
            "Done from the control room instead; the ticket is void",
        )
        yield from cast.step(cast.at(days, 10.0), ident, "cancel", reason=reason)
        return
    # What was signed for is not rewritten while it goes on: who finishes brings the steps with their times.
    done = [
        {**step, "read_back": True, "done": cast.at(days, 9.5) + rank * 6 * MINUTE_MS}
        for rank, step in enumerate(steps)
    ]
    yield from cast.step(cast.at(days, 10.0), ident, "finish", {"steps": done})


def _briefing(cast: Cast, days: int) -> Story:
    yield cast.at(days, 9.0)
    month = _day(cast, cast.room.now)[:8] + "01"
    pages = [
        {"workshop": cast.say(name), "said": cast.say(said), "question": cast.say(asked), "answer_by": _day(cast, cast.room.now, 14)}
        for name, said, asked in (
            (Said("一车间", "Workshop 1"), Said("本月隐患按期整改，接地夹再次松动", "Hazards put right in time; the clamp was loose again"), Said("为什么换了又松？", "Why does it come back?")),
            (Said("二车间", "Workshop 2"), Said("泵机封更换 3 台", "Three seals replaced"), Said("备件库存够吗？", "Are there spares?")),
            (Said("三车间", "Workshop 3"), Said("管廊基础裂缝已立项", "The cracked foundation has a budget"), Said("何时动工？", "When does it begin?")),
        )
    ]  # fmt: skip
    ident = cast.opens(
        cast.room.holder("ehs-manager"), "briefing", {"month": month, "pages": pages}
    )
    present = [
        {"person": one}
        for one in ("luo-wenhua", "liang-xuemei", "song-zhiyuan", "qian-jin", "tang-hong", "yin-li")
    ]
    yield from cast.step(cast.at(days - 2, 14.0), ident, "hold", {"present": present})
    decided = {
        "decided": cast.say(
            Said(
                "重复隐患由车间主任挂牌督办，下月复盘。",
                "Repeats are followed by the workshop's head; looked at again next month.",
            )
        )
    }
    yield from cast.step(cast.at(days - 2, 16.5), ident, "sign", decided)


def _count(cast: Cast, days: int) -> Story:
    yield cast.at(days, 9.4)
    ident = cast.opens("qiao-yulan", "stock-count", {"place": "SWH"})
    plugs = 4 if days != 50 else 3
    lines = [
        {"thing": cast.say(Said("雨水口封堵袋", "Storm drain plugs")), "listed": 4, "counted": plugs},
        {"thing": cast.say(Said("吸附棉", "Absorbent")), "listed": 40, "counted": 40},
        {"thing": cast.say(Said("DN80 堵漏卡具", "Leak clamps DN80")), "listed": 2, "counted": 2},
    ]  # fmt: skip
    yield from cast.step(cast.at(days, 10.2), ident, "hand_in", {"lines": lines}, photo="seen")
    if plugs == 3:
        reason = Said(
            "少 1 个封堵袋，查明去向后再报", "One plug is missing; find it, then hand in again"
        )
        yield from cast.step(cast.at(days, 15.0), ident, "send_back", reason=reason)
        lines[0]["counted"] = 4
        yield from cast.step(
            cast.at(days - 1, 9.2), ident, "hand_in", {"lines": lines}, photo="seen"
        )
    yield from cast.step(cast.at(days - 1, 15.4), ident, "accept")


def _test(cast: Cast, days: int, bad: bool) -> Story:
    yield cast.at(days, 10.3)
    ident = cast.opens(
        "li-ming", "periodic-test", {"place": "P-401", "equipment": "P-401", "what": "test"}
    )
    note = Said("启动后出口压力 0.62 MPa，低于 0.75", "0.62 MPa after the start, below 0.75")
    result = (
        {"result": "bad", "reading": 0.62, "note": cast.say(note)}
        if bad
        else {"result": "good", "reading": 0.81}
    )
    yield from cast.step(cast.at(days, 11.0), ident, "record", result, photo="seen")
    found = [one.id for one in cast.room.state.matters.open.values() if one.subject == ident]
    for hazard in found:  # what the test found is a hazard of its own, and is put right
        yield from cast.step(cast.room.now + HOUR_MS, hazard, "sign")
        measure = Said(
            "更换机械密封和叶轮口环，复测 0.80 MPa",
            "Seal and wear ring replaced, 0.80 MPa when tested again",
        )
        yield from cast.step(
            cast.room.now + 50 * HOUR_MS,
            hazard,
            "prove",
            {"measure": cast.say(measure)},
            photo="fixed",
        )
        yield from cast.step(cast.room.now + 9 * HOUR_MS, hazard, "recheck", photo="seen_fixed")


def _cabinet(cast: Cast, place: str, days: int) -> Story:
    yield cast.at(days, 13.3)
    ident = cast.opens("qiao-yulan", "cabinet-round", {"place": place})
    reference = cast.room.templates.reference("cabinet-lines")
    lines = (
        {} if reference is None else {line: {"answer": "yes"} for line in leaves(reference.entries)}
    )
    yield from cast.step(
        cast.at(days, 14.0), ident, "check", {"code": place, "lines": lines}, photo="seen"
    )


def _audit(cast: Cast) -> Story:
    yield cast.at(70, 9.0)
    body = Said("安信评价技术有限公司", "Anxin Assessment Ltd")
    scope = Said(
        "安全管理体系运行情况、责任落实有效性",
        "How the safety management works, and whether duties are met",
    )
    host = cast.room.holder("ehs-manager")
    ident = cast.opens(
        host,
        "audit",
        {
            "body": cast.say(body),
            "scope": cast.say(scope),
            "account_until": _day(cast, cast.room.now, 30),
        },
    )
    yield from cast.step(cast.at(69, 9.0), ident, "begin")
    yield cast.at(66, 15.0)
    findings = (
        (
            "major",
            Said(
                "三名关键人员联系方式超过一年未核实",
                "Telephone numbers of three key people not verified for a year",
            ),
            "luo-wenhua",
        ),
        (
            "minor",
            Said("部分作业票风险分析照抄模板", "Some permits copy their analysis of risks"),
            "shao-ting",
        ),
        (
            "advice",
            Said("建议应急柜增加电子监控", "Watch the emergency cabinets electronically"),
            "qiao-yulan",
        ),
    )
    opened = [
        cast.opens(host, "audit-finding", {"audit": ident, "grade": grade, "finding": cast.say(finding)}, {"owner": [owner]})
        for grade, finding, owner in findings
    ]  # fmt: skip
    cast.room.begin(_finding(cast, opened[1]))
    verdict = Said(
        "体系基本有效，1 项严重不符合需整改。",
        "Works on the whole; one major finding to be put right.",
    )
    yield from cast.step(
        cast.at(64, 10.0), ident, "report", {"verdict": cast.say(verdict)}, photo="report"
    )
    yield from cast.step(cast.at(60, 10.0), ident, "close")


def _finding(cast: Cast, ident: str) -> Story:
    """The minor one is closed; the major one is overdue tonight, the advice still has time."""
    cause = Said(
        "模板预填内容过多，审批人未逐条核对", "Forms came filled in; nobody looked at each line"
    )
    done = Said(
        "取消预填，审批前抽查一条措施", "Nothing is filled in; the approver tries one measure"
    )
    fields = {"cause": cast.say(cause), "done": cast.say(done)}
    yield from cast.step(cast.at(38, 10.5), ident, "finish", fields, photo="proof")
    yield from cast.step(cast.at(36, 14.0), ident, "accept")


def _plan_review(cast: Cast) -> Story:
    yield cast.at(158, 9.5)
    plan = Said("氯苯储罐泄漏现场处置方案", "Chlorobenzene tank leak")
    ident = cast.opens(
        "shao-ting", "plan-review", {"plan": cast.say(plan), "reasons": ["yearly", "change"]}
    )
    findings = Said(
        "岗位名单已更新；应急池容量按公式复核不足，立项扩建。",
        "Posts are up to date; the pool is too small by the formula, an extension has a budget.",
    )
    yield from cast.step(
        cast.at(152, 15.0), ident, "finish", {"findings": cast.say(findings), "revised": True}
    )
    yield from cast.step(cast.at(151, 10.0), ident, "approve")


def _drill_action(cast: Cast) -> Story:
    yield cast.at(86, 16.0)
    drill = Said("三季度罐区泄漏桌面演练", "Table-top drill of the third quarter, tank farm")
    finding = Said("外操对 HV-2060 位置不熟", "Operators did not know where HV-2060 is")
    fields = {
        "drill": cast.say(drill),
        "finding": cast.say(finding),
        "place": "HV-2060",
        "by_day": _day(cast, cast.room.now, 20),
    }
    ident = cast.opens("gong-lei", "drill-action", fields, {"owner": ["li-ming"]})
    done = Said("现场挂牌并逐班认阀", "Valve tagged; each shift was shown where it is")
    yield from cast.step(
        cast.at(74, 11.0), ident, "finish", {"done": cast.say(done)}, photo="proof"
    )
    yield from cast.step(cast.at(72, 15.0), ident, "accept")


def _major(cast: Cast, days: int, *, done: bool) -> Story:
    """A major hazard by the criteria: five fixings, two reports, acceptance. One is past, one still goes on."""
    yield cast.at(days, 10.0)
    found = (
        Said("R-202 温度联锁未投用，原因为热电偶故障", "The temperature interlock of R-202 is out of use: its thermocouple failed") if done
        else Said("罐区一级重大危险源 T203 紧急切断阀气源压力低，远程关阀超时", "The emergency shut-off valve of T203 closes too slowly: low air pressure")
    )  # fmt: skip
    criterion, place = ("interlock", "W2") if done else ("emergency_valve", "UT")
    fields = {
        "place": place,
        "criterion": criterion,
        "found": cast.say(found),
        "seen": [cast.photo("gong-lei", place)],
    }
    ident = cast.opens("gong-lei", "major-hazard", fields)
    yield from cast.step(cast.room.now + 5 * HOUR_MS, ident, "judge")
    fixings = {
        "measure": cast.say(Said("更换元件，恢复功能并试验", "Replace the part, restore the function and test it")),
        "responsible": "song-zhiyuan", "money": cast.say(Said("8.6 万元，已列支", "86,000 yuan, granted")),
        "by_day": _day(cast, cast.room.now, 12),
        "plan": cast.say(Said("整改期间专人盯守，降负荷运行", "Somebody watches meanwhile; reduced load")),
    }  # fmt: skip
    yield from cast.step(cast.room.now + 20 * HOUR_MS, ident, "fix", fixings)
    yield cast.room.now + 8 * HOUR_MS
    person = cast.who(ident, "report")
    if person is not None:
        papers = {
            "reported": [cast.photo(person, None)],
            "told_workers": [cast.photo(person, None)],
        }
        yield from cast.step(cast.room.now, ident, "report", papers)
    if done:
        yield from cast.step(cast.room.now + 150 * HOUR_MS, ident, "finish")
        yield from cast.step(cast.room.now + 20 * HOUR_MS, ident, "accept", photo="accepted")
