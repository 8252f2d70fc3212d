"""The particulars of the event, at the head of either outline."""

from command_center.domain.scenarios.broken import KINDS
from command_center.domain.scenarios.scenario import Weather
from command_center.reports.export.reader import Reader


def form(reader: Reader) -> str:
    """Return how the exercise was held; for a real incident, that it was real."""
    drill, hands, say = reader.dossier.drill, reader.dossier.report["hands"], reader.say
    if drill is None:
        return say("export.incident.form")
    told = [say("export.form.unannounced" if drill["unannounced"] else "export.form.announced")]
    played = (
        "mixed"
        if hands["people"] and hands["virtual"]
        else "people"
        if hands["people"]
        else "virtual"
    )
    told.append(say(f"export.form.{played}"))
    if drill["in_plant"]:
        told.append(say("export.form.in_plant", who=reader.named(drill["safety_officer"])))
    return reader.listed(told)


def when(reader: Reader) -> str:
    """Return the time from beginning to end."""
    dossier = reader.dossier
    shift = next((s.name for s in dossier.site.shifts if s.id == dossier.report["shift"]), None)
    since, until = reader.moment(dossier.began_at), reader.moment(dossier.report["until"])
    told = reader.say("export.from_to", since=since, until=until, zone=reader.zone_said)
    return f"{told} · {reader.text(shift)}" if shift else told


def where(reader: Reader) -> str:
    """Return the place of the incident: the tank last named as its source, else where it was opened."""
    told = [(s["key"], s["params"]) for s in reader.dossier.report["overview"]]
    tanks = [params["tank"] for key, params in told if key == "located"]
    places = [params["place"] for key, params in told if key == "opened"]
    return reader.text(tanks[-1] if tanks else next(iter(places), None))


def hazard(reader: Reader) -> str:
    """Return what was simulated, or what happened."""
    plan = reader.dossier.plan
    if plan is None:
        report = reader.dossier.report
        opened = any(s["key"] == "opened" for s in report["overview"])
        return reader.text(report["title"] if opened else None)
    return f"{reader.say(f'export.hazard.{plan.hazard}')} · {reader.text(plan.name)}"


def scenario(reader: Reader) -> str:
    """Return the scenario in its own words, or that it is not revealed yet."""
    dossier = reader.dossier
    if dossier.plan:
        return reader.text(dossier.plan.summary)
    return reader.say("export.basis.not_revealed" if dossier.exercise else "export.see_overview")


def conditions(reader: Reader) -> str:
    """The weather during the drill."""
    plan = reader.dossier.plan
    return weather(reader, plan.weather) if plan else reader.text(None)


def weather(reader: Reader, known: Weather) -> str:
    """Wind, stability and rain in one line."""
    return reader.say(
        "export.weather", direction=known.wind_from_deg, speed=known.wind_m_s,
        stability=known.stability, rain=known.rain_mm_h,
    )  # fmt: skip


def broken(reader: Reader) -> str:
    """Return what the scenario broke on purpose, as revealed."""
    plan = reader.dossier.plan
    told = []
    for one in plan.broken if plan else ():
        kind = next(name for name in KINDS if getattr(one, name) is not None)
        named = getattr(one, kind).model_dump(mode="json")
        about = [reader.named(v) for v in named.values() if isinstance(v, str)]
        told.append(
            f"{reader.say(f'broken.{kind}')} ({about[0]})"
            if about
            else reader.say(f"broken.{kind}")
        )
    return reader.listed(told) if told else reader.say("export.none.broken")


def objective_list(reader: Reader) -> str:
    """Return the objectives, one after the other."""
    plan = reader.dossier.plan
    if not plan or not plan.objectives:
        return reader.say("export.none.objectives")
    return "\n".join(f"{n}. {reader.text(one.text)}" for n, one in enumerate(plan.objectives, 1))


def participants(reader: Reader) -> str:
    """The number of people who took part."""
    return reader.say("review.hands", **reader.dossier.report["hands"])
