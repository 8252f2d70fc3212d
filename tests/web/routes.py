"""A server whose addresses are compiled once in a test process, not for every center that a test makes."""

from collections.abc import Callable
from typing import Any

from flask import Flask
from werkzeug.routing import Rule

Builder = Callable[..., tuple[str, str]]
_made: dict[tuple[Any, ...], Builder] = {}


class RouteMadeOnce(Rule):
    """Werkzeug writes and compiles a function for each rule that makes its address. It depends on what the rule
    says alone, and is nine tenths of the making of a center's doors."""

    def _compile_builder(self, append_unknown: bool = True) -> Builder:
        if self.defaults:
            return super()._compile_builder(append_unknown)
        says = (self.rule, tuple(self._trace), append_unknown)
        if says not in _made:
            _made[says] = super()._compile_builder(append_unknown)
        return _made[says]


class QuickFlask(Flask):
    """Flask, with rules that are made once."""

    url_rule_class = RouteMadeOnce
