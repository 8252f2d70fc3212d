"""The virtual commander speaks with the token of whoever commands now."""

from command_center.domain.scenarios.plan import DrillPlan
from simulations.doors.voices import Voices
from simulations.exercise.playing import Playing
from simulations.exercise.speakers import commander_of, voices_of
from simulations.exercise.turn_by_turn import SPEED
from simulations.intent import CARRIER, COMMANDER, PLANT
from simulations.scenarios import library
from simulations.surprise import played
from simulations.tokens import Tokens
from tests.simulations.sites import demo

SITE, OWN = demo()
BEGAN = 1_796_148_600_000
TOKENS = Tokens(
    readings="plant", commander="shift", carrier="carrier", people={"peng-yong": "peng"},
    commanders={"liu-jianguo": "liu", "hao-jianmin": "hao"},
)  # fmt: skip


def test_the_coming_shift_leader_speaks_with_a_token_of_their_own() -> None:
    plan = played(library()["pump-failure-transfer"], SITE, 7)
    assert isinstance(plan, DrillPlan)
    playing = Playing(SITE, OWN, plan, "DRL-1", BEGAN, SPEED)
    secrets = voices_of(playing, TOKENS)
    others = {COMMANDER: "liu", CARRIER: "carrier", PLANT: "plant"}
    assert secrets == {"peng-yong": "peng", **others}
    while playing.life.t_s < (plan.manned.changes_at_s or 0):
        playing.live(playing.told((), {}, ()))
    assert commander_of(playing, TOKENS) == "hao"
    assert commander_of(playing, Tokens(commander="shift")) == "shift"


def test_a_voice_keeps_its_token_where_there_is_no_other() -> None:
    voices = Voices("http://127.0.0.1:1", {COMMANDER: "liu"}, "run", "DRL-1")
    door = voices._doors[COMMANDER]
    voices.speak_as(COMMANDER, None)
    voices.speak_as(COMMANDER, "liu")
    assert voices._doors[COMMANDER] is door
    voices.speak_as(COMMANDER, "hao")
    assert voices._doors[COMMANDER] is not door
