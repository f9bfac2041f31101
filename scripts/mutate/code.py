"""Comparing and replacing the code of an imported module."""

import ast
import sys
from importlib.util import module_from_spec, spec_from_file_location
from inspect import CO_OPTIMIZED
from pathlib import Path
from types import CodeType, FunctionType, ModuleType


def compiled(source: str, path: Path) -> CodeType:
    """Compile source as the code of the module at a path."""
    return compile(source, str(path), "exec")


def exchange(name: str, code: CodeType) -> None:
    """Replace the code of an imported module's functions by that of another version."""
    codes = _functions_of(code)
    for qualified, function in live_functions(name).items():
        function.__code__ = codes[qualified]


def reimport(name: str, code: CodeType, *, forget: set[str]) -> None:
    """Execute a module from code; remove its dependents from sys.modules, so that they are imported again."""
    for each in forget:
        del sys.modules[each]
    package, _, noun = name.rpartition(".")
    module = module_from_spec(spec_from_file_location(name, code.co_filename))
    sys.modules[name] = module
    setattr(sys.modules[package], noun, module)
    exec(code, vars(module))  # noqa: S102 - our own code, one change in it


def changed_functions(before: CodeType, after: CodeType) -> set[str] | None:
    """Return the qualified names of functions whose code differs; None if code that runs at import differs too."""
    if _shape(before, whole=False) != _shape(after, whole=False):
        return None
    others = _functions_of(after)
    return {
        name
        for name, code in _functions_of(before).items()
        if _shape(code, whole=True) != _shape(others[name], whole=True)
    }


def live_functions(name: str) -> dict[str, FunctionType]:
    """Return qualified name → function or method of an imported module."""
    module = sys.modules[name]
    classes = [each for each in vars(module).values() if isinstance(each, type) and each.__module__ == name]
    values = [value for space in (module, *classes) for value in vars(space).values()]
    found = [value.fget if isinstance(value, property) else value for value in values]
    functions = [each for each in found if isinstance(each, FunctionType)]
    return {each.__qualname__: each for each in functions if each.__code__.co_filename == module.__file__}


def dependents(name: str, *, within: set[str]) -> set[str]:
    """Return the imported modules of these packages that import a module, directly or not, and the module itself."""
    imports = {each: _imports(module) for each, module in sys.modules.items() if each.partition(".")[0] in within}
    found = {name}
    while more := {each for each, names in imports.items() if names & found} - found:
        found |= more
    return found


def _imports(module: ModuleType) -> set[str]:
    if not module.__file__:
        return set()
    tree = ast.walk(ast.parse(Path(module.__file__).read_text("utf-8")))
    froms = [node for node in tree if isinstance(node, ast.ImportFrom) and node.module]
    return {name for node in froms for name in (node.module, *(f"{node.module}.{each.name}" for each in node.names))}


def _functions_of(code: CodeType) -> dict[str, CodeType]:
    """Return qualified name → code of the functions and methods that a module's code defines."""
    found: dict[str, CodeType] = {}
    for const in code.co_consts:
        if isinstance(const, CodeType):
            found |= {const.co_qualname: const} if _is_function(const) else _functions_of(const)
    return found


def _shape(code: CodeType, *, whole: bool) -> object:
    """Return a comparable form of the code, without line numbers; functions in it with their bodies only if `whole`."""
    consts = [_const_shape(const, whole=whole) for const in code.co_consts]
    return code.co_code, code.co_names, code.co_varnames, code.co_freevars, consts


def _const_shape(const: object, *, whole: bool) -> object:
    if not isinstance(const, CodeType):
        return type(const), repr(const)
    return const.co_qualname if _is_function(const) and not whole else _shape(const, whole=whole)


def _is_function(code: CodeType) -> bool:
    """Whether the code is of a named function: not of a class body, a lambda or a comprehension."""
    return bool(code.co_flags & CO_OPTIMIZED) and not code.co_name.startswith("<")
