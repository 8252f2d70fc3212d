"""Contractor violations and points: one company near zero, one person at zero, one readmitted."""

from typing import NamedTuple

from command_center.cli.lived_half_year.cast import Cast
from command_center.cli.lived_half_year.spoken import Said
from command_center.cli.lived_half_year.works import HENGDA, JINLI, YUNTONG
from command_center.cli.lived_week.room import HOUR_MS, Story


class Seen(NamedTuple):
    """A violation. `dispute` is the company's objection; `undone` is the reason for withdrawing it."""

    days: int
    hour: float
    company: Said
    person: str | None
    place: str
    kind: str
    grade: str
    finder: str
    found: Said
    dispute: Said | None = None
    undone: Said | None = None


SEEN = (
    Seen(148, 10.2, JINLI, None, "W2", "permit", "grave", "tang-hong", Said("未办票在二车间平台切割", "Cut on the platform of Workshop 2 without a permit")),
    Seen(94, 10.8, HENGDA, "tang-jianjun", "W1", "protection", "minor", "qian-jin", Said("切割未戴防护面罩", "Cut without a face shield")),
    Seen(61, 14.4, HENGDA, None, "UT", "lockout", "serious", "li-ming", Said("擅自摘除 5P-02 挂牌", "Took the tag off 5P-02")),
    Seen(45, 11.0, JINLI, None, "GH", "vehicle", "minor", "wu-gang", Said("厂内超速 24 km/h", "24 km/h inside the fence")),
    Seen(41, 15.3, JINLI, None, "W3", "protection", "serious", "yin-li", Said("高处作业安全带未系挂", "Harness not hooked"), Said("拍照时正在换钩，附视频", "He was changing hooks; film attached"), Said("视频显示双钩交替，撤销记分", "The film shows him changing hooks; taken back")),
    Seen(26, 9.9, HENGDA, "shi-dayong", "W3", "guardian", "serious", "yin-li", Said("监护人离开 9 分钟，作业负责人未制止", "The guardian was away for 9 minutes and the leader let work go on")),
    Seen(13, 13.6, HENGDA, None, "W1", "permit", "serious", "qian-jin", Said("超出票面范围切割第二根支架", "Cut a second support that the permit does not name")),
    Seen(7, 10.4, HENGDA, None, "UT", "protection", "minor", "chang-qing", Said("电焊未系防火围裙", "Welded without an apron")),
    Seen(1, 20.6, YUNTONG, "fei-xiaojun", "LB", "smoking", "grave", "lai-bin", Said("司机在装卸区点烟；卸车停止，车辆留置，待白班处理", "The driver lit a cigarette in the loading bay; unloading stopped, the lorry stays for the day shift")),
)  # fmt: skip


def stories(cast: Cast) -> list[Story]:
    """Every violation, and the readmission of the first company."""
    return [*(_violation(cast, one) for one in SEEN), _readmission(cast, 134), _appeal(cast)]


def _violation(cast: Cast, one: Seen) -> Story:
    yield cast.at(one.days, one.hour)
    fields = {
        "company": cast.say(one.company), "person": one.person, "place": one.place, "kind": one.kind, "grade": one.grade,
        "found": cast.say(one.found), "seen": [cast.photo(one.finder, one.place)],
    }  # fmt: skip
    ident = cast.opens(
        one.finder,
        "violation",
        {name: value for name, value in fields.items() if value is not None},
    )
    yield from cast.step(cast.room.now + HOUR_MS, ident, "tell")
    if one.dispute is not None:
        yield from cast.step(
            cast.room.now + 20 * HOUR_MS, ident, "dispute", {"reply": cast.say(one.dispute)}
        )
    yield from cast.step(cast.room.now + HOUR_MS, ident, "confirm")
    if one.undone is not None:
        yield from cast.step(cast.room.now + 40 * HOUR_MS, ident, "overturn", reason=one.undone)


def _readmission(cast: Cast, days: int) -> Story:
    yield cast.at(days, 9.5)
    remedy = Said(
        "项目经理更换，全员复训 16 学时，作业票专项考试合格",
        "New manager, everybody trained for 16 hours and examined on permits",
    )
    ident = cast.opens(
        "wu-gang", "readmission", {"company": cast.say(JINLI), "remedy": cast.say(remedy)}
    )
    yield from cast.step(cast.at(days - 1, 10.0), ident, "train", photo="trained")
    yield from cast.step(cast.at(days - 2, 15.0), ident, "approve")


def _appeal(cast: Cast) -> Story:
    yield cast.at(34, 10.0)
    about = Said("10 月第二周履职记为未履行", "The second week was counted as missed")
    why = Said("当周在外培训，已由副班长代检", "I was at a training; the deputy did it")
    ident = cast.opens("sun-haitao", "appeal", {"about": cast.say(about), "why": cast.say(why)})
    answer = Said("核实培训签到表，成立", "The list of the training shows it; granted")
    yield from cast.step(cast.room.now + 30 * HOUR_MS, ident, "grant", {"answer": cast.say(answer)})
