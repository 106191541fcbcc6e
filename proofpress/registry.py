"""What is installed: engines (templates, wording, operators) and exporters, from entry points and --plugin folders.

A plug-in is a folder that holds either

    an engine      engine.py (or __init__.py) defining `engine`, with templates/*.yaml and wording/<lang>/*.yaml inside
    templates      <engine>/*.yaml, or *.yaml files that say `engine: <engine>`; wording/<lang>/ beside them if need be
    an exporter    exporter.py defining `exporter` (proofpress/export/exporter.py); it may stand beside one of the others
    answer kinds   kinds/*.py, each of which registers one (proofpress/answers/kinds); likewise

A template is a YAML file with the key `template: <name>`; other YAML files in the folder are the engine's own data.
"""

from __future__ import annotations

import difflib
import hashlib
import importlib.util
import inspect
import os
import re
import sys
import sysconfig
import traceback
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .answers.kinds import kinds
from .ask.forms import NEEDED_WORDING, form_operators
from .ask.wording import Wording, languages_of, read_section
from .ask.wording import lacking as wording_lacks
from .ask.wording import load as load_wording
from .data_paths import data_folder
from .engine import Engine, Template
from .errors import BadInput
from .language import DEFAULT, Language, get
from .reason.library import OPERATORS
from .reason.operators import Operator, vocabulary
from .reason.scope import PartOperator, engine_of
from .yaml_data import read_yaml

if TYPE_CHECKING:
    from .part import Part

GROUP = "proofpress.engines"
EXPORTERS = "proofpress.exporters"
KINDS = "proofpress.kinds"
_AFTERWARDS = ("regions.yaml", "lock.yaml")  # data of exports and passes: no byte of a set depends on them
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_EXPORTER_NAME = re.compile(r"[a-z][a-z0-9_-]*")
_HAS_TEMPLATE = re.compile(r"^template\s*:", re.MULTILINE)


@dataclass(frozen=True)
class _Source:
    """One way to an engine: where it comes from, how to load it, and where its data lies when that is known."""

    origin: str
    load: Callable[[], Engine]
    folder: Path | None = None


@dataclass(frozen=True)
class _Export:
    """One way to an exporter. What it is, is known on a higher floor: here it is a thing with a name and rows."""

    origin: str
    load: Callable[[], Any]


class Registry:
    """Engines, templates, operators, languages and exporters by name; imported when first asked for."""

    def __init__(self, plugins: Iterable[str | Path] = ()):
        self._sources: dict[str, _Source] = {}
        self._engines: dict[str, Engine] = {}
        self._templates: dict[str, dict[str, Template]] = {}
        self._operators: dict[tuple[str, str], dict[str, Operator]] = {}
        self._exports: dict[str, _Export] = {}
        self._exporters: dict[str, Any] = {}
        self._added: list[Path] = []  # plug-in folders with templates for other people's engines
        self.plugins = tuple(str(Path(p).resolve()) for p in plugins)
        for point in entry_points(group=GROUP):
            self._add(point.name, _Source(f"{point.dist.name if point.dist else '?'} ({point.value})", _loader(point)))
        for point in entry_points(group=EXPORTERS):
            origin = f"{point.dist.name if point.dist else '?'} ({point.value})"
            self._add_exporter(point.name, _Export(origin, _exporter_loader(point)))
        self._kind_files: list[str] = []
        for point in entry_points(group=KINDS):
            self._kind_files.append(_load_kind(point))
        for path in self.plugins:
            self._plug(Path(path))

    @staticmethod
    def load(plugins: Iterable[str | Path] = ()) -> Registry:
        """The registry with these plug-ins, made once per process."""
        return _cached(tuple(str(Path(p).resolve()) for p in plugins))

    # --- engines --------------------------------------------------------------------------------------------------
    def engines(self) -> list[str]:
        return sorted(self._sources)

    def engine(self, name: str) -> Engine:
        """The engine of that name; BadInput when there is none or it does not load."""
        if name not in self._sources:
            raise BadInput(f"no engine {name!r}: {nearest(name, self._sources)}")
        if name not in self._engines:
            source = self._sources[name]
            engine = source.load()
            if not isinstance(engine, Engine):
                raise BadInput(f"engine {name!r} from {source.origin}: `engine` is {type(engine).__name__}, not an Engine")
            if engine.name != name:
                raise BadInput(f"engine {name!r} from {source.origin} calls itself {engine.name!r}: the two must be equal")
            for part in engine.parts:
                if part not in self._sources:
                    raise BadInput(
                        f"engine {name!r} places pictures of {part!r}, which is not installed: {nearest(part, self._sources)}"
                    )
            engine.find_part = self.part
            self._engines[name] = engine
        return self._engines[name]

    def part(self, instance: str) -> Part:
        """What an engine that places pictures of another one gets of it (see part.Part)."""
        from .part import Part  # what only draws is loaded when something is drawn

        name = engine_of(instance)
        return Part(self.engine(name), instance, self.templates(name), tuple(self.languages(name)))

    def _add(self, name: str, source: _Source) -> None:
        if name in self._sources:
            raise BadInput(
                f"two engines are called {name!r}: from {self._sources[name].origin} and from {source.origin}; rename one"
            )
        self._sources[name] = source

    def _plug(self, path: Path) -> None:
        if not path.is_dir():
            raise BadInput(f"plug-in {path}: no such folder; --plugin takes a folder with engine.py, templates or exporter.py")
        of_kinds = sorted((path / "kinds").glob("[!_]*.py"))
        self._kind_files += [_import_kind(f) for f in of_kinds]
        export = path / "exporter.py"
        if export.is_file():
            exporter = _import_exporter(path, export)
            self._add_exporter(str(exporter.name), _Export(str(path), lambda: exporter))
        file = next((path / f for f in ("engine.py", "__init__.py") if (path / f).is_file()), None)
        if file is not None:
            engine = _import_plugin(path, file)
            self._add(engine.name, _Source(str(path), lambda: engine, path))
        elif any(_is_template(f) for f in (*path.glob("*.yaml"), *path.glob("*/*.yaml"))):
            self._added.append(path)
        elif not export.is_file() and not of_kinds:
            raise BadInput(
                f"plug-in {path}: holds neither engine.py nor a template (*.yaml with the key `template`) nor exporter.py"
                " nor kinds/*.py"
            )

    def kind_files(self) -> tuple[str, ...]:
        """The files of the answer kinds that plug-ins bring, for the scorer file."""
        return tuple(self._kind_files)

    def home(self, name: str) -> Path | None:
        """The plug-in folder that an engine came from; None for an installed one."""
        return self._sources[name].folder

    # --- exporters ------------------------------------------------------------------------------------------------
    def exporters(self) -> list[str]:
        return sorted(self._exports)

    def exporter(self, name: str) -> Any:
        """The exporter of that name; BadInput when there is none or it does not load."""
        if name not in self._exports:
            raise BadInput(f"no exporter {name!r}: {nearest(name, self._exports)}")
        if name not in self._exporters:
            found = self._exports[name].load()
            if not _is_exporter(found) or found.name != name:
                called = getattr(found, "name", type(found).__name__)
                raise BadInput(
                    f"exporter {name!r} from {self._exports[name].origin}: not an Exporter of that name ({called!r})"
                )
            self._exporters[name] = found
        return self._exporters[name]

    def _add_exporter(self, name: str, export: _Export) -> None:
        if name in self._exports:
            raise BadInput(
                f"two exporters are called {name!r}: from {self._exports[name].origin} and from {export.origin}; rename one"
            )
        self._exports[name] = export

    # --- templates ------------------------------------------------------------------------------------------------
    def homes(self, engine: str) -> list[Path]:
        """The folders with this engine's data: each may hold *.yaml templates and wording/<lang>/."""
        source = self._sources.get(engine)
        if source is None:
            self.engine(engine)  # raises
            raise AssertionError(engine)
        own = [data_folder("templates") / engine] if source.folder is None else [source.folder, source.folder / "templates"]
        if source.folder is None and not own[0].is_dir():  # a third-party package keeps its data beside its code
            folder = Path(inspect.getfile(type(self.engine(engine)))).parent
            own = [folder, folder / "templates"]
        return own + [f for path in self._added for f in (path, path / engine)]

    def templates(self, engine: str) -> dict[str, Template]:
        """Templates of an engine by name, in alphabetical order."""
        if engine not in self._templates:
            found: dict[str, Template] = {}
            for home in self.homes(engine):
                for file in sorted(home.glob("*.yaml")):
                    template = _read_template(file, engine, shared=home in self._added)
                    if template is None:
                        continue
                    if template.name in found:
                        raise BadInput(f"two templates are called {template.id}: {found[template.name].path} and {file}")
                    found[template.name] = template
            self._templates[engine] = dict(sorted(found.items()))
        return self._templates[engine]

    def template(self, id: str) -> Template:
        """The template `engine/name`."""
        engine, slash, name = id.partition("/")
        if not slash:
            raise BadInput(f"template {id!r}: write it as ENGINE/NAME; `proofpress engines` lists them")
        known = self.templates(engine)
        if name not in known:
            raise BadInput(f"engine {engine!r} has no template {name!r}: {nearest(name, known)}")
        return known[name]

    # --- vocabulary and wording -----------------------------------------------------------------------------------
    def operators(self, engine: str, language: str = DEFAULT) -> dict[str, Operator]:
        """The operators of the forms for questions in a language, the common library and the engine's own, by name."""
        if (key := (engine, language)) not in self._operators:
            placed = self._placed(engine)
            inner = [PartOperator.of(op, part) for part in placed for op in self.operators(part, language).values()]
            try:
                forms = form_operators(self.language(engine, language))
                self._operators[key] = vocabulary(forms, OPERATORS, self.engine(engine).operators, inner)
            except ValueError as error:
                raise BadInput(f"engine {engine!r} from {self._sources[engine].origin}: {error}") from None
        return self._operators[key]

    def language(self, engine: str, code: str) -> Language:
        """The language with the words that the engine's wording gives it; as CLDR has it where nothing is worded in it."""
        if code == DEFAULT or not any(read_section(p, code, "forms") for p in self.wording_dirs(engine)):
            return get(code)
        return load_wording(tuple(self.wording_dirs(engine)), code).language

    def _placed(self, engine: str) -> Sequence[str]:
        """The engines that it places pictures of; BadInput where it could come to place itself."""
        waiting, seen = list(self.engine(engine).parts), set[str]()
        while waiting:
            name = waiting.pop()
            if name == engine:
                raise BadInput(f"engine {engine!r} would place its own pictures inside its own: take it out of `parts`")
            waiting += [p for p in self.engine(name).parts if name not in seen]
            seen.add(name)
        return self.engine(engine).parts

    def wording(self, engine: str, language: str) -> Wording:
        """The engine's wordings in a language, with those of the engines that it places pictures of behind them."""
        own = load_wording(tuple(self.wording_dirs(engine)), language)
        parts = self._placed(engine)
        return own.placing({p: partial(self.wording, p, language) for p in parts}) if parts else own

    def wording_dirs(self, engine: str) -> list[Path]:
        """The folders `wording/` (each with <lang>/*.yaml) that the engine's text is read from; later ones win."""
        candidates = [data_folder("templates") / "common", *self.homes(engine)]
        return [p for p in (home / "wording" for home in candidates) if p.is_dir()]

    def languages(self, engine: str) -> list[str]:
        """The languages that its questions can be asked in: they are worded, and so is what every question needs."""
        return [language for language in self._worded(engine) if not self.lacking_wording(engine, language)]

    def _worded(self, engine: str) -> list[str]:
        """The languages that have question wordings for this engine."""
        own = [p for p in self.wording_dirs(engine) if p.parent.name != "common"]
        return sorted(set().union(*(languages_of(p) for p in own)))

    def lacking_wording(self, engine: str, language: str) -> str:
        """Why the engine cannot ask in this language, in one line; "" where it can."""
        worded = self._worded(engine)
        if language not in worded:
            return f"engine {engine!r} has no wording for it; there are: {', '.join(worded) or 'none'}"
        folders = self.wording_dirs(engine)
        lacking = wording_lacks(folders, language, NEEDED_WORDING)
        home = next((p for p in reversed(folders) if language in languages_of(p)), folders[-1])
        return lacking and f"the wording lacks {lacking}; add to {folders[0]}/{language}/ or to {home}/{language}/"

    # --- identity -------------------------------------------------------------------------------------------------
    def versions(self, engines: Iterable[str]) -> dict[str, str]:
        """What a set's bytes depend on besides its recipe: package and engine versions, and a digest of the data files."""
        from .version import __version__

        out = {"proofpress": __version__}
        named = list(engines)
        for name in sorted({*named, *(p for n in named for p in self._placed(n))}):
            digest = hashlib.sha256()
            for folder in (data_folder("templates") / "common", *self.homes(name)):
                for file in sorted(f for f in folder.rglob("*.yaml") if f.name not in _AFTERWARDS):
                    digest.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
            out[name] = f"{self.engine(name).version}+{digest.hexdigest()[:12]}"
        return out


@lru_cache(maxsize=16)
def _cached(plugins: tuple[str, ...]) -> Registry:
    return Registry(plugins)


def nearest(name: str, known: Iterable[str]) -> str:
    names = sorted(known)
    close = difflib.get_close_matches(name, names, n=1, cutoff=0.6)
    listed = ", ".join(names) if names else "none"
    return f"did you mean {close[0]!r}? (there are: {listed})" if close else f"there are: {listed}"


def _loader(point: Any) -> Callable[[], Engine]:
    def load() -> Engine:
        try:
            found = point.load()
            return found if isinstance(found, Engine) else found()
        except BadInput:
            raise
        except Exception as error:
            raise BadInput(f"engine {point.name!r} ({point.value}) fails to load: {brief(error)}") from error

    return load


def _import_plugin(path: Path, file: Path) -> Engine:
    found = _import_named(path, file, "engine")
    engine = found if isinstance(found, Engine) else _called(found, path)
    if not isinstance(engine, Engine) or not _NAME.fullmatch(engine.name):
        raise BadInput(f"plug-in {path}: `engine` must be an Engine whose name is lower-case letters, digits and _")
    return engine


def _import_kind(file: Path) -> str:
    """The file itself, once its kinds are registered."""
    name = "proofpress_plugin_kind_" + hashlib.sha256(str(file).encode()).hexdigest()[:12]
    if name not in sys.modules:
        _import_named(file, file, "__name__", name)
    if not any(type(k).__module__ == name for k in kinds()):
        raise BadInput(f"{file}: registers no kind of answer; end it with register(YourKind())")
    return str(file)


def _load_kind(point: Any) -> str:
    try:
        found = point.load()
        return inspect.getfile(found if inspect.ismodule(found) or isinstance(found, type) else type(found))
    except Exception as error:
        raise BadInput(f"answer kind {point.name!r} ({point.value}) fails to load: {brief(error)}") from error


def _import_named(path: Path, file: Path, attribute: str, name: str = "") -> Any:
    """`attribute` of a plug-in's module, imported as a package of its own, so that relative imports inside it work."""
    name = name or f"proofpress_plugin_{attribute}_" + hashlib.sha256(str(path).encode()).hexdigest()[:12]
    try:
        module = sys.modules.get(name)
        if module is None:
            spec = importlib.util.spec_from_file_location(name, file, submodule_search_locations=[str(path)])
            assert spec is not None and spec.loader is not None
            module = importlib.util.module_from_spec(spec)
            sys.modules[name] = module
            spec.loader.exec_module(module)
        return getattr(module, attribute)
    except Exception as error:
        sys.modules.pop(name, None)
        raise BadInput(f"plug-in {path} fails to load: {brief(error)}") from error


def _called(make: Any, path: Path) -> Any:
    try:
        return make()
    except Exception as error:
        raise BadInput(f"plug-in {path} fails to load: {brief(error)}") from error


def _is_exporter(found: Any) -> bool:
    return (
        isinstance(getattr(found, "name", None), str) and callable(getattr(found, "rows", None)) and not isinstance(found, type)
    )


def _import_exporter(path: Path, file: Path) -> Any:
    found = _import_named(path, file, "exporter")
    exporter = _called(found, path) if isinstance(found, type) else found
    if not _is_exporter(exporter) or not _EXPORTER_NAME.fullmatch(exporter.name):
        raise BadInput(f"plug-in {path}: `exporter` must be an Exporter whose name is lower-case letters, digits, _ and -")
    return exporter


def _exporter_loader(point: Any) -> Callable[[], Any]:
    def load() -> Any:
        try:
            found = point.load()
            return found() if isinstance(found, type) else found
        except BadInput:
            raise
        except Exception as error:
            raise BadInput(f"exporter {point.name!r} ({point.value}) fails to load: {brief(error)}") from error

    return load


_NOT_THEIRS = (str(Path(__file__).parent) + os.sep, sysconfig.get_path("stdlib") + os.sep, "<")


def brief(error: BaseException) -> str:
    """An exception in one line: what it says, the last line outside Proofpress and libraries, and the one that raised it."""
    text = " ".join(str(error).split()) or "no message"
    frames = traceback.extract_tb(error.__traceback__)
    theirs = [f for f in frames if not f.filename.startswith(_NOT_THEIRS) and "site-packages" not in f.filename]
    lines = [f"{f.filename}:{f.lineno}" for f in (*theirs[-1:], *frames[-1:])]
    where = f" (at {', raised at '.join(dict.fromkeys(lines))})" if frames else ""
    return f"{type(error).__name__}: {text}{where}"


def _is_template(file: Path) -> bool:
    try:
        return file.is_file() and bool(_HAS_TEMPLATE.search(file.read_text("utf-8", errors="replace")))
    except OSError as error:
        raise BadInput(f"{file}: cannot be read ({error.strerror})") from None


def _read_template(file: Path, engine: str, shared: bool) -> Template | None:
    """The template in a file, or None; a file in a shared folder is the engine's only when it says so."""
    if not _is_template(file):
        return None
    data = read_yaml(file)
    if shared and data.get("engine") != engine:
        return None
    name = data.get("template")
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise BadInput(f"{file}: template name {name!r} must be lower-case letters, digits and _")
    languages = data.get("languages", [])
    if not isinstance(languages, (str, list)) or not all(isinstance(code, str) for code in languages):
        raise BadInput(f"{file}: `languages` is {languages!r}; write the codes that it is for, for example [en, de]")
    return Template(engine, name, data, file)
