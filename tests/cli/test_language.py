"""The command line speaks Chinese where it is asked to, in its help, its answers and its errors."""

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.core import TyperGroup

from command_center.cli.help import with_words
from command_center.cli.main import PARTS, command_asked, line
from command_center.words.terminal import terminal_language
from tests.cli.command_line import as_process, command_center, one_line

HAN = re.compile("[\u4e00-\u9fff]")
CHINESE = {"LANG": "zh_CN.UTF-8"}


@pytest.mark.parametrize(
    ("environ", "arguments", "language"),
    [
        ({}, [], "en"),
        ({"LANG": "C.UTF-8"}, [], "en"),
        ({"LANG": "zh_CN.UTF-8"}, [], "zh-CN"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "en_US.UTF-8"}, [], "en"),
        ({"LANG": "en_US", "LC_MESSAGES": "zh_TW"}, [], "zh-CN"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": ""}, [], "zh-CN"),
        ({"LC_ALL": "en_US", "CC_LANG": "zh-CN"}, [], "zh-CN"),
        ({"LANG": "zh_CN"}, ["check", "x", "--lang", "en"], "en"),
        ({}, ["--lang=zh-CN", "check", "x"], "zh-CN"),
        ({"LANG": "zh_CN"}, ["check", "--lang"], "zh-CN"),
        ({"LANG": "fr_FR.UTF-8"}, [], "en"),
    ],
)
def test_the_language_of_a_terminal(
    environ: dict[str, str], arguments: list[str], language: str
) -> None:
    assert terminal_language(environ, arguments) == language


def commands(command: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    yield path, command
    for name, inner in getattr(command, "commands", {}).items():
        yield from commands(inner, f"{path} {name}".strip())


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        (["user", "list"], "user"),
        (["--lang", "zh-CN", "export", "feed"], "export"),
        (["--lang=en", "--help", "drill", "run"], "drill"),
        (["check", "init"], "check"),
        (["--help"], None),
        (["--lang"], None),
        ([], None),
    ],
)
def test_only_the_command_that_is_asked_for_is_imported(
    words: list[str], asked: str | None
) -> None:
    assert command_asked(words) == asked


def test_each_command_is_in_the_module_that_is_imported_for_it() -> None:
    whole = line(*PARTS).commands
    assert [name for name in whole if name in PARTS] == list(PARTS)
    assert [
        name for name, one in whole.items() if not (one.callback or isinstance(one, TyperGroup))
    ] == []
    for name, part in PARTS.items():
        alone = typer.Typer()
        import_module(f"command_center.cli.{part}").add_to(alone)
        alone.callback()(lambda: None)
        assert name in typer.main.get_group(alone).commands


@pytest.mark.parametrize("lang", ["zh-CN", "en"])
def test_every_command_and_option_has_its_help(lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CC_LANG", lang)
    found = dict(commands(with_words(line(*PARTS))))
    assert len(found) > 12
    for path, command in found.items():
        helps = [command.help, *(param.help for param in command.params)]
        assert all(helps), path
        assert [bool(HAN.search(text)) for text in helps] == [lang == "zh-CN"] * len(helps), path


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "none.yaml"],
        ["check", "sites/net3"],
        ["migrate"],
        ["replay"],
        ["restore", "none.jsonl"],
        ["user", "disable", "nobody"],
        ["user", "add", "x", "--role", "gateway"],
        ["token", "withdraw", "nobody"],
        ["feed", "none.csv", "--source", "DCS", "--token", "x"],
        ["serve", "--site", "none.yaml"],
        ["check", "sites/net3", "--lang", "fr"],
    ],
    ids=" ".join,
)
def test_what_it_answers_is_chinese(tmp_path: Path, arguments: list[str]) -> None:
    run = as_process if "serve" in arguments else command_center
    ended = run(tmp_path, *arguments, **CHINESE)
    said = (ended.stdout + ended.stderr).strip()
    assert said
    for told in said.splitlines():
        assert HAN.search(told), told
    assert "No such" not in said


def test_a_wrong_setting_is_named_in_chinese(tmp_path: Path) -> None:
    said = one_line(command_center(tmp_path, "migrate", CC_PORT="eighty", **CHINESE))
    assert "CC_PORT=eighty" in said
    assert HAN.search(said)


def test_a_broken_journal_is_named_in_chinese(tmp_path: Path) -> None:
    file = tmp_path / "journal.jsonl"
    file.write_text('{"journal":"command-center/1","site":"demo"}\n{"seq":1}\n')
    said = one_line(command_center(tmp_path, "restore", file, **CHINESE))
    assert str(file) in said
    assert "第 2 行" in said
    assert not re.search("[A-Za-z]{4,}", said.replace(str(file), ""))


ENGLISH_OF_TYPER = re.compile(
    r"Usage|Try|Missing|No such|Invalid|requires|does not|Got|unexpected|Did you|should be|OPTIONS|ARGS"
)


@pytest.mark.parametrize(
    ("arguments", "chinese", "english"),
    [
        ([], "用法：", "Usage:"),
        (["check"], "缺少", "is missing"),
        (["check", "a", "b"], "多余", "more than the command takes"),
        (["chekc", "a"], "没有命令“chekc”。是否想用 check", "Did you mean check"),
        (["user"], "用法：", "Usage:"),
        (["serve", "--sitee", "x"], "没有选项 --sitee", "There is no option --sitee"),
        (["serve", "--site", "x", "--port"], "--port 需要一个值", "--port needs a value"),
        (["serve", "--site", "x", "--port", "many"], "必须是整数", "must be a whole number"),
        (["demo", "--leak=yes"], "--leak 不接受取值", "--leak takes no value"),
        (["feed", "x.csv", "--source", "s", "--speed", "0"], "不得小于 0.01", "at least 0.01"),
        (["user", "add", "x", "--role", "king"], "可选：", "Possible: commander"),
    ],
    ids=lambda given: " ".join(given) if isinstance(given, list) else "",
)
def test_what_is_wrong_with_the_arguments_is_said_in_ones_own_language(
    tmp_path: Path, arguments: list[str], chinese: str, english: str
) -> None:
    in_chinese = command_center(tmp_path, *arguments, **CHINESE, COLUMNS="200")
    in_english = command_center(tmp_path, *arguments, COLUMNS="200")
    for ended, words in ((in_chinese, chinese), (in_english, english)):
        assert ended.returncode == 2, ended
        assert words in ended.stdout + ended.stderr
    assert not ENGLISH_OF_TYPER.search(in_chinese.stdout + in_chinese.stderr)
