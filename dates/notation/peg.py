"""A small parser of grammars that are written as tables of productions.

A production is a name and an expression: other names, kinds of token in quotation marks, ``|`` for
"else", ``?`` and ``*`` after what may be missing or repeated, brackets. The first alternative that
fits is taken. Each rule is tried once at each token (its result is remembered), so that time
grows with the length of the text and no faster.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

NUMBER = re.compile(r"N\d")
SYMBOL = re.compile(r"'([^']+)'|(\w+)|([()|?*])")
Values = list[Any]
Outcome = tuple[int, Values] | None
Tree = tuple[str, Any]
Kinds = frozenset[str | None]  # of tokens; None stands for nothing
Symbols = list[tuple[str, str, str]]


@dataclass(slots=True)
class State:
    """One parse: tokens (the last one of kind "end"), what was found where, how far it got."""

    tokens: Sequence[Any]
    kinds: list[str] = field(init=False)
    memory: dict[tuple[str, int], Outcome] = field(default_factory=dict)
    farthest: int = 0

    def __post_init__(self) -> None:
        self.kinds = [token.kind for token in self.tokens]

    def refuse(self, place: int) -> Outcome:
        """Remember how far the parse got; the outcome of what does not fit."""
        if place > self.farthest:
            self.farthest = place
        return None


Match = Callable[[State, int], Outcome]


class Grammar:
    """Productions as (name, expression, example) rows, and an action for each name that has one.

    An action is given the values of a production's parts in order and returns its own; without one
    they are passed on as they are. A token's value is the token. `conditions` are names that match
    nothing but hold of the tokens at a place.
    """

    def __init__(
        self,
        productions: Iterable[tuple[str, str, str]],
        actions: Mapping[str, Callable[[Values], Any]],
        conditions: Mapping[str, Callable[[Sequence[Any], int], bool]],
    ) -> None:
        self._actions, self._conditions = actions, conditions
        self._trees = {name: read_expression(text) for name, text, _example in productions}
        self._starts = self._all_starts()
        self._rules: dict[str, Match] = {}
        for name, tree in self._trees.items():
            self._rules[name] = self._rule(name, self._compiled(tree))

    def parse(self, name: str, state: State, place: int = 0) -> Outcome:
        """The end and the values of the rule `name` at `place`; None if it does not fit."""
        return self._rules[name](state, place)

    def _rule(self, name: str, match: Match) -> Match:
        starts, action = self._starts[name], self._actions.get(name)

        def rule(state: State, place: int) -> Outcome:
            if None not in starts and state.kinds[place] not in starts:
                return state.refuse(place)
            key = (name, place)
            if key not in state.memory:
                outcome = match(state, place)
                if outcome is not None and action is not None:
                    outcome = (outcome[0], [action(outcome[1])])
                state.memory[key] = outcome
            return state.memory[key]

        return rule

    def _compiled(self, tree: Tree) -> Match:
        form, content = tree
        if form == "kind":
            return token_of_kind(content)
        if form == "name" and content in self._conditions:
            return holds(self._conditions[content])
        if form == "name":
            rules = self._rules
            return lambda state, place: rules[content](state, place)
        parts = [self._compiled(part) for part in content]
        if form == "all":
            return sequence(parts)
        starts = [self._first(part, self._starts) for part in content]
        fitting = Fitting(list(zip(starts, parts, strict=True)))
        return {"any": choice, "?": optional, "*": repeated}[form](fitting)

    def _all_starts(self) -> dict[str, Kinds]:
        """The kinds each rule can begin with; None among them if it can match nothing."""
        starts: dict[str, Kinds] = dict.fromkeys(self._trees, frozenset())
        while True:
            found = {name: self._first(tree, starts) for name, tree in self._trees.items()}
            if found == starts:
                return starts
            starts = found

    def _first(self, tree: Tree, starts: Mapping[str, Kinds]) -> Kinds:
        form, content = tree
        if form == "kind":
            return frozenset([content])
        if form == "name":
            return frozenset([None]) if content in self._conditions else starts[content]
        if form == "all":
            kinds: Kinds = frozenset([None])
            for part in content:
                if None not in kinds:
                    break
                kinds = (kinds - {None}) | self._first(part, starts)
            return kinds
        kinds = frozenset().union(*(self._first(part, starts) for part in content))
        return kinds if form == "any" else kinds | {None}


def token_of_kind(kind: str) -> Match:
    """Match one token of a kind."""

    def match(state: State, place: int) -> Outcome:
        if state.kinds[place] == kind:
            return place + 1, [state.tokens[place]]
        return state.refuse(place)

    return match


def holds(condition: Callable[[Sequence[Any], int], bool]) -> Match:
    """Match nothing, where a condition holds of the tokens at a place."""
    return lambda state, place: (place, []) if condition(state.tokens, place) else None


def sequence(parts: list[Match]) -> Match:
    """Match the parts one after the other."""

    def match(state: State, place: int) -> Outcome:
        values: Values = []
        for part in parts:
            outcome = part(state, place)
            if outcome is None:
                return None
            place = outcome[0]
            values += outcome[1]
        return place, values

    return match


class Fitting(dict[str, list[Match]]):
    """The parts that can begin with a kind of token, by that kind."""

    def __init__(self, parts: list[tuple[Kinds, Match]]) -> None:
        self._parts = parts

    def __missing__(self, kind: str) -> list[Match]:
        fits = [part for starts, part in self._parts if kind in starts or None in starts]
        self[kind] = fits
        return fits


def choice(parts: Fitting) -> Match:
    """Match the first part that fits."""

    def match(state: State, place: int) -> Outcome:
        for part in parts[state.kinds[place]]:
            outcome = part(state, place)
            if outcome is not None:
                return outcome
        return state.refuse(place)

    return match


def optional(parts: Fitting) -> Match:
    """Match the part if it fits."""
    first = choice(parts)
    return lambda state, place: first(state, place) or (place, [])


def repeated(parts: Fitting) -> Match:
    """Match the part as often as it fits."""
    first = choice(parts)

    def match(state: State, place: int) -> Outcome:
        values: Values = []
        while outcome := first(state, place):
            place = outcome[0]
            values += outcome[1]
        return place, values

    return match


def read_expression(text: str) -> Tree:
    """The tree of a production's right side."""
    symbols = SYMBOL.findall(text)
    tree, rest = read_choice(symbols)
    if rest:
        raise ValueError(f"not an expression: {text}")
    return tree


def read_choice(symbols: Symbols) -> tuple[Tree, Symbols]:
    """Sequences with ``|`` between them, up to a closing bracket or the end."""
    part, symbols = read_sequence(symbols)
    parts = [part]
    while symbols and symbols[0][2] == "|":
        part, symbols = read_sequence(symbols[1:])
        parts.append(part)
    return (parts[0] if len(parts) == 1 else ("any", parts)), symbols


def read_sequence(symbols: Symbols) -> tuple[Tree, Symbols]:
    """Symbols one after the other, each with the sign that follows it."""
    parts: list[Tree] = []
    while symbols and symbols[0][2] not in ("|", ")"):
        kind, name, sign = symbols[0]
        symbols = symbols[1:]
        if sign == "(":
            part, symbols = read_choice(symbols)
            symbols = symbols[1:]
        else:
            part = ("kind", kind or name) if kind or NUMBER.match(name) else ("name", name)
        if symbols and symbols[0][2] in ("?", "*"):
            part, symbols = (symbols[0][2], [part]), symbols[1:]
        parts.append(part)
    return (parts[0] if len(parts) == 1 else ("all", parts)), symbols
