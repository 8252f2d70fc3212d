"""Hazards of the half year: first in a pilot workshop, then in the whole plant, rectified faster over time; some
recur.
"""

from dataclasses import dataclass, replace

from command_center.cli.lived_half_year.cast import Cast
from command_center.cli.lived_half_year.pictures import Way
from command_center.cli.lived_half_year.spoken import Said
from command_center.cli.lived_week.room import HOUR_MS, MINUTE_MS, Story

TEMPLATE = "hazard"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of hazard of this plant: its place, category, description and rectification."""

    place: str
    category: str
    found: Said
    measure: Said
    often: int = 2


@dataclass(frozen=True, slots=True)
class Course:
    """The course of one hazard: found at `at`, acknowledged and rectified after so many hours, verified `checked_h`
    hours later. None means not yet. `sent_back` says that the first verification rejected it. `way` is the quality of
    the first evidence.
    """

    kind: Kind
    at: int
    finder: str
    signed_h: float | None = 1.5
    proven_h: float | None = 60.0
    checked_h: float | None = 10.0
    sent_back: Said | None = None
    major: bool = False
    agreed: int = 3
    impairs: str | None = None
    way: Way = "fresh"


CLAMP = Kind(
    "W1", "equipment/electrical/earthing",
    Said("一车间甲苯卸料口静电接地夹松动，夹头与跨接点接触不良", "Earthing clamp at the toluene unloading point of Workshop 1 is loose, poor contact"),
    Said("更换弹簧夹头，打磨接触面，测得接地电阻 3.8 Ω", "Spring clamp replaced, contact ground bright; 3.8 ohm measured"),
)  # fmt: skip
"""The one that came back once a quarter."""
FLANGE = Kind(
    "W2", "equipment/static/leak",
    Said("二车间甲醇进料管法兰渗漏，螺栓处有湿痕", "The flange of the methanol feed in Workshop 2 weeps; wet at the bolts"),
    Said("对角紧固螺栓，检查无渗漏；垫片列入更换计划", "Bolts tightened crosswise, dry when checked; the gasket is on the list to be replaced"),
)  # fmt: skip
"""The first sign of the week's incident."""

KINDS = (
    Kind("W2", "equipment/rotating/seal", Said("反应釜循环泵机封滴漏，每分钟约 6 滴", "Mechanical seal of the reactor's pump drips, some 6 drops a minute"), Said("更换机械密封，试运 2 h 无滴漏", "Seal replaced, dry after 2 h"), 5),
    Kind("W2", "equipment/static/leak", Said("蒸汽疏水阀后法兰冒汽", "Steam at the flange behind the trap"), Said("更换缠绕垫片", "Spiral-wound gasket replaced"), 4),
    Kind("W2", "environment/passage/escape", Said("二层东侧疏散通道堆放托盘", "Pallets in the eastern way out, first floor"), Said("清走托盘，地面划线禁止堆放", "Pallets cleared away, floor marked"), 4),
    Kind("W2", "equipment/safety_device/gauge", Said("R-203 压力表超过检定有效期 9 天", "Pressure gauge of R-203 is 9 days past its inspection"), Said("更换在检压力表，旧表送检", "Replaced by one in date"), 3),
    Kind("W1", "equipment/rotating/guard", Said("离心机联轴器防护罩缺一颗螺栓", "A bolt is missing from the coupling guard of the centrifuge"), Said("补装螺栓并做防松标记", "Bolt fitted and marked"), 3),
    Kind("W1", "behaviour/protection/mask", Said("投料工未佩戴防毒口罩", "No breathing protection while charging"), Said("当场停止作业，班组再教育，岗位配备挂架", "Work stopped, team instructed, masks hung at the post"), 4),
    Kind("W1", "equipment/static/corrosion", Said("冷凝水管外壁腐蚀，局部减薄", "Condensate pipe corroded on the outside"), Said("测厚 3.1 mm，补强并刷漆，列入大修更换", "3.1 mm left; reinforced and painted, to be replaced at the turnaround"), 2),
    Kind("W1", "environment/passage/lighting", Said("北侧楼梯应急灯不亮", "Emergency light of the north stairs is dead"), Said("更换电池，放电试验 90 min", "Battery replaced, discharged for 90 min"), 3),
    Kind("W3", "equipment/electrical/explosion_proof", Said("防爆接线箱密封胶圈老化", "Sealing ring of an explosion-proof box is brittle"), Said("更换胶圈，隔爆面涂防锈油", "Ring replaced, flange greased"), 4),
    Kind("W3", "behaviour/operation/procedure", Said("升温速率超过操作规程，未按步骤记录", "Heated faster than the procedure allows, steps not written down"), Said("复训并签字，班长每班抽查一次记录", "Trained again and signed; the lead looks at one record a shift"), 2),
    Kind("W3", "environment/storage/mixed", Said("氧化剂与酸性物料同柜存放", "Oxidiser and acid in one cabinet"), Said("分柜存放，柜门贴禁忌表", "Stored apart, table of incompatibles on the door"), 2),
    Kind("W3", "equipment/fire/extinguisher", Said("8 kg 干粉灭火器压力指针低于绿区", "8 kg extinguisher below the green"), Said("更换并登记编号", "Replaced and numbered"), 3),
    Kind("UT", "equipment/rotating/vibration", Said("循环水泵 B 振动 7.9 mm/s，超过 7.1", "Cooling-water pump B vibrates at 7.9 mm/s, limit 7.1"), Said("找正联轴器，复测 3.2 mm/s", "Coupling aligned, 3.2 mm/s when measured again"), 3),
    Kind("UT", "equipment/instrument/calibration", Said("空压机出口安全阀校验到期", "Safety valve of the compressor is due"), Said("送检并更换备阀", "Sent to the inspector, spare fitted"), 2),
    Kind("CR", "management/records/missing", Said("联锁旁路登记本缺一次恢复签字", "The log of bypassed interlocks lacks one signature of restoring"), Said("核实已恢复，补签并说明", "It had been restored; signed late with a note"), 2),
    Kind("WH", "equipment/fire/blocked", Said("仓库消防栓前堆放空桶", "Empty drums before the hydrant of the warehouse"), Said("移走空桶，划黄线 1 m", "Drums moved, yellow line of 1 m"), 3),
    Kind("EL", "environment/passage/lighting", Said("变电所电缆夹层照明损坏", "No light in the cable floor of the substation"), Said("更换灯管 4 支", "Four tubes replaced"), 2),
    Kind("LAB", "environment/atmosphere/ventilation", Said("通风柜面风速 0.31 m/s，低于 0.5", "Fume cupboard at 0.31 m/s, least 0.5"), Said("清洗过滤网，调整皮带，复测 0.56 m/s", "Filter cleaned, belt tightened, 0.56 m/s"), 2),
    Kind("FS", "management/emergency/supplies", Said("备用空气呼吸器两只压力 22 MPa", "Two spare breathing sets at 22 MPa"), Said("充装至 29 MPa", "Filled to 29 MPa"), 1),
    Kind("GH", "behaviour/contractor/untrained", Said("承包商一人未经培训随车进厂", "A contractor's man came in with a lorry, untrained"), Said("劝返，补办入厂培训", "Turned back, trained before he came again"), 2),
)  # fmt: skip

ANYWHERE: tuple[tuple[str, Said, Said], ...] = (
    ("equipment/static/insulation", Said("伴热管保温脱落约 1 m", "A metre of insulation is off the tracing"), Said("恢复保温并包铝皮", "Insulation and jacket restored")),
    ("equipment/safety_device/breather", Said("阻火器压差偏大", "Flame arrester has too much pressure drop"), Said("拆洗波纹片，压差恢复", "Plates cleaned, pressure drop as usual")),
    ("equipment/instrument/detector", Said("探测器零点漂移 4 %LEL", "Zero of a detector drifted by 4 %LEL"), Said("标定并贴标签", "Calibrated and labelled")),
    ("equipment/rotating/vibration", Said("地脚螺栓松动，机体振动", "Foundation bolts loose, the machine shakes"), Said("紧固螺栓，复测合格", "Bolts tightened, good when measured")),
    ("equipment/electrical/wiring", Said("插线板串接使用", "Socket strips in a row"), Said("拆除串接，增设固定插座", "Taken away, a fixed socket added")),
    ("equipment/fire/hydrant", Said("消火栓箱缺水带接扣", "A coupling is missing in a hydrant cabinet"), Said("补齐并铅封", "Replaced and sealed")),
    ("behaviour/protection/helmet", Said("进入装置未系帽带", "Chin strap open inside the unit"), Said("当场纠正，班会通报", "Put right at once, told at the meeting")),
    ("behaviour/operation/unattended", Said("投料期间离岗 6 min", "Away from the post for 6 min while charging"), Said("考核并调整人员搭班", "Counted, and the pairs changed")),
    ("environment/signs/missing", Said("受限空间警示牌缺失", "Sign of a confined space is missing"), Said("补挂警示牌", "Sign put up")),
    ("environment/storage/overstock", Said("岗位暂存超过当班用量", "More than a shift's need at the post"), Said("退库，核定暂存量并上墙", "Brought back; the allowed amount is on the wall")),
    ("environment/atmosphere/ventilation", Said("局部排风罩阀门关闭", "The damper of a local exhaust is shut"), Said("开启并标识常开", "Opened and marked open")),
    ("management/rules/outdated", Said("现场操作规程为旧版", "The procedure at the post is an old one"), Said("更换现行版并收回旧版", "Replaced, the old one withdrawn")),
    ("management/training/overdue", Said("两人应急处置卡培训超期", "Two people's training is overdue"), Said("完成补训并考核", "Trained and examined")),
    ("management/records/missing", Said("交接班记录漏签", "A signature is missing in the handover"), Said("补签并说明", "Signed late with a note")),
)  # fmt: skip
"""What may be found at any place: categories, what is written, what is done."""
PLACES = (
    "W1",
    "CW1",
    "W2",
    "CW2",
    "W3",
    "CW3",
    "UT",
    "P-301",
    "V-8",
    "EP",
    "SMT",
    "EL",
    "LAB",
    "FS",
    "C3",
    "WH",
    "C1",
    "SWH",
    "CR",
    "SCR",
    "GH",
)

FINDERS = ("gong-lei", "shao-ting", "wan-li", "qian-jin", "tang-hong", "yin-li", "li-ming", "yi-min", "chang-qing", "wu-gang",
           "lai-bin", "long-fei", "wen-tao", "fan-hua", "kang-jian", "yin-shi", "chen-zhiqiang", "wang-li", "sun-haitao",
           "han-bing", "jin-xin", "su-jian", "lu-chao", "yu-jing", "ren-jie", "liu-ming", "yang-fan", "he-jun", "wu-lei",
           "pan-dong")  # fmt: skip
PILOT, PILOT_DAYS = "W2", 120
"""Longer ago than this only the pilot workshop has the system."""
NOT_DONE = (
    Said(
        "照片看不到挂牌和编号，重新提交",
        "The photograph shows neither tag nor number; hand it in again",
    ),
    Said("现场复查仍有滴漏", "It still drips when looked at"),
    Said("只做了清理，原因没有消除", "Cleared away only; the cause is still there"),
)


def stories(cast: Cast) -> list[Story]:
    """Return the stories of every hazard of the half year, including those that are open tonight."""
    return [hazard(cast, one) for one in (*_common(cast), *_named(cast), *_tonight(cast))]


def hazard(cast: Cast, course: Course) -> Story:
    """Play one hazard from its discovery as far as its course goes."""
    yield course.at
    kind = course.kind
    fields = {
        "place": kind.place, "category": kind.category, "level": "major" if course.major else "general",
        "found": cast.say(kind.found), "seen": [cast.photo(course.finder, kind.place)],
    }  # fmt: skip
    if course.impairs is not None:
        fields["impairs"] = course.impairs
    ident = cast.opens(course.finder, TEMPLATE, fields)
    if course.major:
        yield from _agreed(cast, ident, course)
    if course.signed_h is None:
        return
    yield from cast.step(cast.room.now + _hours(course.signed_h), ident, "sign")
    if course.proven_h is None:
        return
    fixed = {"measure": cast.say(kind.measure)}
    yield from cast.step(
        cast.room.now + _hours(course.proven_h),
        ident,
        "prove",
        fixed,
        photo="fixed",
        way=course.way,
    )
    if course.sent_back is not None:
        yield from cast.step(cast.room.now + _hours(7), ident, "reject", reason=course.sent_back)
        yield from cast.step(cast.room.now + _hours(20), ident, "prove", fixed, photo="fixed")
    if course.checked_h is not None:
        yield from cast.step(
            cast.room.now + _hours(course.checked_h), ident, "recheck", photo="seen_fixed"
        )


def _agreed(cast: Cast, ident: str, course: Course) -> Story:
    """The ranks of the approval, one after the other; `agreed` of them so far."""
    for rank in range(course.agreed):
        yield cast.room.now + (35 + 50 * rank) * MINUTE_MS
        before = len(_signed(cast, ident))
        play = cast.play(ident)
        for party in ("area-head", "safety-head", "manager")[rank : rank + 1]:
            cast.signs(ident, "dispatch", only=[party])
        while (
            play is not None
            and len(_signed(cast, ident)) == before
            and (open_still := cast.matter(ident)) is not None
        ):
            if open_still.state != "found":
                return
            yield cast.next_shift()
            cast.signs(ident, "dispatch")


def _signed(cast: Cast, ident: str) -> list[object]:
    found = cast.matter(ident)
    return [] if found is None else list(found.signatures)


def _hours(hours: float) -> int:
    return round(hours * HOUR_MS)


def _common(cast: Cast) -> list[Course]:
    """What is found day by day: more people report from month to month, and what they report is put right sooner."""
    chance = cast.room.chance("hazards")
    found: list[Course] = []
    for days_ago in range(181, 8, -1):
        pilot = days_ago > PILOT_DAYS
        done = 1 - days_ago / 182  # 0 at the beginning, 1 today
        kinds = [one for one in KINDS if one.place == PILOT or not pilot]
        for _ in range(int(chance.poisson(0.35 if pilot else 0.55 + 0.7 * done))):
            if (
                chance.random() < 0.25 + 0.55 * done
            ):  # what was put right at its root does not come back
                places = ("W2", "CW2") if pilot else PLACES
                category, said, measure = ANYWHERE[int(chance.integers(len(ANYWHERE)))]
                kind = Kind(str(chance.choice(places)), category, said, measure)
            else:
                weights = [one.often for one in kinds]
                kind = kinds[int(chance.choice(len(kinds), p=[w / sum(weights) for w in weights]))]
            hour = float(
                chance.choice([9.5, 10.2, 14.6, 15.3, 20.4, 22.1, 2.8, 5.4])
                + chance.uniform(0, 0.8)
            )
            days = max(0.3, float(chance.gamma(2.2, (7.6 - 5.6 * done) / 2.2)) - 1)
            course = Course(
                kind, cast.at(days_ago, hour), str(chance.choice(FINDERS)),
                signed_h=float(chance.uniform(0.3, 5.5 - 3.5 * done)), proven_h=min(days, 15) * 24,
                checked_h=float(chance.uniform(3, 30)),
            )  # fmt: skip
            if chance.random() < 0.12:
                course = replace(course, sent_back=NOT_DONE[int(chance.integers(len(NOT_DONE)))])
            found.append(course)
    return found


def _named(cast: Cast) -> list[Course]:
    """Those of which somebody will ask."""
    clamp = [Course(CLAMP, cast.at(days, 9.7), who, proven_h=hours, checked_h=9)
             for days, who, hours in ((176, "wen-tao", 70.0), (92, "qian-jin", 30.0), (9, "wu-lei", 21.0))]  # fmt: skip
    first_sign = Course(FLANGE, cast.at(20, 10.4), "yang-fan", proven_h=26, checked_h=12)
    interlock = Kind(
        "UT", "equipment/instrument/interlock",
        Said("循环水低压联锁被旁路 26 h，未办审批", "The low-pressure interlock of the cooling water was bypassed for 26 h without leave"),
        Said("恢复联锁，补办变更，旁路改为双人授权", "Interlock restored; a bypass now needs two people"),
    )  # fmt: skip
    proof = Kind(
        "W3", "equipment/electrical/wiring",
        Said("检修电源箱私拉临时线，未装漏电保护", "Improvised cable from the repair socket without residual-current device"),
        Said("拆除临时线，检修电源箱加锁", "Cable removed, the socket locked"),
    )  # fmt: skip
    return [
        *clamp,
        first_sign,
        Course(interlock, cast.at(75, 11.1), "shao-ting", proven_h=40, checked_h=20, major=True),
        # Its proof was the photograph of nine days before: accepted on paper, flagged by the product, sent back.
        Course(
            proof,
            cast.at(33, 14.2),
            "zhang-wei-w3",
            proven_h=30,
            checked_h=14,
            way="old",
            sent_back=NOT_DONE[0],
        ),
    ]


def _tonight(cast: Cast) -> list[Course]:
    """What stands open tonight: blue, yellow and red, waiting for each kind of hand."""
    pump = Kind(
        "UT",
        "equipment/fire/hydrant",
        Said(
            "消防泵 P-401 出口止回阀关不严，停泵后压力回落",
            "The check valve of fire pump P-401 does not close; pressure falls when it stops",
        ),
        Said("", ""),
    )
    drain = Kind(
        "W3",
        "equipment/static/support",
        Said("管廊 3 号支架基础开裂", "The foundation of support 3 of the pipe rack is cracked"),
        Said("", ""),
    )
    relief = Kind(
        "W2",
        "equipment/safety_device/relief",
        Said(
            "R-201 安全阀前手阀未全开，无铅封",
            "The hand valve before the safety valve of R-201 is not fully open and has no seal",
        ),
        Said("全开并铅封", "Opened fully and sealed"),
    )
    detector = Kind(
        "W1",
        "equipment/instrument/detector",
        Said("便携式报警仪 2 台标定过期", "Two portable detectors are past their calibration"),
        Said("", ""),
    )
    sump = Kind(
        "LAB",
        "equipment/static/leak",
        Said("化验室废液桶接口渗漏", "The connection of the laboratory's waste drum weeps"),
        Said("", ""),
    )
    return [
        Course(
            KINDS[12], cast.at(0, 1.35), "pan-dong", signed_h=None
        ),  # just found, nobody has signed for it
        Course(
            detector, cast.at(1, 19.2), "wen-tao", signed_h=None
        ),  # nobody signed within four hours: red
        Course(
            sump, cast.at(1, 17.3), "lai-bin", signed_h=0.4, proven_h=None
        ),  # signed by a deputy, blue
        Course(KINDS[2], cast.at(3, 15.1), "han-bing", proven_h=None),  # blue
        Course(
            pump, cast.at(6, 10.3), "fan-yi", signed_h=1, proven_h=None, impairs="P-401"
        ),  # yellow
        Course(
            drain, cast.at(13, 9.1), "tao-ran", signed_h=2, proven_h=None
        ),  # red, told to superior and manager
        Course(
            KINDS[10], cast.at(5, 21.5), "jiang-tao", proven_h=90, checked_h=None
        ),  # to be checked
        Course(relief, cast.at(1, 22.2), "he-jun", major=True, agreed=2),  # waits for the manager
    ]
