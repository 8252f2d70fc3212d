"""The template library: the texts that come with the program, one file each."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from command_center.domain.template_language.known import Known
from command_center.domain.template_language.template import Description
from command_center.site_file.problem import DescriptionError, Mark, Problem
from command_center.template_file.reading import read_text

FOLDER = Path(__file__).resolve().parent / "library"


class TemplateFileError(DescriptionError):
    """A text of the library cannot be used."""


@cache
def library_texts() -> Mapping[str, str]:
    """Return the files' texts by the id that they describe, in the order of the file names."""
    return MappingProxyType(
        {file.stem: file.read_text(encoding="utf-8") for file in sorted(FOLDER.glob("*.yaml"))}
    )


@cache
def library() -> Mapping[str, Description]:
    """Return what the library describes, by id. Raises TemplateFileError with the mistakes of all files.

    The structure of each file is read first; references are then checked against the names of all.
    """
    found: dict[str, Description] = {}
    problems: list[Problem] = []
    for id, text in library_texts().items():
        described, wrong = read_text(text, f"{id}.yaml")
        if described is None:
            problems += wrong
        elif described.id != id:
            problems.append(Problem(Mark(f"{id}.yaml"), "", "template.no_kind"))
        else:
            found[id] = described
    if problems:
        raise TemplateFileError(problems)
    return MappingProxyType(found)


def check_library() -> list[Problem]:
    """Return everything wrong with the library's texts together, checked apart from any site."""
    known = Known(library(), frozenset())
    return [
        p for id, text in library_texts().items() for p in read_text(text, f"{id}.yaml", known)[1]
    ]
