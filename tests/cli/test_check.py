"""`check`: every mistake of a plant's description on its own line, as editors read it."""

from pathlib import Path

from tests.cli.command_line import command_center

SMALL = Path(__file__).parents[1] / "site" / "small.yaml"


def test_a_good_site_is_called_good(tmp_path: Path) -> None:
    ended = command_center(tmp_path, "check", SMALL)
    assert ended.returncode == 0
    assert "without mistakes" in ended.stderr


def test_each_mistake_has_its_file_line_and_key_on_one_line(tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    text = (
        SMALL.read_text()
        .replace("diameter_m: 6", "diameter_m: -6")
        .replace("zh: 罐, en: Tank}", "zh: 罐, de: Tank}")
    )
    bad.write_text(text)
    numbers = {
        needle: next(n for n, line in enumerate(text.splitlines(), 1) if needle in line)
        for needle in ("diameter_m: -6", "zh: 罐, de")
    }
    ended = command_center(tmp_path, "check", bad)
    assert ended.returncode == 1
    lines = ended.stderr.splitlines()
    assert lines[-1] == "2 problem(s)."
    found = {line.split(" ")[1]: line for line in lines[:-1]}
    assert set(found) == {"tanks[T1].diameter_m:", "tanks[T1].name.de:"}
    at = found["tanks[T1].diameter_m:"]
    assert at.startswith(f"{bad}:{numbers['diameter_m: -6']}:")
    assert "at least 0.001" in at
    assert found["tanks[T1].name.de:"].startswith(f"{bad}:{numbers['zh: 罐, de']}:")


def test_a_missing_file_is_named_in_the_terminals_language(tmp_path: Path) -> None:
    nowhere = tmp_path / "none.yaml"
    english = command_center(tmp_path, "check", nowhere)
    assert english.returncode == 1
    assert english.stderr.startswith(f"{nowhere}:1:1: cannot be read")
    chinese = command_center(tmp_path, "check", nowhere, LANG="zh_CN.UTF-8")
    assert "无法读取" in chinese.stderr
    asked = command_center(tmp_path, "check", nowhere, "--lang", "zh-CN")
    assert "无法读取" in asked.stderr


SCENARIO = Path(__file__).parents[1] / "scenario_file" / "small.yaml"
SITES = Path(__file__).parents[2] / "sites"


def test_a_scenario_is_known_by_its_keys_and_checked_as_one(tmp_path: Path) -> None:
    good = command_center(tmp_path, "check", SCENARIO)
    assert good.returncode == 0
    assert "describes a scenario without mistakes" in good.stderr
    bad = tmp_path / "bad.yaml"
    bad.write_text(SCENARIO.read_text("utf-8").replace("{leak:", "{leek:"), encoding="utf-8")
    ended = command_center(tmp_path, "check", bad)
    assert ended.returncode == 1
    assert "injects[onset].does[0].leek" in ended.stderr
    assert "leak" in ended.stderr


def test_a_scenario_is_tried_on_a_site(tmp_path: Path) -> None:
    on_demo = command_center(tmp_path, "check", SCENARIO, "--site", SITES / "demo")
    assert on_demo.returncode == 0
    assert "It can be played on" in on_demo.stderr
    on_net3 = command_center(tmp_path, "check", SCENARIO, "--site", SITES / "net3")
    assert on_net3.returncode == 1
    assert "the site has no tank for “tank” (classes: flammable)" in on_net3.stderr


def test_a_channels_file_is_known_by_its_key_and_checked_as_one(tmp_path: Path) -> None:
    channels = tmp_path / "channels.yaml"
    channels.write_text("channels:\n  - {id: a, type: pigeon}\n", encoding="utf-8")
    ended = command_center(tmp_path, "check", channels)
    assert ended.returncode == 1
    assert ended.stderr.startswith(f"{channels}:2:19: channels[a].type: “pigeon” is no type")
    channels.write_text("channels: []\n", encoding="utf-8")
    good = command_center(tmp_path, "check", channels)
    assert good.returncode == 0
    assert "describes channels without mistakes" in good.stderr


def test_with_a_plant_the_file_of_its_channels_is_checked_too(tmp_path: Path) -> None:
    channels = tmp_path / "channels.yaml"
    channels.write_text("channels: []\ndrills: {allow: [nobody]}\n", encoding="utf-8")
    ended = command_center(tmp_path, "check", SMALL, CC_CHANNELS=channels)
    assert ended.returncode == 1
    assert "“nobody” is none of the plant's people" in ended.stderr
    alone = command_center(tmp_path, "check", channels, "--site", SMALL)
    assert alone.returncode == 1
    assert command_center(tmp_path, "check", channels).returncode == 0


def test_answers_at_a_host_that_the_server_does_not_take_are_warned_of(tmp_path: Path) -> None:
    channels = tmp_path / "channels.yaml"
    channels.write_text("answers: https://board.plant.example\nchannels: []\n", encoding="utf-8")
    warned = command_center(tmp_path, "check", channels)
    assert warned.returncode == 0
    assert "CC_HOSTS" in warned.stderr
    known = command_center(tmp_path, "check", channels, CC_HOSTS="board.plant.example")
    assert "CC_HOSTS" not in known.stderr


def test_tokens_of_gateways_that_may_send_as_any_source_are_named(tmp_path: Path) -> None:
    assert "loose" not in command_center(tmp_path, "check", SMALL).stderr  # no database yet
    assert not (tmp_path / "var").exists()  # and a check makes none
    (tmp_path / "var").mkdir()
    for name, more in (
        ("loose", ("--every-source",)),
        ("bound", ("--source", "DCS")),
        ("wall", ()),
    ):
        role = "viewer" if name == "wall" else "gateway"
        added = command_center(tmp_path, "token", "add", name, "--role", role, *more)
        assert added.returncode == 0, added.stderr
    ended = command_center(tmp_path, "check", SMALL)
    assert ended.returncode == 0
    said = " ".join(ended.stderr.split())
    assert "may send as any source: loose." in said
    assert "token add --source" in said
    taken = command_center(tmp_path, "token", "withdraw", "loose")
    assert taken.returncode == 0, taken.stderr
    assert "loose" not in command_center(tmp_path, "check", SMALL).stderr
