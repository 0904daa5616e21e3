"""How the house is built, in figures: `python -m bench.shape [CHECKOUT]`.

Reads the Python of the rooms as syntax trees, without migrations; nothing is imported or run.
A room is a top-level package or a package directly below one. `--kind Drill` counts the files
that name a kind of record, templates and style sheets included.
"""

import argparse
import ast
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

PACKAGES = (
    "jlis_gov", "oversight", "audits", "meetings", "calendars", "organization", "records", "dates"
)  # fmt: skip
Functions = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(slots=True)
class Module:
    """One file: its dotted name, its lines, what it imports of the house and where."""

    name: str
    tree: ast.Module
    lines: int
    imports: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    @property
    def room(self) -> str:
        parts = self.name.split(".")
        return ".".join(parts[:2]) if len(parts) > 2 else parts[0]

    @property
    def functions(self) -> list[Functions]:
        return [node for node in ast.walk(self.tree) if isinstance(node, Functions)]


def modules(root: Path) -> dict[str, Module]:
    """Every module of the rooms by its dotted name, with its imports."""
    paths = [path for package in PACKAGES for path in sorted((root / package).rglob("*.py"))]
    found = {}
    for path in paths:
        if "migrations" in path.parts:
            continue
        source = path.read_text()
        parts = path.relative_to(root).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found[name] = Module(name, ast.parse(source), source.count("\n"))
    for module in found.values():
        _note_imports(module, module.tree, found, "module")
    return found


def _note_imports(module: Module, node: ast.AST, known: dict[str, Module], place: str) -> None:
    for child in ast.iter_child_nodes(node):
        here = place
        if isinstance(child, Functions | ast.Lambda):
            here = "function"
        elif isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            here = "typing"
        for name in _imported(child):
            target = name if name in known else name.rpartition(".")[0]
            if target in known and target != module.name:
                module.imports[here].add(target)
        _note_imports(module, child, known, here)


def _imported(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module:
        yield from (f"{node.module}.{alias.name}" for alias in node.names)


def circles(graph: dict[str, set[str]]) -> list[set[str]]:
    """The groups in which each can be reached from each other, by Tarjan's algorithm."""
    index, low, stack, found = {}, {}, [], []

    def visit(name: str) -> None:
        index[name] = low[name] = len(index)
        stack.append(name)
        for other in sorted(graph.get(name, ())):
            if other not in index:
                visit(other)
            if other in stack:
                low[name] = min(low[name], low[other])
        if low[name] == index[name]:
            at = stack.index(name)
            if len(group := set(stack[at:])) > 1:
                found.append(group)
            del stack[at:]

    for name in sorted(graph):
        if name not in index:
            visit(name)
    return found


def used_once(module: Module) -> tuple[int, int]:
    """How many private functions at module level there are, and how many are named once besides."""
    private = [
        node.name
        for node in module.tree.body
        if isinstance(node, Functions) and re.match(r"_[^_]", node.name)
    ]
    words = Counter(
        getattr(node, "id", getattr(node, "attr", ""))
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Name | ast.Attribute)
    )
    return len(private), sum(words[name] == 1 for name in private)


def is_typed(function: Functions) -> bool:
    """Whether it says what it returns and what each argument but self is."""
    arguments = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    own = [one for one in arguments if one.arg not in ("self", "cls")]
    return function.returns is not None and all(one.annotation for one in own)


def files_of_kind(root: Path, kind: str) -> list[str]:
    """Files that name the kind, less tests, migrations, translations and documents."""
    word = re.compile(rf"(?<![a-z]){kind}s?(?![a-z])", re.IGNORECASE)
    paths = [
        path
        for ending in ("py", "html", "css", "toml")
        for path in root.rglob(f"*.{ending}")
        if not {"tests", "migrations", ".venv", "bench", "docs"} & set(path.parts)
    ]
    return sorted(str(p.relative_to(root)) for p in paths if word.search(p.read_text()))


def table(root: Path, kind: str) -> Iterator[str]:
    """The figures, a line each."""
    found = modules(root)
    functions = [node for module in found.values() for node in module.functions]
    lengths = sorted(node.end_lineno - node.lineno + 1 for node in functions)
    files = {name: module.lines for name, module in found.items()}
    graph = {name: set().union(*one.imports.values()) for name, one in found.items()}
    private, once = map(sum, zip(*map(used_once, found.values()), strict=True))
    rooms = defaultdict(list)
    for module in found.values():
        rooms[module.room].append(module.lines)
    groups = circles(graph)
    yield f"files {len(found)}, lines {sum(files.values())}"
    yield f"file: median {median(files.values()):.0f}, largest {max(files.values())} lines"
    yield f"function: median {median(lengths):.0f}, largest {lengths[-1]} lines"
    yield f"private functions used once: {once} of {private} ({once / private:.0%})"
    yield f"circles of files: {len(groups)} ({', '.join(str(len(one)) for one in groups)} files)"
    for place in ("typing", "function"):
        yield f"imports at {place} level: {sum(len(m.imports[place]) for m in found.values())}"
    yield f"typed functions: {sum(map(is_typed, functions))} of {len(functions)}"
    yield f"files that name {kind}: {len(files_of_kind(root, kind))}"
    for room, sizes in sorted(rooms.items()):
        yield f"  {room:<28} {len(sizes):>3} files {sum(sizes):>6} lines"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkout", nargs="?", type=Path, default=Path())
    parser.add_argument("--kind", default="Drill")
    given = parser.parse_args()
    print("\n".join(table(given.checkout, given.kind)))


if __name__ == "__main__":
    main()
