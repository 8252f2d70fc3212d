"""Every button can be read on every ground in both themes (WCAG 2.2, 1.4.3: 4.5:1), by the styles as a real browser
computes them: a colour that is right beside another rule may be white on white where both hold.

For every rule of the product that is about a button, or about the ground that one may stand on, the page gets an
element of each kind of button inside the elements that the rule names.
"""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from command_center.page_server.page_files import _files, _styles

ASSETS = Path(__file__).parents[2] / "assets"
READABLE = 4.5

KINDS = (".act", ".act.strong", ".act.urgent", ".act.faint", ".act.small", ".quiet")
"""What a button may be beside what its own rule says."""

MEASURE = r"""([kinds]) => {
  const parts = (selector) => {            // "a b > c" as its compounds; null where it is no plain chain
    const passing = /::?(hover|focus-visible|focus-within|focus|active|enabled|first-child|last-child)\b/g;
    const plain = selector.replace(passing, "")
      .replace(/:not\([^()]*(\([^()]*\))*[^()]*\)/g, "");
    return /::|:(?!is\(|where\()|[+~]|:has\(/.test(plain) ? null : plain.trim();
  };
  const spread = (selector) => {           // each alternative of :is() and :where() by itself
    const found = /:(?:is|where)\(([^()]*)\)/.exec(selector);
    if (!found) return [selector];
    return found[1].split(",").flatMap((one) =>
      spread(selector.slice(0, found.index) + one.trim() + selector.slice(found.index + found[0].length)));
  };
  const split = (list) => list.split(/,(?![^(]*\))/);
  const make = (compound) => {
    const tag = /^[a-z][a-z0-9]*/.exec(compound);
    const element = document.createElement(tag ? tag[0] : "div");
    for (const [, name] of compound.matchAll(/\.([\w-]+)/g)) element.classList.add(name);
    for (const [, id] of compound.matchAll(/#([\w-]+)/g)) element.id = id;
    for (const [, name, , value] of compound.matchAll(/\[([\w-]+)(=["']?([^"'\]]*)["']?)?\]/g)) {
      element.setAttribute(name, value ?? "");
    }
    return element;
  };
  const BUTTON = /(^|[ >])(button|a|summary)?(\[[^\]]*\])*\.(act|quiet)\b|(^|[ >.])button\b/;
  const rules = [];
  const gather = (list) => {
    for (const rule of list) {
      if (rule.media && !window.matchMedia(rule.media.mediaText).matches) continue;
      if (rule.cssRules && rule.cssRules.length) gather(rule.cssRules);
      if (rule.selectorText) rules.push(rule);
    }
  };
  for (const sheet of document.styleSheets) gather(sheet.cssRules);
  const chains = new Set();
  for (const rule of rules) {
    const paints = rule.style.backgroundColor || rule.style.background || rule.style.color;
    for (const one of split(rule.selectorText).flatMap(spread)) {
      const plain = parts(one);
      if (!plain || /^(html|body|:root)?$/.test(plain) || !paints) continue;
      if (plain === "button" || /\[data-theme/.test(plain)) continue;   // no button of ours is without a class
      chains.add(plain);
    }
  }
  const own = [], grounds = [];
  for (const chain of chains) (BUTTON.test(chain) ? own : grounds).push(chain);
  const numbers = (colour) => {
    const [r, g, b, a = 1] = colour.match(/[\d.]+/g).map(Number);
    const srgb = /^color\(srgb/.test(colour) ? 255 : 1;
    return [r * srgb, g * srgb, b * srgb, a];
  };
  const over = ([r, g, b, a], below) => [r, g, b].map((one, n) => one * a + below[n] * (1 - a));
  const groundOf = (element) => {
    const layers = [];
    for (let one = element; one; one = one.parentElement) {
      const style = getComputedStyle(one);
      if (style.backgroundImage !== "none") return null;   // a pattern: no one colour
      layers.push(numbers(style.backgroundColor));
    }
    return layers.reverse().reduce((below, layer) => over(layer, below), [255, 255, 255]);
  };
  const luminance = (colour) => {
    const [r, g, b] = colour.map((one) => {
      const part = one / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = (element) => {
    const below = groundOf(element);
    if (!below) return null;
    const [one, other] = [luminance(over(numbers(getComputedStyle(element).color), below)), luminance(below)];
    return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
  };
  const found = [];
  let measured = 0;
  const look = (name, element) => {
    if (element.disabled || element.hasAttribute("aria-disabled")) return;   // not to be pressed
    const value = ratio(element);
    if (value === null) return;
    measured += 1;
    if (value < 4.5) found.push([name, Math.round(value * 100) / 100]);
  };
  const nest = (chain) => {
    const compounds = chain.split(/\s*>\s*|\s+/).filter((one) => one && one !== "*");
    let at = document.body;
    const top = [];
    for (const compound of compounds) {
      if (/^(html|:root)/.test(compound) || /^\[data-(kind|scene|state|page)/.test(compound)) continue;
      const element = make(compound);
      at.append(element);
      top.push(element);
      at = element;
    }
    return top;
  };
  for (const chain of own) {
    const made = nest(chain);
    if (!made.length) continue;
    const last = made[made.length - 1];
    look(chain, last);
    for (const more of ["strong", "urgent", "faint"]) {
      if (!last.classList.contains("act") || last.classList.length > 1) break;
      last.classList.add(more);
      look(`${chain} with .${more}`, last);
      last.classList.remove(more);
    }
    made[0].remove();
  }
  const holding = new Set(kinds.holding);
  for (const chain of grounds) {
    const last = chain.split(/\s+|>/).at(-1);
    if (![...last.matchAll(/\.([\w-]+)/g)].some(([, name]) => holding.has(name))) continue;
    const made = nest(chain);
    if (!made.length) continue;
    for (const kind of kinds.kinds) {
      const button = make(`button${kind}`);
      made[made.length - 1].append(button);
      look(`${chain} button${kind}`, button);
      button.remove();
    }
    made[0].remove();
  }
  return { found, measured };
}"""

HOLDING = (
    "sos", "heard", "break-glass", "channels-down", "answer", "panel", "strip", "verdict",
    "rehearsal", "over-foot", "cell", "exercise-bar",
)  # fmt: skip
"""Grounds of their own colour on which buttons stand, by their classes."""


@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize("kind", ["wall", "desk"])
def test_every_button_can_be_read_on_every_ground(browser: Browser, theme: str, kind: str) -> None:
    styles = _styles(_files(ASSETS, "css")).decode()
    page = browser.new_page(viewport={"width": 1920, "height": 1080})
    page.set_content(
        f'<!doctype html><html data-theme="{theme}" data-kind="{kind}"><head><style>{styles}</style>'
        "</head><body></body></html>"
    )
    told: dict[str, Any] = page.evaluate(MEASURE, [{"kinds": KINDS, "holding": HOLDING}])
    page.close()
    assert told["measured"] > 100
    assert told["found"] == [], f"less than {READABLE}:1"
