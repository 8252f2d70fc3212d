"""The special-work permits of the half year, and those in progress tonight."""

from collections.abc import Mapping
from typing import Any

from command_center.cli.lived_half_year.cast import Cast
from command_center.cli.lived_half_year.spoken import Said
from command_center.cli.lived_half_year.works import JINLI, Work, permit
from command_center.cli.lived_week.room import Story

BURN = (Said("气割旧支架", "Cut the old support"), "fire", Said("清除 10 m 内可燃物，铺防火毯，灭火器 2 具", "Flammables cleared within 10 m, fire blanket, two extinguishers"))  # fmt: skip
FUMES = (Said("进入釜内清理", "Clean inside the vessel"), "poisoning", Said("强制通风，佩戴长管呼吸器，随身报警仪", "Forced ventilation, airline masks, a detector on everybody"))  # fmt: skip
FALL = (Said("管廊顶部更换保温", "Replace insulation on top of the pipe rack"), "fall", Said("双钩安全带，生命绳，下方警戒", "Two-hook harness, lifeline, ground below fenced off"))  # fmt: skip
HOIST = (Said("起吊换热器管束", "Lift the bundle of the heat exchanger"), "lifting", Said("试吊 0.2 m，回转半径内清场", "Trial lift of 0.2 m, nobody within the radius"))  # fmt: skip
SHOCK = (Said("接临时电源", "Connect temporary power"), "shock", Said("漏电保护 30 mA，一机一闸", "Residual-current device 30 mA, one switch a machine"))  # fmt: skip
PLATE = (Said("拆法兰插盲板", "Open the flange and set the plate"), "burn", Said("泄压至零，防酸面罩，防爆工具", "Let down to zero, face shield, tools that do not spark"))  # fmt: skip
DIG = (
    Said("开挖电缆沟", "Dig the cable trench"),
    "collapse",
    Said("1:0.75 放坡，人工探挖", "Sloped 1:0.75, hand-dug first"),
)
ROAD = (
    Said("占用二号路东半幅", "Take the eastern half of Road 2"),
    "vehicle",
    Said("两端设警示，专人指挥", "Signs at both ends, a man directs"),
)

DENIED = Said(
    "动火点 10 m 内地沟未封堵，退回", "Drains within 10 m of the fire are not covered; sent back"
)
RAIN = Said("预报有雷雨，吊装改期", "Thunderstorms are forecast; the lift is put off")


def stories(cast: Cast) -> list[Story]:
    """Return every permit story of the half year. A confined-space permit comes after the blind plate that isolates
    it.
    """
    found = [permit(cast, one) for one in _single(cast)]
    for plate, space in _pairs(cast):
        found.append(_with_plate(cast, plate, space))
    return found


def _with_plate(cast: Cast, plate: Work, space: Work) -> Story:
    """A confined space whose isolation names the blind-plate permit."""
    made: list[str] = []

    def isolations() -> Mapping[str, Any]:
        return {
            "isolations": [
                {
                    "point": plate.fields["pipe"],
                    "way": "blind",
                    "tag": plate.fields["plate"],
                    "permit": made[0],
                }
            ]
        }

    for at in permit(cast, plate):
        yield at
        if not made:
            known = [
                one.id
                for one in cast.room.state.matters.open.values()
                if one.template == "blind-plate"
            ]
            made.extend(known[-1:])
    yield from permit(cast, space, isolations)


def _pairs(cast: Cast) -> list[tuple[Work, Work]]:
    def pair(days: int, hour: float, vessel: str, tag: str, **more: Any) -> tuple[Work, Work]:
        pipe = cast.say(Said(f"{vessel} 进料管", f"Feed pipe of {vessel}"))
        night = hour < 8
        people: dict[str, Any] = (
            {"guardian": "ma-junjie", "tester": "yu-jing", "leader": "shi-dayong", "applicant": "ren-jie"} if night
            else {"guardian": "wu-gang", "applicant": "song-zhiyuan"}
        )  # fmt: skip
        plate = Work(
            "blind-plate", "W2", Said(f"{vessel} 进料管加盲板", f"Blind plate on the feed of {vessel}"),
            cast.at(days, hour), {"what": "set", "pipe": pipe, "plate": tag, "substance": None, "celsius": 25, "pressure": 0.0},
            workers=("qin-liang",), company=None, risks=(PLATE,), hours=0.6, **people,
        )  # fmt: skip
        people |= more
        space = Work(
            "confined-space", "W2", Said(f"{vessel} 釜内清理、检查搪玻璃", f"Clean inside {vessel}, look at the glass lining"),
            cast.at(days, hour + (1.2 if night else 2.6)), {"rescue": cast.say(RESCUE)},
            workers=people.pop("workers", ("tang-jianjun", "he-jun")), risks=(FUMES,), **people,
        )  # fmt: skip
        return plate, space

    return [
        pair(112, 9.3, "R-201", "MB-201-01", hours=1.4),
        pair(66, 9.3, "R-203", "MB-203-01", hours=1.6, refused="stale"),
        pair(24, 9.3, "R-202", "MB-202-01", hours=1.2, refused="over"),
        # Tonight: a vessel of Workshop 2 was cleaned, everybody is out of it, and its acceptance is due. Nothing that holds
        # a drill goes on, because nobody is there to end it.
        pair(0, 0.2, "R-204", "MB-204-01", hours=0.55, workers=("he-jun",)),
    ]  # fmt: skip


RESCUE = Said(
    "三脚架、救生绳、长管呼吸器 2 套，医务室待命",
    "Tripod, lifelines, two airline sets, first aid stands by",
)


def _single(cast: Cast) -> list[Work]:
    at = cast.at

    def hot(days: int, hour: float, place: str, ordinary: str, work: Said, **more: Any) -> Work:
        fields = {
            "ordinary": ordinary,
            "way": ["arc", "grinder"],
            "outdoors": place in ("TF", "UT"),
        }
        return Work("hot-work", place, work, at(days, hour), fields, risks=(BURN,), **more)

    def high(
        days: int, hour: float, place: str, metres: float, level: str, work: Said, **more: Any
    ) -> Work:
        fields = {"metres": metres, "level": level, "outdoors": True}
        return Work(
            "height-work", place, work, at(days, hour), fields, risks=(FALL,), company=JINLI, **more
        )

    def lift(
        days: int, hour: float, place: str, tonnes: float, level: str, work: Said, **more: Any
    ) -> Work:
        fields = {"tonnes": tonnes, "level": level, "crane": "QY50", "outdoors": True}
        return Work("lifting", place, work, at(days, hour), fields, workers=("pan-dong",), more={"signaller": ["ge-ning"]},
                    risks=(HOIST,), company=JINLI, **more)  # fmt: skip

    def power(
        days: int, hour: float, place: str, kw: float, source: str, work: Said, **more: Any
    ) -> Work:
        fields = {
            "kilovolt": 0.4,
            "source": source,
            "load": kw,
            "explosive": place in ("TF", "W1", "W2", "W3"),
            "for_special": False,
        }
        return Work("temporary-power", place, work, at(days, hour), fields, workers=("yuan-tao",), more={"electrician": ["chang-qing"]},
                    risks=(SHOCK,), **more)  # fmt: skip

    def dig(
        days: int, hour: float, place: str, depth: float, hidden: list[str], work: Said, **more: Any
    ) -> Work:
        fields = {
            "depth": depth,
            "extent": f"{depth * 12:.0f} m x 0.8 m x {depth:g} m",
            "hidden": hidden,
            "dangerous": False,
        }
        return Work(
            "earth-work",
            place,
            work,
            at(days, hour),
            fields,
            workers=("tang-jianjun",),
            risks=(DIG,),
            **more,
        )

    def road(days: int, hour: float, place: str, work: Said, **more: Any) -> Work:
        fields = {"road": cast.say(Said("二号路 K0+90 至 K0+150", "Road 2 from 90 to 150 m")), "until": at(days, hour + 6),
                  "detour": cast.say(Said("经东环路绕行，消防车走主干道", "By the east road; fire engines by the main road"))}  # fmt: skip
        return Work(
            "road-closing",
            place,
            work,
            at(days, hour),
            fields,
            workers=("bao-guoqing",),
            risks=(ROAD,),
            **more,
        )

    night = {"guardian": "fang-zheng", "tester": "yu-jing", "applicant": "ren-jie"}
    return [
        hot(117, 10.0, "UT", "second", Said("循环水管支架补焊", "Weld the support of the cooling-water pipe"), hours=2.2),
        hot(95, 9.8, "W1", "first", Said("离心机底座加固焊接", "Reinforce the base of the centrifuge"), hours=3, refused="untested"),
        hot(81, 10.3, "W3", "second", Said("更换平台护栏", "Replace the railing of the platform"), denied=DENIED),
        hot(80, 10.1, "W3", "second", Said("更换平台护栏", "Replace the railing of the platform"), hours=2.5),
        hot(58, 13.2, "UT", "second", Said("空压机出口管对焊", "Butt weld at the compressor's outlet"), hours=1.8, refused="unconfirmed"),
        hot(57, 9.6, "UT", "second", Said("空压机出口管对焊", "Butt weld at the compressor's outlet"), hours=2.4),
        hot(36, 10.5, "W1", "first", Said("甲苯计量罐平台切割", "Cut the platform of the toluene measuring tank"), hours=2, refused="stale"),
        hot(15, 9.9, "W3", "second", Said("尾气管道支架焊接", "Weld the support of the vent pipe"), hours=2.6, refused="over"),
        hot(5, 10.2, "UT", "second", Said("冷却塔爬梯补焊", "Weld the ladder of the cooling tower"), hours=1.5),
        high(101, 9.5, "W1", 6.5, "ii", Said("管廊更换保温", "Replace insulation on the pipe rack"), hours=4),
        high(71, 9.4, "W3", 4.2, "i", Said("检查屋面排水", "Look at the drains of the roof"), hours=2),
        high(29, 9.7, "UT", 12.0, "ii", Said("冷却塔风机检修", "Overhaul the fan of the cooling tower"), hours=4, refused="uncertified",
             workers=("wu-lei",)),
        high(28, 9.7, "UT", 12.0, "ii", Said("冷却塔风机检修", "Overhaul the fan of the cooling tower"), hours=4.5),
        high(3, 9.5, "W1", 8.0, "ii", Said("管廊伴热检查", "Look at the tracing on the pipe rack"), hours=3),
        lift(88, 9.3, "W2", 3.5, "third", Said("吊装循环泵", "Lift the circulation pump"), hours=1.5),
        lift(49, 9.3, "UT", 46, "second", Said("吊装换热器", "Lift a heat exchanger"), denied=RAIN),
        lift(46, 9.3, "UT", 46, "second", Said("吊装换热器", "Lift a heat exchanger"), hours=3),
        lift(11, 13.1, "W3", 2.8, "third", Said("更换搅拌电机", "Replace the motor of the stirrer"), hours=1.2),
        power(104, 9.3, "W1", 12, "1P-03", Said("检修照明", "Light for repairs"), hours=5),
        power(63, 9.3, "UT", 30, "5P-01", Said("焊机电源", "Power for welding"), hours=4),
        power(27, 9.3, "W3", 8, "3P-02", Said("清洗机电源", "Power for the washer"), hours=3, refused="untested"),
        power(4, 9.3, "W2", 6, "2P-05", Said("轴流风机", "Axial fan"), hours=4),
        dig(97, 9.3, "UT", 0.9, ["cable", "pipe"], Said("消防管补漏开挖", "Dig for the leak of the fire main"), hours=5),
        dig(52, 9.3, "W3", 0.7, ["none"], Said("新增灯杆基础", "Footing of a lamp post"), hours=3),
        dig(18, 9.4, "UT", 1.0, ["signal"], Said("仪表电缆沟", "Trench for signal cables"), hours=5),
        road(96, 9.3, "FS", Said("消防管施工占道", "Road taken for the fire main"), hours=5),
        road(44, 9.3, "WH", Said("叉车通道修补", "Mend the forklifts' way"), hours=4),
        road(17, 9.3, "FS", Said("电缆过路保护管", "Duct for cables under the road"), hours=5),
        # Tonight.
        hot(0, 1.1, "W1", "second", Said("一车间热水管抢修补焊", "Urgent weld of a hot-water pipe in Workshop 1"), hours=0.75,
            workers=("tang-jianjun",), **night),
        power(0, 2.12, "W2", 6, "2P-05", Said("R-204 通风用轴流风机", "Axial fan that airs R-204"), hours=None, inside=False,
              guardian="fang-zheng", applicant="ren-jie"),
        hot(0, 0.85, "UT", "second", Said("应急池外排泵出口法兰打磨", "Grind the flange at the outlet of the pool pump"), hours=None,
            gas_over_after_h=0.9, workers=("ge-ning",), leader="chang-qing",
            guardian="miao-zhuang", tester="yu-jing", applicant="ren-jie"),
    ]  # fmt: skip
