"""Making a mutant: the source of one module is changed when it is imported, in a process that has not loaded it yet."""

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from importlib.util import find_spec
from pathlib import Path
from types import CodeType, ModuleType

from contracts.mutants.mutant import Mutant, MutantError

PACKAGE = "emulator"


def install(mutant: Mutant) -> None:
    """Let this process load the mutant in the place of our emulator; raise MutantError where it cannot be made."""
    if any(name == PACKAGE or name.startswith(f"{PACKAGE}.") for name in sys.modules):
        raise MutantError(f"mutant {mutant.id}: expected a process without the emulator, found it loaded already")
    changed(mutant)
    sys.meta_path.insert(0, _Finder(mutant))


def changed(mutant: Mutant) -> str:
    """Give the changed source of the mutant's module; raise MutantError where the text to change is not there once."""
    path = source_of(mutant.module)
    try:
        source = path.read_text("utf-8")
    except OSError as error:
        raise MutantError(f"mutant {mutant.id}: expected a module {mutant.module}, found: {error}") from None
    return _changed(mutant, source, path)


def source_of(module: str) -> Path:
    """Tell the file of a module of the emulator, without loading it."""
    package = find_spec(PACKAGE)
    if package is None or package.origin is None:
        raise MutantError(f"expected the package {PACKAGE}, found none: mutants are made of its source")
    below = Path(package.origin).parent.joinpath(*module.split(".")[1:])
    return below / "__init__.py" if below.is_dir() else below.with_suffix(".py")


def _changed(mutant: Mutant, source: str, path: Path) -> str:
    times = source.count(mutant.old)
    if times != 1:
        line = mutant.old.strip().partition("\n")[0]
        raise MutantError(
            f"mutant {mutant.id}: expected once in {path.name} of {mutant.module}: {line!r}, found it {times} times"
        )
    return source.replace(mutant.old, mutant.new)


class _Finder(MetaPathFinder):
    def __init__(self, mutant: Mutant) -> None:
        self._mutant = mutant

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        if name != self._mutant.module:
            return None
        spec = PathFinder.find_spec(name, path, target)
        if spec is not None and spec.origin is not None:
            spec.loader = _Loader(name, spec.origin, self._mutant)
        return spec


class _Loader(SourceFileLoader):
    def __init__(self, name: str, path: str, mutant: Mutant) -> None:
        super().__init__(name, path)
        self._mutant = mutant

    def get_code(self, fullname: str) -> CodeType | None:  # noqa: ARG002 - the importer's signature
        """Compile the changed source, and leave the cache of compiled modules alone."""
        source = Path(self.path).read_text("utf-8")
        code: CodeType = self.source_to_code(_changed(self._mutant, source, Path(self.path)).encode(), self.path)
        return code
