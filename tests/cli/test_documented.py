"""`docs/administrator.md` says what there is: every setting, every metric, only real commands."""

import re
from pathlib import Path

import typer
from pydantic.fields import FieldInfo

from command_center.cli import main
from command_center.settings import PREFIX, Settings

REPOSITORY = Path(__file__).resolve().parents[2]
PAGE = (REPOSITORY / "docs" / "administrator.md").read_text()
CHINESE = (REPOSITORY / "docs" / "administrator.zh-CN.md").read_text()


def shown(default: object) -> str:
    """A default as the table has it."""
    if default is None:
        return "unset"
    if isinstance(default, bool):
        return str(default).lower()
    return f"`{','.join(default)}`" if isinstance(default, tuple) else f"`{default}`"


def of(field: FieldInfo) -> object:
    """The default of a setting; None where it is found out."""
    return None if field.default_factory else field.default


def test_the_table_of_settings_is_that_of_the_program() -> None:
    rows = [line for line in PAGE.splitlines() if line.startswith(f"| `{PREFIX}")]
    assert rows == [
        f"| `{PREFIX}{name.upper()}` | {shown(of(field))} | {field.description} |"
        for name, field in Settings.model_fields.items()
    ]


def first_cells(page: str) -> list[str]:
    """What the rows of every table are about, in order, where it is a name of the program."""
    return re.findall(r"^\| (`[^`]+`(?:(?:, |、)`[^`]+`)*) \|", page, re.MULTILINE)


def test_the_chinese_page_has_every_setting_with_its_default_and_all_else_that_has_a_name() -> None:
    rows = re.findall(r"^\| `(CC_\w+)` \| ([^|]+) \|", CHINESE, re.MULTILINE)
    assert rows == [
        (f"{PREFIX}{name.upper()}", shown(of(field)).replace("unset", "未设"))
        for name, field in Settings.model_fields.items()
    ]
    names = [cell.replace("、", ", ") for cell in first_cells(CHINESE)]
    assert names == first_cells(PAGE)
    assert len(names) > 40


def test_the_chinese_page_gives_the_same_commands() -> None:
    def given(page: str) -> list[str]:
        blocks = re.findall(r"```(?:console|nginx)\n(.*?)```", page, re.DOTALL)
        return [re.sub(r"\s*#.*", "", line) for block in blocks for line in block.splitlines()]

    assert given(CHINESE) == given(PAGE)
    assert CHINESE.count("\n## ") == PAGE.count("\n## ")


def test_every_metric_is_described() -> None:
    files = ("boot/app.py", "boot/serving.py", "web/metrics.py")
    program = "".join((REPOSITORY / "command_center" / file).read_text() for file in files)
    made = set(re.findall(r'"(cc_[a-z_]+)"', program))
    assert len(made) > 10
    described = set(re.findall(r"^\| `(cc_[a-z_]+)", PAGE, re.MULTILINE))
    assert described == made


def test_every_command_and_option_it_names_exists() -> None:
    whole = main.line(*main.PARTS).commands
    uses = re.findall(r"(?:command-center |`(?!command-center))([a-z]+)((?: [\w./:-]+)*)", PAGE)
    uses = [(name, text) for name, text in uses if name in whole]
    assert {"user", "token", "restore", "replay", "migrate", "check"} <= {n for n, _ in uses}
    assert set(re.findall(r"command-center ([a-z]+)", PAGE)) <= set(whole)
    for name, text in uses:
        command = whole[name]
        if isinstance(command, typer.core.TyperGroup):
            if not text:
                continue  # a word that is a group's name too: the topic `people`
            command = command.commands[text.split()[0]]
        known = {option for parameter in command.params for option in parameter.opts}
        assert set(re.findall(r"--[a-z-]+", text)) <= known, (name, text)
