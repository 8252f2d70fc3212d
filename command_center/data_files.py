"""Locates the data folders beside the code: at the repository's root, or inside the installed wheel."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def data_folder(name: str) -> Path:
    """Return the path of the folder `assets`, `docs` or `sites`. Raises FileNotFoundError naming both places
    searched.
    """
    installed, beside = _PACKAGE / "_data" / name, _PACKAGE.parent / name
    for folder in (installed, beside):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"{name} is neither at {installed} nor at {beside}: install again")
