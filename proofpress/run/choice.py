"""Who makes the shards: the processes of this machine or a cluster."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ..errors import BadInput
from ..registry import nearest
from .pool import Runner, processes

RUNNERS = ("local", "ray")


@contextmanager
def chosen(name: str, workers: int | None, address: str | None, cores: int) -> Iterator[Runner]:
    """The runner of that name, ready to work; what it started is stopped at the end.

    workers: how many at the same time; all `cores`, or all of the cluster's, unless told.
    """
    if name not in RUNNERS:
        raise BadInput(f"runner {name!r}: {nearest(name, RUNNERS)}")
    if name == "local":
        if address is not None:
            raise BadInput(f"address {address!r}: is for a cluster; add --runner ray")
        yield processes(workers or cores)
    else:
        from .cluster import cluster

        with cluster(address, workers, cores) as run:
            yield run
