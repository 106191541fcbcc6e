"""A pass over Ray: samples are read and written here, and asked about by actors, one a GPU, on whatever machines there are.

To a pass it is a backend like any other: the same reading, cache and writing, and so the same bytes.  An actor that dies is
started again, and what it was asked is asked again; a request whose actor dies each time ends the run.
"""

from __future__ import annotations

import asyncio
import os
import platform
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import Any

from ..errors import BadInput
from ..registry import brief
from ..run.cluster import TRIES, connected
from ..version import __version__
from .backend import Ask, Backend, BackendOptions, Reply, make_backend

_RESTARTS = 20  # of one actor, in the whole run


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What an actor sends back: a result or why there is none, and the troubles that its backend has met so far."""

    result: Any
    problem: str | None
    who: str
    met: Mapping[str, int]


class Asking:
    """What an actor does: it opens the backend in its own process, with that machine's GPU and environment, and asks it.

    folder: where the run was started, from which a model's folder is named.
    """

    def __init__(self, version: str, folder: str, name: str, options: BackendOptions):
        self._version, self._folder, self._name, self._options = version, folder, name, options
        self._backend: Backend | None = None

    async def model(self) -> _Outcome:
        """The name of the model; it is loaded by then."""
        if self._version != __version__:
            here = f"machine {platform.node()} of the cluster has proofpress {__version__}, not {self._version}"
            return self._said(None, f"{here}; install the same version everywhere")
        with suppress(OSError):  # a machine without that folder can do without it, unless a model is named from it
            os.chdir(self._folder)
        try:
            return self._said(self._opened().model)
        except BadInput as error:
            return self._said(None, str(error))

    async def reply(self, ask: Ask) -> _Outcome:
        try:
            return self._said(await self._opened().reply(ask))
        except BadInput as error:
            return self._said(None, str(error))

    def _opened(self) -> Backend:
        if self._backend is None:
            self._backend = make_backend(self._name, self._options)
        return self._backend

    def _said(self, result: Any, problem: str | None = None) -> _Outcome:
        met = dict(getattr(self._backend, "troubles", {}))
        return _Outcome(result, problem, f"{platform.node()} {os.getpid()}", met)


@contextmanager
def staged(name: str, options: BackendOptions, address: str | None, workers: int | None, cores: int) -> Iterator[StagedBackend]:
    """The backend of that name in actors of a Ray cluster: the one at `address`, or one started here.

    workers: how many actors.  Unless told, a backend in process has one for each GPU (or one, where there is none), and a
    server is asked by one for each core.  options.concurrency is that of all of them together.
    """
    with connected(address, workers, cores) as ray:
        yield StagedBackend(ray, name, options, *_share(ray, name, workers))


def _share(ray: Any, name: str, workers: int | None) -> tuple[int, int]:
    """(how many actors, GPUs for each)."""
    there = ray.cluster_resources()
    if name == "openai":
        return workers or max(1, int(there.get("CPU", 1))), 0
    gpus = int(there.get("GPU", 0))
    if not gpus:
        return workers or 1, 0
    return min(workers or gpus, gpus), 1


class StagedBackend:
    """A backend whose requests are answered by actors. troubles: what their backends met, as they last told."""

    def __init__(self, ray: Any, name: str, options: BackendOptions, actors: int, gpus: int):
        each = -(-options.concurrency // actors)
        remote = ray.remote(
            num_cpus=1, num_gpus=gpus, max_restarts=_RESTARTS, max_task_retries=TRIES - 1, max_concurrency=each + 1
        )
        self._ray = ray
        told = (__version__, os.getcwd(), name, replace(options, concurrency=each))
        self._actors = [remote(Asking).remote(*told) for _ in range(actors)]
        self._coming = {actor.model.remote(): n for n, actor in enumerate(self._actors)}  # an actor may wait for its GPU
        self._flying: dict[int, int] = {}  # requests on their way, of each actor that is there
        self._met: dict[str, Mapping[str, int]] = {}
        self.model = ""
        while not self._flying:
            self._arrived(timeout=None)

    @property
    def troubles(self) -> Counter[str]:
        return sum((Counter(met) for met in self._met.values()), Counter())

    async def reply(self, ask: Ask) -> Reply:
        """The reply of the actor that has least to do."""
        if self._coming:
            self._arrived(timeout=0)
        n = min(self._flying, key=self._flying.__getitem__)
        self._flying[n] += 1
        try:
            reply: Reply = self._heard(await self._done(self._actors[n].reply.remote(ask)))
            return reply
        finally:
            self._flying[n] -= 1

    async def close(self) -> None:
        for actor in self._actors:
            with suppress(Exception):
                self._ray.kill(actor)

    def _arrived(self, timeout: float | None) -> None:
        """Give work to the actors that have started since."""
        for reference in self._ray.wait(list(self._coming), num_returns=1, timeout=timeout)[0]:
            with self._told():
                said = self._ray.get(reference)
            self.model = self._heard(said)
            self._flying[self._coming.pop(reference)] = 0

    async def _done(self, reference: Any) -> _Outcome:
        with self._told():
            said: _Outcome = await asyncio.wrap_future(reference.future())
        return said

    def _heard(self, said: _Outcome) -> Any:
        if sum(said.met.values()) >= sum(self._met.get(said.who, {}).values()):  # what comes late is of earlier
            self._met[said.who] = said.met
        if said.problem is not None:
            raise BadInput(said.problem)
        return said.result

    @contextmanager
    def _told(self) -> Iterator[None]:
        """What Ray has to say of its own, as one line."""
        errors = self._ray.exceptions
        try:
            yield
        except errors.RayTaskError as error:
            raise BadInput(f"an actor fails on the cluster: {brief(getattr(error, 'cause', None) or error)}") from error
        except (errors.RayActorError, errors.OutOfMemoryError) as error:
            why = " ".join(str(error).split())[:200]
            raise BadInput(
                f"an actor died again and again (killed, or out of memory?: {why}); see to it and give the same command again: "
                "what is answered is kept"
            ) from None
        except errors.RayError as error:
            why = " ".join(str(error).split())[:200]
            raise BadInput(
                f"the cluster lost a request ({why}); give the same command again: what is answered is kept"
            ) from None
