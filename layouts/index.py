"""The HTML page around everything: what the browser must know before the first component."""

from html import escape

from layouts.view import View

INDEX = """<!DOCTYPE html>
<html lang="{lang}" {attributes}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="dark light">
<title>{title}</title>
<link rel="icon" href="data:,">
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


def attributes(view: View) -> dict[str, str]:
    """Data attributes of <html>, read by `assets/js/context.js`."""
    viewer = view.viewer
    return {
        "data-zone": view.site.time_zone,
        "data-role": viewer.role.value if viewer else "",
        "data-account": viewer.account if viewer else "",
        "data-person": (viewer.person or "") if viewer else "",
        "data-may": " ".join(sorted(viewer.may)) if viewer else "",
        "data-simulated": "1" if view.site.simulated else "0",
        "data-demo": "1" if view.demo else "0",
    }


def page(view: View, *, css: str, config: str, scripts: str, renderer: str, app_entry: str) -> str:
    """The page, with Dash's own parts in their places."""
    written = " ".join(f'{name}="{escape(value)}"' for name, value in attributes(view).items())
    return INDEX.format(
        lang=escape(view.lang),
        attributes=written,
        title=escape(f"{view.text(view.site.name)} · {view.say('app.name')}"),
        css=css,
        app_entry=app_entry,
        config=config,
        scripts=scripts,
        renderer=renderer,
    )
