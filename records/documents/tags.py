"""The tags that a template may have: values, loops over them, conditions, and nothing that runs."""

from collections.abc import Iterable, Mapping
from typing import Any

from jinja2 import StrictUndefined, TemplateError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from records.documents.form import Values

DEEPEST = 3  # loops within loops


class NotPossibleError(TemplateError):
    """A template has a tag that is none of those possible."""


class UnknownValueError(TemplateError):
    """A template names a value that its form has not; the message is its name."""


class PlainEnvironment(ImmutableSandboxedEnvironment):
    """Jinja's sandbox without calls, filters and operators; templates name what `sample` has."""

    def __init__(self, sample: Values) -> None:
        super().__init__(undefined=StrictUndefined, autoescape=True)
        self.sample = sample

    def from_string(self, source: Any, *args: Any, **kwargs: Any) -> Any:
        """Compile a template. Raises `NotPossibleError` and `UnknownValueError`."""
        _check(self.parse(source).body, self.sample, depth=0)
        return super().from_string(source, *args, **kwargs)


def _check(body: Iterable[nodes.Node], scope: Values, depth: int) -> None:
    for node in body:
        if isinstance(node, nodes.Output):
            for each in node.nodes:
                _require(isinstance(each, nodes.TemplateData) or _is_text(each, scope))
        elif isinstance(node, nodes.If):
            test = node.test
            _value(test.node if isinstance(test, nodes.Not) else test, scope)
            _check([*node.body, *node.elif_, *node.else_], scope, depth)
        elif isinstance(node, nodes.For):
            _require(depth < DEEPEST and not (node.recursive or node.test or node.else_))
            _check(node.body, {**scope, **_row(node, scope)}, depth + 1)
        else:
            raise NotPossibleError


def _row(loop: nodes.For, scope: Values) -> dict[str, Any]:
    """The sample of what `loop` goes over, by the name that it has in the loop."""
    rows = _value(loop.iter, scope)
    if not isinstance(rows, list) or not isinstance(loop.target, nodes.Name):
        raise NotPossibleError
    return {loop.target.name: rows[0]}


def _is_text(node: nodes.Node, scope: Values) -> bool:
    return isinstance(_value(node, scope), str)


def _value(node: nodes.Node, scope: Values) -> Any:
    """The sample of the value that `node` names."""
    if isinstance(node, nodes.Name):
        held, name = scope, node.name
    elif isinstance(node, nodes.Getattr):
        held, name = _value(node.node, scope), node.attr
    else:
        raise NotPossibleError
    if not isinstance(held, Mapping) or name not in held:
        raise UnknownValueError(name)
    return held[name]


def _require(is_possible: bool) -> None:
    if not is_possible:
        raise NotPossibleError
