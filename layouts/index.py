"""The HTML page around every view: the data that the browser needs before the first component."""

import re
from hashlib import sha256
from html import escape

from command_center.domain.registry import COMMANDS, Scene
from layouts.documents import about, document_at
from layouts.pages import NEVER, OPTIONAL_LIBRARIES, page_of
from layouts.view import View

ONLY_REAL = frozenset(k for k, spec in COMMANDS.items() if spec.scene is Scene.REALITY)
"""Commands that are never given inside a drill."""

INDEX = """<!DOCTYPE html>
<html lang="{lang}" {attributes}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="dark light">
<title>{title}</title>
<link rel="icon" href="data:,">
<link rel="manifest" href="/phone.webmanifest" crossorigin="use-credentials">
<meta name="theme-color" content="#14181b">
<link rel="preload" as="font" type="font/woff2" crossorigin href="/assets/inter-latin.woff2?m=4.1">
{css}
</head>
<body>
{app_entry}
<footer>
{config}
{scripts}
{renderer}
</footer>
</body>
</html>
"""


def attributes(view: View, path: str) -> dict[str, str]:
    """Return the data attributes of <html>, read by the styles and by `assets/base/context.js`."""
    viewer, page_here = view.viewer, page_of(path)
    return {
        "data-page": page_here.name if page_here else path.strip("/").replace("/", "-"),
        "data-kind": page_here.kind if page_here else "desk",
        "data-zone": view.site.time_zone,
        "data-role": viewer.role.value if viewer else "",
        "data-account": viewer.account if viewer else "",
        "data-person": (viewer.person or "") if viewer else "",
        "data-may": " ".join(sorted(viewer.may)) if viewer else "",
        "data-real": " ".join(sorted(viewer.may & ONLY_REAL)) if viewer else "",
        "data-simulated": "1" if view.site.simulated else "0",
        "data-demo": "1" if view.demo else "0",
        "data-unanswered": view.say("page.unanswered"),
        "data-again": view.say("page.again"),
    }


def title(view: View, path: str) -> str:
    """Return the page's title: the page or document, and the plant; `assets/base/page_title.js` puts the current
    alert before it.
    """
    page_here, read = page_of(path), document_at(path)
    named = view.say(about(read) if read else f"nav.{page_here.name}" if page_here else "app.name")
    return f"{named} · {view.text(view.site.name)}"


def needed_scripts(scripts: str, path: str) -> str:
    """Return the script elements, without libraries that the page at `path` does not use.

    Dash's polyfill stays: it brings the `regeneratorRuntime` that Dash's own dropdowns and graphs need.
    """
    here = page_of(path)
    unused = OPTIONAL_LIBRARIES - (here.libraries(path) if here else frozenset())
    names = "|".join(sorted({*unused, NEVER}))
    return re.sub(
        rf'<script src="[^"]*/_dash-component-suites/(?:{names})/[^"]*"></script>', "", scripts
    )


OWN = {
    "pages.css": r'<link rel="stylesheet" href="/assets/[^"]*\.css\?[^"]*">',
    "pages.js": r'<script src="/assets/[^"]*\.js\?[^"]*"></script>',
}

ELEMENTS = {
    "pages.css": '<link rel="stylesheet" href="{}">',
    "pages.js": '<script src="{}"></script>',
}

OWN_SCRIPT = "pages/{}.js"
"""The script of one page's own modules, after the one that all pages load."""


def together(elements: str, name: str, *more: str, made: str = "") -> str:
    """Return the elements with all of our own files replaced by the bundle `name` and `more` of its kind
    (`command_center/page_server/page_files.py`), at the place of the first; bundle addresses change with any of the
    files, and with `made`, the version of generated modules.
    """
    own = re.findall(OWN[name], elements)
    if not own:
        return elements
    version = sha256("".join([*own, made]).encode()).hexdigest()[:16]
    joined = "".join(ELEMENTS[name].format(f"/assets/{one}?m={version}") for one in (name, *more))
    first, *rest = re.split(OWN[name], elements)
    return first + joined + "".join(rest)


def own_scripts(view: View, path: str) -> tuple[str, ...]:
    """Return the script of the page at `path`; empty before sign-in, and if there is no page."""
    here = page_of(path)
    return (OWN_SCRIPT.format(here.name),) if here and view.viewer else ()


def page(
    view: View,
    path: str,
    *,
    css: str,
    config: str,
    scripts: str,
    renderer: str,
    app_entry: str,
    made: str = "",
) -> str:
    """Return the page at `path`, with Dash's own parts in their places. `made` is the version of the generated
    scripts.
    """
    written = " ".join(f'{name}="{escape(v)}"' for name, v in attributes(view, path).items())
    return INDEX.format(
        lang=escape(view.lang),
        attributes=written,
        title=escape(title(view, path)),
        css=together(css, "pages.css"),
        app_entry=app_entry,
        config=config,
        scripts=together(
            needed_scripts(scripts, path),
            "pages.js",
            *own_scripts(view, path),
            made=made,
        ),
        renderer=renderer,
    )
