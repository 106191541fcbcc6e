"""Where a set lies: a local folder (a Path) or a URL that fsspec reaches (a UPath, which has the same methods).

Local files are written to a temporary name, synced and renamed.  An object store has neither rename nor half-written objects:
there a file is put whole under its final name, and its size is read back.
"""

from __future__ import annotations

import errno
import json
import os
import platform
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from ..errors import BadInput

if TYPE_CHECKING:
    from upath import UPath

Location: TypeAlias = "Path | UPath"
_FLAT = {"s3", "s3a", "gs", "gcs", "abfs", "abfss", "az", "adl", "oss", "obs", "memory"}  # no folders to be made
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_AGAIN = "and give the same command again: what is whole is kept"


# --- naming ----------------------------------------------------------------------------------------------------------
def location(where: str | Location, storage: Mapping[str, Any] | None = None) -> Location:
    """A folder or file by path or URL; file:// is the plain path.  storage: the file system's own options.

    BadInput when the protocol is unknown or its package is missing.  Nothing is contacted yet.
    """
    if not isinstance(where, str) and (isinstance(where, Path) or not storage):
        return where
    text = str(where)
    protocol, mark, rest = text.partition("://")
    if not mark:
        if storage:
            raise BadInput(f"storage options are for URLs, and {text} is a folder; drop --storage")
        return Path(text)
    if protocol in ("file", "local"):
        return Path(rest)
    from upath import UPath

    try:
        path = UPath(text, **(storage or {}))
        path.fs  # noqa: B018 - imports the protocol's package
    except ImportError as error:
        raise BadInput(f"{text}: {protocol}:// needs a package that is not here: {error} (with pip)") from None
    except ValueError as error:
        raise BadInput(f"{text}: {error}; give a folder or a URL such as s3://bucket/sets/one") from None
    except Exception as error:
        raise BadInput(f"{text}: cannot be opened ({_said(error)}); see to the URL and to --storage") from None
    return path


def parse_storage(options: Sequence[str]) -> dict[str, Any]:
    """KEY=VALUE options; a value that is JSON is read as JSON.  Secrets are refused: they would be seen by other users."""
    out: dict[str, Any] = {}
    for option in options:
        key, equals, value = option.partition("=")
        if not equals or not key:
            raise BadInput(f"storage {option!r}: write KEY=VALUE, for example endpoint_url=http://127.0.0.1:9000")
        try:
            out[key] = json.loads(value)
        except ValueError:
            out[key] = value
        for name in _keys({key: out[key]}):
            if name == "key" or any(word in name for word in ("secret", "token", "password", "credential", "access_key")):
                raise BadInput(
                    f"storage {name!r}: credentials are not given on the command line; leave them in the environment or in the "
                    "store's own configuration file"
                )
    return out


def _keys(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield str(key).lower()
            yield from _keys(inner)


def is_local(path: Location) -> bool:
    return isinstance(path, Path)


def lives_here_only(path: Location) -> bool:
    """Whether other processes cannot see what is written there."""
    return not isinstance(path, Path) and path.protocol == "memory"


# --- errors ----------------------------------------------------------------------------------------------------------
def _said(error: BaseException) -> str:
    text = " ".join(str(getattr(error, "strerror", None) or error).split())
    return text or type(error).__name__


@contextmanager
def reaching(path: Location, what: str, remedy: str | None = None) -> Iterator[None]:
    """Failures of the disk or of the store inside become one line: where, what, why, what to do."""
    try:
        yield
    except BadInput:
        raise
    except Exception as error:
        # what a store's client raises is its own affair; on the disk anything but OSError is our fault and stays
        if isinstance(path, Path) and not isinstance(error, OSError):
            raise
        if getattr(error, "errno", None) in _FULL:
            remedy = f"make room {_AGAIN}"
        raise BadInput(f"{path}: {what} ({_said(error)}); {remedy or f'see to it {_AGAIN}'}") from None


# --- writing ---------------------------------------------------------------------------------------------------------
def make_folder(path: Location) -> None:
    """The folder and those above it; object stores have none."""
    if isinstance(path, Path):
        path.mkdir(parents=True, exist_ok=True)
    elif path.protocol not in _FLAT:
        path.fs.makedirs(path.path, exist_ok=True)


def write_file(path: Location, data: bytes) -> None:
    """All of it or nothing.  BadInput when it cannot be written."""
    with reaching(path, "cannot be written"):
        if isinstance(path, Path):
            try:
                _write(path, data)
            except FileNotFoundError:  # another run of the same set may begin by clearing temporary files away, once
                _write(path, data)
        else:
            path.fs.pipe_file(path.path, data)
            _confirm(path, len(data))


def _write(path: Path, data: bytes) -> None:
    with _renamed(path) as part, part.open("wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())


def write_lines(path: Location, lines: Iterable[bytes]) -> None:
    """A file too large for memory, all of it or nothing; the lines bring their own ends."""
    with reaching(path, "cannot be written"):
        if isinstance(path, Path):
            with _renamed(path) as part, part.open("wb") as out:
                out.writelines(lines)
                out.flush()
                os.fsync(out.fileno())
            return
        with tempfile.TemporaryDirectory(prefix="proofpress-") as folder:
            whole = Path(folder) / "lines"
            with whole.open("wb") as out:
                out.writelines(lines)
            path.fs.put_file(str(whole), path.path)
            _confirm(path, whole.stat().st_size)


@contextmanager
def _renamed(path: Path) -> Iterator[Path]:
    """A temporary name that becomes the file at the end, or goes."""
    part = path.with_name(f"{path.name}.{platform.node()}-{os.getpid()}.tmp")
    try:
        yield part
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    handle = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _confirm(path: UPath, size: int) -> None:
    path.fs.invalidate_cache(path.path)
    found = path.fs.info(path.path).get("size")
    if found != size:
        raise OSError(f"{size} bytes were sent and {found} arrived")


def remove(paths: Sequence[Location]) -> None:
    """Remove files, many at a time where the store can."""
    for start in range(0, len(paths), 1000):
        batch = paths[start : start + 1000]
        with reaching(batch[0], "cannot be removed"):
            if isinstance(batch[0], Path):
                for path in batch:
                    path.unlink(missing_ok=True)
            else:
                batch[0].fs.rm([p.path for p in batch if not isinstance(p, Path)])


# --- reading ---------------------------------------------------------------------------------------------------------
def names_in(folder: Location) -> set[str]:
    """The names of what lies directly in a folder, in one listing; none when there is no such folder."""
    if isinstance(folder, Path):
        try:
            with os.scandir(folder) as found:
                return {entry.name for entry in found}
        except FileNotFoundError:
            return set()
    folder.fs.invalidate_cache(folder.path)
    try:
        listed = folder.fs.ls(folder.path, detail=False)
    except FileNotFoundError:
        return set()
    return {name for p in listed if (name := str(p).rstrip("/").rpartition("/")[2]) and name != folder.path.rpartition("/")[2]}


def opened(path: Location) -> Any:
    """What pyarrow reads a file from, in pieces of a mebibyte where it comes over a network."""
    return path if isinstance(path, Path) else path.fs.open(path.path, "rb", block_size=1 << 20)


def known_md5(path: Location) -> tuple[int, str] | None:
    """Size and md5 of an object as its store vouches for them, without reading it; None where it does not."""
    if isinstance(path, Path):
        return None
    path.fs.invalidate_cache(path.path)
    about = path.fs.info(path.path)
    tag = str(about.get("ETag") or "").strip('"').lower()  # the md5 of what was put in one piece, unless encrypted
    if len(tag) == 32 and all(c in "0123456789abcdef" for c in tag):
        return int(about["size"]), tag
    given = about.get("md5Hash") or about.get("content_md5")  # base64 or bytes
    if given:
        import base64

        raw = bytes(given) if isinstance(given, (bytes, bytearray)) else base64.b64decode(given)
        return int(about["size"]), raw.hex()
    return None
