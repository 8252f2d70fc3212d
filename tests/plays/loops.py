"""The stories of what is no special work: hazards, rounds, duties, tickets, contractors, briefings, audits."""

from typing import Any

from command_center.domain.actor import DUTY_ACTOR
from command_center.domain.matters.contractors.bans import gate_ban
from tests.plays.plant import CONTRACTOR, DAY, HOUR, PHOTO, Works
from tests.plays.story import story

CLAMP = {
    "place": "tank", "category": "equipment/static/leak", "level": "general",
    "found": "储罐根部阀卡具滴漏，约每分钟 3 滴", "seen": PHOTO,
}  # fmt: skip


@story("hazard")
def a_general_hazard_is_sent_back_once(w: Works) -> str:
    made = w.opens("fay", "hazard", **CLAMP)
    w.beat()
    w.moves("eva", made, "sign")
    w.moves("eva", made, "prove", measure="紧固卡具螺栓", fixed=PHOTO)
    w.moves("ben", made, "reject", reason="卡具仍有渗漏")
    w.moves("eva", made, "prove", measure="更换卡具及垫片", fixed=PHOTO)
    w.moves("ben", made, "recheck", seen_fixed=PHOTO)
    return made


@story("hazard")
def a_major_hazard_needs_three_levels_and_its_repetition_reaches_the_manager(w: Works) -> str:
    made = w.opens("fay", "hazard", **{**CLAMP, "level": "major"})
    assert w.beat() == []
    for who, post in (("eva", "area-head"), ("ben", "safety-head"), ("joe", "manager")):
        w.signs(who, made, "dispatch", post)
    assert w.beat() == ["matter.move"]
    w.moves("eva", made, "sign")
    w.moves("eva", made, "prove", measure="更换根部阀", fixed=PHOTO)
    w.moves("ben", made, "recheck", seen_fixed=PHOTO)
    w.later(90 * DAY)
    again = w.opens("xia", "hazard", **CLAMP)
    assert w.of(again).repeats == (made,)
    assert "joe" in w.told(w.facts("matter.opened")[-1])
    return made


MAJOR = {
    "place": "tank", "criterion": "emergency_valve", "found": "罐区进料线未设紧急切断阀", "seen": PHOTO,
    "impairs": "tank",
}  # fmt: skip


@story("major-hazard")
def a_major_hazard_is_fixed_five_ways_and_reported(w: Works) -> str:
    made = w.opens("fay", "major-hazard", **MAJOR)
    w.moves("ben", made, "judge")
    assert w.denied("eva", made, "fix").code == "matter_incomplete"
    fixings = {
        "measure": "加装气动紧急切断阀并接入 SIS", "responsible": "eva", "money": "46 万元，列入安全费用",
        "by_day": "2027-01-31", "plan": "整改期间限液位 60 %，增设临时液位报警",
    }  # fmt: skip
    w.moves("eva", made, "fix", **fixings)
    w.moves("joe", made, "report", reported=PHOTO, told_workers=PHOTO)
    w.moves("eva", made, "finish")
    w.moves("ben", made, "reject", reason="联锁未做回路测试")
    w.moves("eva", made, "finish")
    w.moves("joe", made, "accept", accepted=PHOTO)
    return made


@story("major-hazard")
def what_is_no_major_hazard_becomes_a_general_one(w: Works) -> str:
    made = w.opens("fay", "major-hazard", **{**MAJOR, "found": "罐区围堰局部开裂"})
    assert w.denied("ben", made, "downgrade", reason="不属于判定标准所列情形").code == "not_signed"
    w.signs("joe", made, "downgrade", "manager")
    w.moves("ben", made, "downgrade", reason="不属于判定标准所列情形")
    assert [one.template for one in w.opened_from(made)] == ["hazard"]
    return made


POINT = {
    "code": "tank",
    "equipment": "tank-pump",
    "reading": 0.42,
    "seen": PHOTO,
    "note": "出口压力 0.42 MPa",
}


@story("inspection-round")
def a_round_is_walked(w: Works) -> str:
    made = w.opens("fay", "inspection-round", place="farm")
    w.fills("fay", made, points=[POINT])
    w.everything_confirmed("fay", made, "lines")
    w.moves("fay", made, "close", photos=PHOTO)
    return made


@story("inspection-round")
def a_round_is_broken_off(w: Works) -> str:
    made = w.opens("fay", "inspection-round", place="farm")
    w.moves("fay", made, "break_off", reason="雷雨，停止室外巡检")
    return made


@story("duty")
def a_duty_is_handed_in_sent_back_and_accepted(w: Works) -> str:
    made = w.opens("eva", "duty", what="每周组织一次现场隐患排查并上传影像", place="tank")
    w.moves("eva", made, "hand_in", photos=PHOTO)
    w.moves("ann", made, "send_back", reason="照片未拍到检查现场")
    w.moves("eva", made, "hand_in", photos=PHOTO)
    w.moves("ann", made, "accept")
    balance = w.state.matters.accounts["duty-score"]["eva"].balance
    assert balance == 10 - 3 + 10
    return made


@story("duty")
def a_duty_that_nobody_does_is_missed_and_told_up(w: Works) -> str:
    made = w.opens("eva", "duty", what="每周组织一次现场隐患排查并上传影像", place="tank")
    w.later(7 * DAY + HOUR)
    assert "matter.watch" not in w.beat(), (
        "it may be handed in late for another quarter of the week"
    )
    w.later(2 * DAY)
    assert "matter.watch" in w.beat()
    assert w.ended(made).state == "missed"
    return made


def closed_month(w: Works) -> str:
    """A month in which Eva did one duty is over: the center opens its report."""
    duty = w.opens("eva", "duty", what="每周组织一次现场隐患排查并上传影像", place="tank")
    w.moves("eva", duty, "hand_in", photos=PHOTO)
    w.later(30 * DAY)
    asked = {"account": "duty-score", "period": "2026-12"}
    w.does(DUTY_ACTOR, "matter.close_account", **asked)
    (made,) = [one.id for one in w.state.matters.open.values() if one.template == "duty-report"]
    return made


@story("duty-report")
def a_month_of_duties_is_closed_sent_back_and_issued(w: Works) -> str:
    made = closed_month(w)
    assert w.of(made).fields["lines"] == [{"person": "eva", "points": 10.0, "entries": 1}]
    w.moves("ben", made, "check")
    w.moves("joe", made, "send_back", reason="11 月 28 日的申诉尚未处理")
    w.moves("ben", made, "check")
    w.moves("joe", made, "issue")
    return made


@story("operation-ticket")
def an_operation_is_done_step_by_step(w: Works) -> str:
    steps: list[dict[str, Any]] = [
        {"step": "检查 P-101 出口阀关闭", "equipment": "tank-pump"},
        {"step": "开根部阀 RV-1", "equipment": "root-valve"},
        {"step": "启动 P-101，出口压力 0.4 MPa 后开出口阀", "equipment": "tank-pump"},
    ]
    made = w.opens(
        "fay", "operation-ticket", {"watcher": ["hua"]},
        place="tank-pump", kind="transfer", task="储罐向装置送料", steps=steps,
    )  # fmt: skip
    w.signs("fay", made, "approve", "operator")
    w.signs("hua", made, "approve", "watcher")
    w.moves("lee", made, "approve")
    w.moves("hua", made, "begin")
    assert w.denied("fay", made, "finish").code == "step_open"
    done = [{**step, "done": w.later(120), "read_back": True} for step in steps]
    w.moves("fay", made, "finish", steps=done)
    return made


@story("operation-ticket")
def an_operation_is_cancelled(w: Works) -> str:
    made = w.opens(
        "fay", "operation-ticket", {"watcher": ["hua"]},
        place="tank-pump", kind="stop", task="P-101 停泵", steps=[{"step": "关出口阀"}],
    )  # fmt: skip
    w.moves("lee", made, "cancel", reason="生产计划变更")
    return made


def work_ticket(w: Works, point: str = "tank-pump") -> str:
    """A work ticket that Gus has written."""
    return w.opens(
        "gus", "work-ticket", place="tank-pump", equipment="P-101 电机", work="更换电机轴承",
        isolations=[{"point": point, "tag": "DL-08", "earthed": True}],
        from_time=w.now, until=w.now + 8 * HOUR * 1000,
    )  # fmt: skip


@story("work-ticket")
def work_on_equipment_that_is_switched_off(w: Works) -> str:
    made = work_ticket(w)
    w.moves("lee", made, "issue")
    w.moves("eva", made, "permit")
    assert w.of(made).live
    w.moves("gus", made, "pause", reason="午间休息")
    w.moves("eva", made, "resume")
    w.later(5 * HOUR)
    w.moves("eva", made, "end")
    return made


@story("work-ticket")
def a_work_ticket_is_void(w: Works) -> str:
    made = work_ticket(w)
    w.moves("gus", made, "cancel", reason="备件未到货")
    return made


@story("handover")
def a_shift_is_handed_over_with_what_is_live(w: Works) -> str:
    ticket = work_ticket(w)
    w.moves("lee", ticket, "issue")
    w.moves("eva", ticket, "permit")
    made = w.opens(
        "fay", "handover", {"taker": ["xia"]}, place="farm", process="储罐液位 5.2 m，P-101 检修",
    )  # fmt: skip
    assert w.denied("xia", made, "take").code == "not_handed_over"
    line = {"matter": ticket, "note": "电机轴承更换中，DL-08 挂牌", "read_back": True}
    w.fills("fay", made, live=[line])
    w.moves("xia", made, "take")
    return made


@story("handover")
def a_handover_is_refused(w: Works) -> str:
    made = w.opens("fay", "handover", {"taker": ["xia"]}, place="farm", process="液位计显示异常")
    w.moves("xia", made, "refuse", reason="液位异常未查明原因")
    assert "lee" in w.told(w.facts("matter.moved")[-1])
    return made


@story("pre-shift-meeting")
def a_meeting_before_the_shift(w: Works) -> str:
    made = w.opens(
        "lee", "pre-shift-meeting", place="farm", tasks="P-101 检修配合；2 号罐切水", dangers="泵房动火，禁止切水取样",
        present=[{"person": "fay", "fit": True}, {"person": "xia", "fit": True}],
    )  # fmt: skip
    w.moves("lee", made, "close")
    return made


@story("periodic-test")
def a_test_that_fails_opens_a_hazard(w: Works) -> str:
    made = w.opens(
        "fay", "periodic-test", place="tank-pump", equipment="tank-pump", what="rotation"
    )
    w.moves(
        "fay", made, "record", result="bad", seen=PHOTO, reading=7.1, note="备用泵振动 7.1 mm/s"
    )
    (opened,) = w.opened_from(made)
    assert (opened.template, opened.place) == ("hazard", "tank-pump")
    return made


VIOLATION = {"company": CONTRACTOR, "person": "wu", "place": "tank", "seen": PHOTO}


def booked(w: Works, kind: str, grade: str, found: str) -> str:
    """A violation that is told and booked."""
    made = w.opens("fay", "violation", **VIOLATION, kind=kind, grade=grade, found=found)
    w.moves("mia", made, "tell")
    w.moves("mia", made, "confirm")
    return made


@story("violation")
def a_violation_is_disputed_booked_and_overturned(w: Works) -> str:
    made = w.opens(
        "fay", "violation", **VIOLATION, kind="smoking", grade="grave", found="罐区内吸烟",
    )  # fmt: skip
    w.moves("mia", made, "tell")
    w.moves("mia", made, "dispute", reply="当事人称在厂外吸烟")
    w.moves("ben", made, "confirm")
    assert gate_ban(w.state, CONTRACTOR) == (CONTRACTOR, "contractor-points")
    assert gate_ban(w.state, "wu") == ("wu", "contractor-points")
    w.moves("ben", made, "overturn", reason="监控证实不是当事人")
    assert gate_ban(w.state, CONTRACTOR) is None
    assert w.state.matters.accounts["contractor-points"][CONTRACTOR].balance == 12
    return made


@story("violation")
def a_violation_does_not_hold(w: Works) -> str:
    made = w.opens(
        "fay", "violation", **VIOLATION, kind="protection", grade="minor", found="未戴护目镜",
    )  # fmt: skip
    w.moves("mia", made, "tell")
    w.moves("ben", made, "dismiss", reason="该岗位不要求护目镜")
    return made


@story("readmission")
def a_company_without_points_comes_back(w: Works) -> str:
    booked(w, "permit", "grave", "无票动火")
    assert gate_ban(w.state, CONTRACTOR) is not None
    asked = {"company": CONTRACTOR, "person": "wu", "remedy": "全员重新培训，更换现场负责人"}
    first = w.opens("fay", "readmission", **asked)
    w.moves("ben", first, "refuse", reason="培训记录不全")
    made = w.opens("fay", "readmission", **asked)
    w.moves("ned", made, "train", trained=PHOTO)
    w.moves("ben", made, "approve")
    assert gate_ban(w.state, CONTRACTOR) is None
    assert w.state.matters.accounts["contractor-points"][CONTRACTOR].balance == 6
    return made


ENTRY = {"company": CONTRACTOR, "person": "wu", "certificate": ["hot-work"], "until": "2026-12-20"}


@story("contractor-entry")
def a_welder_is_admitted_until_his_certificate_ends(w: Works) -> str:
    made = w.opens("fay", "contractor-entry", **ENTRY)
    assert (
        w.denied("mia", made, "train", fields={"trained": "2026-12-01", "score": 79}).code
        == "move_condition"
    )
    w.moves("mia", made, "train", trained="2026-12-01", score=92)
    w.moves("mia", made, "admit", copy=PHOTO)
    (certificate,) = w.opened_from(made)
    assert (certificate.template, certificate.state) == ("certificate", "entered")
    w.later(20 * DAY)
    w.beat()
    assert w.ended(made).state == "over"
    return made


@story("contractor-entry")
def a_welder_is_not_admitted(w: Works) -> str:
    made = w.opens("fay", "contractor-entry", **ENTRY)
    w.moves("mia", made, "refuse", reason="证书与本人不符")
    return made


CERTIFICATE = {
    "person": "wu",
    "kind": ["hot-work"],
    "valid_until": "2026-12-20",
    "number": "T3201-0417",
}


@story("certificate")
def a_certificate_holds_until_its_last_day(w: Works) -> str:
    made = w.opens("ann", "certificate", **CERTIFICATE, copy=PHOTO)
    w.moves("ned", made, "issue")
    assert w.of(made).state == "valid"
    w.later(20 * DAY)
    w.beat()
    assert w.ended(made).state == "over"
    return made


@story("certificate")
def certificates_are_refused_and_withdrawn(w: Works) -> str:
    false = w.opens("ann", "certificate", **CERTIFICATE)
    w.moves("ned", false, "refuse", reason="证书编号查询不到")
    made = w.certifies("wu", "hot-work")
    w.moves("ned", made, "withdraw", reason="违章无票动火，吊销")
    return made


@story("cabinet-round")
def a_cabinet_is_checked(w: Works) -> str:
    made = w.opens("eva", "cabinet-round", place="vault")
    w.everything_confirmed("eva", made, "lines", breathing="柜内无空气呼吸器")
    assert w.denied("eva", made, "check", fields={"seen": PHOTO}).code == "matter_incomplete"
    wrong = w.denied("eva", made, "check", fields={"code": "hall", "seen": PHOTO})
    assert [one.key for one in wrong.params["problems"]] == ["phrase.code_elsewhere"]
    w.moves("eva", made, "check", seen=PHOTO, code="https://plant/m?point=vault")
    return made


@story("extinguisher-round")
def an_extinguisher_is_checked(w: Works) -> str:
    made = w.opens("fay", "extinguisher-round", place="tank-pump")
    w.everything_confirmed("fay", made, "lines")
    wrong = w.denied("fay", made, "check", fields={"code": "MH-017", "seen": PHOTO})
    assert [one.key for one in wrong.params["problems"]] == ["phrase.code_unknown"]
    w.moves("fay", made, "check", seen=PHOTO, code="tank-pump", note="MF/ABC8，压力 1.2 MPa")
    return made


@story("stock-count")
def a_store_is_counted_twice(w: Works) -> str:
    made = w.opens("kim", "stock-count", place="hall")
    line = {"thing": "正压式空气呼吸器", "listed": 4, "counted": 3, "until": "2027-06-30"}
    w.moves("kim", made, "hand_in", lines=[line], seen=PHOTO)
    w.moves("ben", made, "send_back", reason="少 1 套，请复点")
    w.moves("kim", made, "hand_in", lines=[{**line, "counted": 4}], seen=PHOTO)
    w.moves("ben", made, "accept")
    return made


@story("contact-check")
def a_number_is_called(w: Works) -> str:
    made = w.opens("ben", "contact-check", person="eva", post="farm-hand")
    w.moves("ben", made, "check", reached=True, changed=True, note="手机号已换，已更新通讯录")
    return made


@story("plan-review")
def a_plan_is_reviewed_after_a_drill(w: Works) -> str:
    made = w.opens("fay", "plan-review", plan="储罐泄漏专项预案", reasons=["yearly", "drill"])
    w.moves("ben", made, "finish", findings="集合点与风向冲突，增设北集合点", revised=True)
    w.moves("joe", made, "send_back", reason="补充外部救援联系方式")
    w.moves("ben", made, "finish", findings="增设北集合点，补充消防队联系方式", revised=True)
    w.moves("joe", made, "approve")
    return made


@story("drill-action")
def what_a_drill_found_is_put_right(w: Works) -> str:
    made = w.opens(
        "ben", "drill-action", {"owner": ["eva"]}, drill="夜间泄漏演练", finding="防化服柜上锁，钥匙无人",
        place="vault", by_day="2026-12-10",
    )  # fmt: skip
    w.moves("eva", made, "finish", done="改为玻璃破碎锁", proof=PHOTO)
    w.moves("ben", made, "send_back", reason="标识未更换")
    w.moves("eva", made, "finish", done="更换标识", proof=PHOTO)
    w.moves("ben", made, "accept")
    return made


PILOT: dict[str, Any] = {
    "module": "hazard",
    "place": "tank",
    "champion": "eva",
    "from": "2026-12-01",
}
BASELINE: dict[str, Any] = {
    "baseline": [
        {"month": "2026-09", "cycle_days": 7.2, "rectified_percent": 68, "repeats_percent": 38},
        {
            "month": "2026-10",
            "cycle_days": 6.8,
            "rectified_percent": 72,
            "participation_percent": 42,
        },
    ],
    "baseline_of": "2026 年纸质台账",
}


@story("rollout")
def a_module_is_piloted_widened_with_approval_and_joined(w: Works) -> str:
    made = w.opens("fay", "rollout", **PILOT)
    assert w.denied("eva", made, "begin").code == "matter_incomplete"
    w.fills("eva", made, **BASELINE)
    assert w.denied("eva", made, "begin").code == "not_signed"
    w.signs("ben", made, "begin", "safety")
    w.moves("eva", made, "begin")
    w.fills("eva", made, more=[{"place": "shop-1"}], learned="班组长先带头")
    w.signs("ben", made, "extend", "safety")
    w.moves("eva", made, "extend")
    early = w.denied("eva", made, "widen")
    assert early.code == "not_signed", early
    for who, party in (("ben", "safety"), ("joe", "manager")):
        w.signs(who, made, "widen", party)
    w.moves("eva", made, "widen", learned="班组长先带头，照片要求讲清")
    w.moves("eva", made, "join", whole="全厂运行两个月，整改周期降到 2 天")
    w.moves("joe", made, "finish")
    return made


@story("rollout")
def a_pilot_that_does_not_work_is_stopped(w: Works) -> str:
    made = w.opens("fay", "rollout", **PILOT)
    w.moves("ben", made, "stop", reason="车间停产检修，改期试点")
    return made


@story("briefing")
def the_managers_meet(w: Works) -> str:
    pages = [
        {
            "workshop": "罐区",
            "said": "隐患整改率 96 %",
            "question": "卡具为何反复泄漏？",
            "answer_by": "2026-12-15",
        }
    ]
    made = w.opens("fay", "briefing", month="2026-11-30", pages=pages)
    w.moves("fay", made, "hold", present=[{"person": "joe"}, {"person": "eva"}, {"person": "ben"}])
    w.moves("joe", made, "sign", decided="罐区卡具年内全部更换")
    return made


@story("audit")
def an_auditor_comes(w: Works) -> str:
    made = w.opens(
        "fay",
        "audit",
        body="华安评价有限公司",
        scope="特殊作业与承包商管理",
        account_until="2026-12-31",
    )
    w.moves("ben", made, "begin")
    w.moves("fay", made, "report", report=PHOTO, verdict="2 项一般不符合")
    w.moves("ben", made, "close")
    return made


@story("audit-finding")
def a_finding_is_closed(w: Works) -> str:
    audit = w.opens(
        "fay", "audit", body="华安评价有限公司", scope="特殊作业", account_until="2026-12-31"
    )
    made = w.opens(
        "fay", "audit-finding", {"owner": ["eva"]}, audit=audit, grade="minor",
        finding="3 张动火票未填气体分析时间",
    )  # fmt: skip
    done: dict[str, Any] = {"cause": "表单允许留空", "done": "改为系统计时", "proof": PHOTO}
    w.moves("eva", made, "finish", **done)
    w.moves("ben", made, "send_back", reason="未说明抽查结果")
    w.moves("eva", made, "finish", **{**done, "done": "系统计时，抽查 20 张无缺项"})
    w.moves("ben", made, "accept")
    return made


@story("risk")
def a_risk_is_kept_and_looked_at_again_each_year(w: Works) -> str:
    measure = {
        "kind": "engineering",
        "measure": "高高液位联锁切断进料",
        "task": "每月试验联锁",
        "days": 30,
    }
    made = w.opens(
        "fay", "risk", object="tank", unit="储罐进料", event="满罐溢流", danger="leak", colour="orange",
        measures=[measure],
    )  # fmt: skip
    w.moves("ben", made, "approve")
    w.later(367 * DAY)
    assert "matter.watch" in w.beat()
    assert w.of(made).state == "under_review"
    w.moves("ben", made, "approve")
    w.moves("ben", made, "stop", reason="储罐拆除")
    return made


@story("safety-commitment")
def the_manager_commits(w: Works) -> str:
    made = w.opens(
        "ben", "safety-commitment", day="2026-12-02", units=3, running=3, trial=False, sources=True,
        said="今天我公司已进行安全风险研判，各项安全风险防控措施已落实到位，承诺所有生产装置处于安全运行状态。",
    )  # fmt: skip
    w.moves("joe", made, "commit")
    return made


@story("source-duty")
def who_answers_for_a_source_does_their_duty(w: Works) -> str:
    made = w.opens("eva", "source-duty", source="tank", rank="operating")
    w.moves("eva", made, "hand_in", done="罐区巡查，液位、压力、可燃气体报警正常", photos=PHOTO)
    w.moves("ben", made, "send_back", reason="未检查紧急切断阀")
    w.moves("eva", made, "hand_in", done="紧急切断阀动作 3 s", photos=PHOTO)
    w.moves("ben", made, "accept")
    return made


@story("appeal")
def an_appeal_holds_and_another_does_not(w: Works) -> str:
    first = w.opens("eva", "appeal", about="11 月第 3 周履职得分", why="当日检修停电，无法上传")
    w.moves("ben", first, "deny", answer="停电仅 20 分钟")
    made = w.opens(
        "eva", "appeal", about="11 月第 3 周履职得分", why="附停电通知单，停电 9 小时", proof=PHOTO
    )
    w.moves("ben", made, "grant", answer="情况属实")
    return made
