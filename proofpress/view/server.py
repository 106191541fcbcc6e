"""The page over HTTP, for this machine.  Reads only, by number only: no part of an address is ever a path.

Answers carry a strict Content-Security-Policy; on loopback the Host header must name this machine, so that a web site whose
name was pointed at 127.0.0.1 reads nothing (DNS rebinding).
"""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Sequence
from functools import lru_cache
from ipaddress import ip_address
from typing import Any

from starlette.applications import Starlette
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ..errors import BadInput
from .api import Api
from .shell import ASSETS, asset, live_page

PORT = 8765
_TRIES = 40
_POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
}
_FOREVER = {"cache-control": "private, max-age=31536000, immutable"}  # a picture's address holds its set's mark
_LOOPBACK_NAMES = ("localhost", "127.0.0.1", "[::1]")


class Guard:
    """The headers of every answer, and the Host header of every question."""

    def __init__(self, app: ASGIApp, hosts: Sequence[str] | None) -> None:
        self.app, self.hosts = app, hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers[name] = value
                headers.setdefault("cache-control", "no-store")
            await send(message)

        if self.hosts is not None and _host_name(Headers(scope=scope).get("host", "")) not in self.hosts:
            await PlainTextResponse("This page is for this machine only.", 421)(scope, receive, guarded)
            return
        await self.app(scope, receive, guarded)


def _host_name(header: str) -> str:
    """The name in a Host header, without the port."""
    name, _, port = header.rpartition(":")
    return (name if name and port.isdigit() else header).lower()


def _json(data: Any) -> Response:
    return Response(json.dumps(data, ensure_ascii=False, separators=(",", ":")), media_type="application/json")


def _query(request: Request) -> dict[str, list[str]]:
    return {k: request.query_params.getlist(k) for k in request.query_params}


def build(api: Api, host: str = "127.0.0.1") -> ASGIApp:
    """The application.  `host`: what it will be bound to; on loopback other names are refused."""

    def answers(give: Callable[[Request], Any]) -> Callable[[Request], Response]:
        def endpoint(request: Request) -> Response:  # not async: Starlette runs it in a thread
            try:
                found = give(request)
            except (KeyError, IndexError):
                return PlainTextResponse("There is no such thing in this set.", 404)
            except BadInput as error:
                return PlainTextResponse(str(error), 409)
            return found if isinstance(found, Response) else _json(found)

        return endpoint

    def picture(request: Request) -> Response:
        p = request.path_params
        data, kind = api.datasets[p["mark"]].picture(p["row"], p["number"])
        return Response(data, media_type=kind, headers=_FOREVER)

    def thumb(request: Request) -> Response:
        p = request.path_params
        return Response(api.datasets[p["mark"]].thumb(p["row"]), media_type="image/webp", headers=_FOREVER)

    def part(request: Request) -> Response:
        name = request.path_params["name"]
        return Response(asset(name), media_type=ASSETS[name])

    gives: dict[str, Callable[[Request], Any]] = {
        "/": lambda r: Response(live_page(), media_type="text/html"),
        "/part/{name}": part,
        "/api/about": lambda r: api.about(),
        "/api/samples": lambda r: api.samples(_query(r)),
        "/api/facets": lambda r: api.facets(_query(r)),
        "/api/sample/{mark}/{row:int}": lambda r: api.sample(r.path_params["mark"], r.path_params["row"]),
        "/api/statistics": lambda r: api.statistics(),
        "/api/drops": lambda r: api.drops(_query(r)),
        "/api/findings": lambda r: api.findings(_query(r)),
        "/api/pairs": lambda r: api.pairs(_query(r)),
        "/picture/{mark}/{row:int}/{number:int}": picture,
        "/thumb/{mark}/{row:int}": thumb,
    }
    app = Starlette(routes=[Route(path, answers(give), methods=["GET"]) for path, give in gives.items()])
    return Guard(app, (*_LOOPBACK_NAMES, host.lower()) if is_loopback(host) else None)


@lru_cache(maxsize=4)
def is_loopback(host: str) -> bool:
    if host.lower() == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def listen(host: str, port: int | None) -> socket.socket:
    """A socket that listens.  Without a port the first free one from 8765 on; BadInput when the given one is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    fault: OSError | None = None
    for wanted in [port] if port is not None else [*range(PORT, PORT + _TRIES), 0]:
        taken = socket.socket(family, socket.SOCK_STREAM)
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            taken.bind((host, wanted))
            taken.listen(128)
            return taken
        except (OSError, OverflowError) as error:
            taken.close()
            fault = error if isinstance(error, OSError) else OSError(0, str(error))
            if not isinstance(error, OSError) or error.errno is None or isinstance(error, socket.gaierror):
                break
    where = f"{host}:{port}" if port is not None else host
    reason = fault.strerror if fault is not None else "no port is free"
    raise BadInput(f"view: cannot listen on {where} ({reason}); give another --port or --host")


def serve(api: Api, taken: socket.socket, host: str) -> None:
    """Serve until Ctrl-C."""
    import uvicorn

    api.start()
    config = uvicorn.Config(
        build(api, host), log_level="warning", access_log=False, lifespan="off", timeout_graceful_shutdown=2
    )
    try:
        uvicorn.Server(config).run(sockets=[taken])
    except KeyboardInterrupt:
        pass
    finally:
        api.stop()
        taken.close()
