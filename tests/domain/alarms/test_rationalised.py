"""Alarms with a cause, a consequence, a response and a time to respond, kept with the plant."""

import pytest
from pydantic import ValidationError

from command_center.domain.alarms.rationalised import respond_by, response_turns, unrationalised
from command_center.domain.site.model import Site
from command_center.domain.verdicts.turns import code_at
from tests.domain.recorded import Watched
from tests.domain.watched_site import NAME, T0, said, watched_site


def site_with(*conditions: tuple[str, str]) -> Site:
    told = watched_site(h=6.0, hh=7.0).model_dump(mode="json")
    told["rationalisations"] = [
        {"tag": tag, "condition": condition, "cause": NAME, "consequence": NAME, "response": NAME,
         "respond_within_min": 10}
        for tag, condition in conditions
    ]  # fmt: skip
    return Site.model_validate(told)


def test_every_alarm_that_nobody_thought_through_is_named() -> None:
    assert unrationalised(site_with()) == [
        "lt:H", "lt:HH", "gas:H", "gas:HH", "lt:NETLOSS", "lt:FLAT"
    ]  # fmt: skip
    some = site_with(("lt", "HH"), ("lt", "NETLOSS"))
    assert unrationalised(some) == ["lt:H", "gas:H", "gas:HH", "lt:FLAT"]


def test_one_alarm_is_rationalised_once_and_its_tag_must_exist() -> None:
    with pytest.raises(ValidationError):
        site_with(("lt", "HH"), ("lt", "HH"))
    with pytest.raises(ValidationError):
        site_with(("nowhere", "HH"))


def test_the_time_to_respond_counts_from_the_onset_until_the_alarm_returns() -> None:
    watched = Watched(site_with(("lt", "HH")))
    watched.observe([said("lt", 1, 7.2)])
    for proposal in watched.watch.due(T0 + 2_000, watched.state.alarms):
        watched.carry_out(proposal, T0 + 2_000)
    alarm = watched.state.alarms["lt:HH"]
    by = respond_by(watched.site, alarm)
    assert by == alarm.onset + 600_000
    assert code_at(response_turns(by), by - 1) == "time"
    assert code_at(response_turns(by), by) == "late"
    assert respond_by(watched.site, watched.state.alarms["lt:H"]) is None
    alarm.active = False
    assert respond_by(watched.site, alarm) is None
