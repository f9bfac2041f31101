"""The mutants of a file: mutmut's operators and three of our own, over the whole file.

mutmut itself mutates only undecorated functions. Rules are also tables and properties, so its operators are applied here to
every statement. Not mutated are docstrings and texts of a ValueError, decorators, annotations and type aliases. Pragmas are
ignored.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import libcst as cst
from libcst.metadata import ByteSpanPositionProvider, CodeSpan, MetadataWrapper
from mutmut.mutation.file_mutation import Mutation, MutationVisitor
from mutmut.mutation.mutators import mutation_operators
from mutmut.mutation.pragma_handling import IgnoredCode

Spans = Mapping[cst.CSTNode, CodeSpan]

OPPOSITES = {"min": "max", "max": "min", "any": "all", "all": "any"}
WORDS_ALONE = ("ValueError", "OverflowError")

_TYPE_NAME = re.compile(r"_?[A-Z][A-Za-z]*[a-z][A-Za-z]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """One change of one file: the changed source, the removed and the added lines."""

    path: str
    line: int
    removed: str
    added: str
    source: str

    @property
    def change(self) -> tuple[str, str, str]:
        """The identity of the mutant, independent of line numbers."""
        return self.path, self.removed, self.added


def mutants_of(path: Path, *, name: str) -> list[Mutant]:
    """Return every mutant of a file, without duplicates and syntax errors."""
    source = path.read_text("utf-8")
    seen, mutants = {source}, []
    for mutated in _sources(source):
        if mutated not in seen and _compiles(mutated):
            mutants.append(_mutant(name, source, mutated))
        seen.add(mutated)
    return mutants


def _opposite(node: cst.Call) -> Iterator[cst.Call]:
    """Swap max and min, all and any."""
    if isinstance(node.func, cst.Name) and node.func.value in OPPOSITES:
        yield node.with_changes(func=cst.Name(OPPOSITES[node.func.value]))


def _settled(node: cst.If | cst.CompIf) -> Iterator[cst.If | cst.CompIf]:
    """Replace a condition by True and by False."""
    for word in ("True", "False"):
        yield node.with_changes(test=cst.Name(word))


OPERATORS = [*mutation_operators, (cst.Call, _opposite), (cst.If, _settled), (cst.CompIf, _settled)]


class _Visitor(MutationVisitor):
    """mutmut's visitor, extended to decorated functions, without the nodes that are not mutated."""

    def _skip_node_and_children(self, node: cst.CSTNode) -> bool:
        if isinstance(node, cst.FunctionDef):
            return False
        return _names_a_type(node) or _says_words(node) or super()._skip_node_and_children(node)


def _sources(source: str) -> Iterator[str]:
    wrapper = MetadataWrapper(cst.parse_module(source))
    visitor = _Visitor(OPERATORS, IgnoredCode(set(), set(), set()))
    wrapper.visit(visitor)
    spans = wrapper.resolve(ByteSpanPositionProvider)
    for mutation in visitor.mutations:
        yield _source_with(mutation, wrapper.module, source.encode(), spans)


def _source_with(mutation: Mutation, module: cst.Module, source: bytes, spans: Spans) -> str:
    """Return the file with the mutation. Text is replaced in place: replacing in the tree is ten times as slow."""
    old, new = mutation.original_node, mutation.mutated_node
    if not isinstance(old, cst.BaseExpression) or not isinstance(new, cst.BaseExpression):
        return cst.ensure_type(module.deep_replace(old, new), cst.Module).code
    if [*new.lpar] == [*old.lpar]:
        new = new.with_changes(lpar=[], rpar=[])
    span = spans[old]
    text = module.code_for_node(new).encode()
    return (source[: span.start] + text + source[span.start + span.length :]).decode()


def _names_a_type(node: cst.CSTNode) -> bool:
    if isinstance(node, cst.AnnAssign):
        return isinstance(node.annotation.annotation, cst.Name) and node.annotation.annotation.value == "TypeAlias"
    if not isinstance(node, cst.Assign):
        return False
    target = node.targets[0].target
    return isinstance(target, cst.Name) and _TYPE_NAME.fullmatch(target.value) is not None


def _says_words(node: cst.CSTNode) -> bool:
    return isinstance(node, cst.Call) and isinstance(node.func, cst.Name) and node.func.value in WORDS_ALONE


def _compiles(source: str) -> bool:
    try:
        compile(source, "mutant", "exec")
    except SyntaxError:
        return False
    return True


def _mutant(name: str, source: str, mutated: str) -> Mutant:
    old, new = ([line.strip() for line in text.splitlines()] for text in (source, mutated))
    first = _alike(old, new)
    last = _alike(old[first:][::-1], new[first:][::-1])
    return Mutant(
        path=name,
        line=first + 1,
        removed=" ".join(old[first : len(old) - last]),
        added=" ".join(new[first : len(new) - last]),
        source=mutated,
    )


def _alike(one: list[str], other: list[str]) -> int:
    """Return the number of equal lines at the beginning."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (line, changed) in pairs if line != changed), min(len(one), len(other)))
