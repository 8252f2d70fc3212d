"""What a grid of a desk page shows and gives away, read from the browser."""

import csv
import io
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

_ROWS = """async (id) => {
  const api = await dash_ag_grid.getApiAsync(id);
  const rows = [];
  api.forEachNodeAfterFilterAndSort((node) => rows.push(Object.assign({}, node.data)));
  return rows;
}"""

_CELLS = """([row, column]) => {
  const cell = document.querySelector(`.ag-row[row-id="${CSS.escape(row)}"] [col-id="${column}"]`);
  return cell && cell.innerText.trim();
}"""


def is_drawn(page: Page) -> None:
    """Wait until the grid of the page has rows."""
    expect(page.locator(".grid .ag-row").first).to_be_visible()


def rows_of(page: Page, grid: str) -> list[dict[str, Any]]:
    """The rows that are shown, in their order, as the page made them."""
    rows: list[dict[str, Any]] = page.evaluate(_ROWS, grid)
    return rows


def cell(page: Page, row: str, column: str) -> str | None:
    """The words in a cell that is in view; None if it is not."""
    words: str | None = page.evaluate(_CELLS, [row, column])
    return words


def headers(page: Page) -> list[str]:
    """The heads of the columns, from left to right."""
    found = page.locator(".grid .ag-header-cell").evaluate_all(
        """cells => cells
            .sort((a, b) => a.getAttribute("aria-colindex") - b.getAttribute("aria-colindex"))
            .map(cell => cell.querySelector(".ag-header-cell-text").innerText.trim())"""
    )
    return [str(one) for one in found]


def shown(page: Page) -> list[list[str]]:
    """Every cell of every row in view, as words, in the order of the screen."""
    words: list[list[str]] = page.locator(".grid .ag-center-cols-container .ag-row").evaluate_all(
        """rows => rows
            .sort((a, b) => a.getAttribute("row-index") - b.getAttribute("row-index"))
            .map(row => [...row.querySelectorAll(".ag-cell")]
              .sort((a, b) => a.getAttribute("aria-colindex") - b.getAttribute("aria-colindex"))
              .map(cell => cell.innerText.trim()))"""
    )
    return words


def exported(page: Page, button: str) -> list[list[str]]:
    """The lines of the file that the export gives, the head first."""
    with page.expect_download() as given:
        page.get_by_role("button", name=button).click()
    text = Path(given.value.path()).read_text(encoding="utf-8-sig")
    return list(csv.reader(io.StringIO(text)))
