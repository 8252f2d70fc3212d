"""The values of a sheet as text, in one language."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from command_center.domain.text import Text
from command_center.reports.export.forms.sheet import Label, Moment, Told, Value
from command_center.reports.export.legible import legible
from command_center.reports.zone_words import zone_words
from command_center.words import LANGUAGES, LIST_SEPARATOR, say, spoken


class Wording:
    """Renders the values of a sheet. A missing value is an empty text: an unknown field stays blank."""

    def __init__(self, lang: str, zone: str) -> None:
        self.lang = lang
        self.other = next(one for one in LANGUAGES if one != lang)
        self._zone = ZoneInfo(zone)

    def text(self, value: Value) -> str:
        """The value as one text, which may have several lines."""
        if value is None:
            return ""
        if isinstance(value, Moment):
            return f"{self._local(value.ms):%Y-%m-%d %H:%M:%S}"
        if isinstance(value, Told):
            return say(self.lang, value.key, **{n: self.text(v) for n, v in value.params.items()})
        if isinstance(value, Text):
            return legible(str(spoken(self.lang, value)))
        if isinstance(value, str):
            return legible(value)
        if isinstance(value, (int, float)):
            return f"{value:g}" if isinstance(value, float) else str(value)
        told = [self.text(one) for one in value]
        return LIST_SEPARATOR[self.lang].join(one for one in told if one)

    def by_plant(self, times: Iterable[int]) -> str:
        """Return a sentence that names the time zone in which `times` (UTC epoch ms) are printed."""
        return say(self.lang, "times.by_plant", zone=zone_words(self._zone, times))

    def label(self, number: str, name: Label) -> str:
        """Return a label such as `1. Incident name 事件名称`, in the reader's language first."""
        both = [self._labelled(lang, name) for lang in (self.lang, self.other)]
        return " ".join([f"{number}."] * bool(number) + list(dict.fromkeys(both)))

    @staticmethod
    def _labelled(lang: str, name: Label) -> str:
        if isinstance(name, Text):
            return legible(str(spoken(lang, name)))
        return say(lang, f"forms.label.{name}")

    def title(self, form: str, named: Text | None = None) -> tuple[str, str]:
        """The form's name in the reader's language and in the other one."""
        if named is not None:
            return self._labelled(self.lang, named), self._labelled(self.other, named)
        key = f"forms.title.{form.replace('-', '_')}"
        return say(self.lang, key), say(self.other, key)

    def _local(self, ms: int) -> datetime:
        whole, rest = divmod(ms, 1000)
        return datetime.fromtimestamp(whole, self._zone) + timedelta(milliseconds=rest)
