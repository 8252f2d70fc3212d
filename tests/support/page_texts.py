"""Every text a page shows or speaks: words, titles, labels, placeholders, and CSS's own."""

from typing import NamedTuple

from playwright.sync_api import Page


class PageText(NamedTuple):
    """A text, what kind it is, and the element it stands in."""

    kind: str
    text: str
    where: str


_COLLECT = """
() => {
  const found = [];
  const lang = document.documentElement.lang;
  const silent = "script, style, noscript, template, #_dash-config";
  const named = (el) => {
    const path = [];
    for (let one = el; one && path.length < 4 && one !== document.body; one = one.parentElement) {
      const classes = (one.getAttribute("class") || "").trim().split(/\\s+/).join(".");
      path.unshift(one.tagName.toLowerCase() + (one.id ? `#${one.id}` : classes ? `.${classes}` : ""));
    }
    return path.join(" > ");
  };
  const add = (kind, text, el) => {
    if (text && text.trim()) found.push([kind, text.trim(), named(el)]);
  };
  const foreign = (el) => {
    const own = el.closest("[lang]");
    return own && own.lang !== lang; /* says itself that it is in another language */
  };
  add("page title", document.title, document.documentElement);
  for (const el of document.querySelectorAll("body, body *")) {
    if (el.closest(silent) || foreign(el) || !el.checkVisibility()) continue;
    for (const node of el.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) add("text", node.nodeValue, el);
    }
    for (const name of el.getAttributeNames()) {
      const spoken = /^(title|placeholder|alt|aria-(label|description|roledescription|valuetext|placeholder))$/;
      if (spoken.test(name)) add(name, el.getAttribute(name), el);
    }
    if (el.matches("input[type=submit], input[type=button]")) add("value", el.value, el);
    for (const pseudo of ["::before", "::after"]) {
      const content = getComputedStyle(el, pseudo).content;
      const quoted = content.match(/"([^"]*)"/);
      if (quoted) add(pseudo, quoted[1], el);
    }
  }
  return found;
}
"""


def texts(page: Page) -> list[PageText]:
    """What the page shows now."""
    return [PageText(*found) for found in page.evaluate(_COLLECT)]
