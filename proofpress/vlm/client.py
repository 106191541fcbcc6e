"""Any OpenAI-compatible server as a backend, through the `openai` package: hosted, vLLM, SGLang, transformers serve.

The key comes from the environment, lives in one attribute, and is cut out of everything that a server says.
"""

from __future__ import annotations

import asyncio
import json
import os
from collections import Counter
from typing import Any

from ..errors import BadInput
from .backend import Ask, BackendOptions, Reply
from .cache import ask_key
from .own import own_options
from .replies import read_reply
from .wire import body_of, checked_url, packages, retry_after

KEY_ENV = "OPENAI_API_KEY"
_CONNECT = 10.0  # seconds for a connection
_LONGEST = 30.0  # seconds between two tries, unless the server asks for more
_NEVER, _IN_A_ROW = 8, 64  # requests given up before any reply, or since the last: then the server is broken, not the request
_BROKEN = ("timeout", "rate_limit", "server_error", "connection", "malformed")  # what speaks of the server, not of the model
_AGAIN = "then give the same command again: what is answered is kept"


def open_backend(options: BackendOptions) -> OpenAIBackend:
    """The backend; BadInput when the URL or the key cannot be used. Nothing is contacted yet."""
    own_options("openai", options.own, {})
    if not options.base_url:
        raise BadInput("no server: add --base-url URL, for example http://127.0.0.1:8000/v1")
    secret = os.environ.get(options.key_env or KEY_ENV, "")
    if options.key_env and not secret:
        raise BadInput(f"--api-key-env {options.key_env}: no such variable in the environment; export it first")
    if not secret.isascii() or any(c.isspace() for c in secret):
        raise BadInput(
            f"the API key in {options.key_env or KEY_ENV} holds a space or a letter that no key has; export it again"
        )
    return OpenAIBackend(options, secret)


class OpenAIBackend:
    """Asks a server. troubles: how often each kind was met, retried or not; requests: how many were sent."""

    def __init__(self, options: BackendOptions, secret: str = ""):
        openai, http = packages()
        self.model = options.model
        self._options, self._secret, self._openai = options, secret, openai
        self.url = checked_url(options.base_url, http)
        limits = http.Limits(max_connections=None, max_keepalive_connections=options.concurrency)
        wait = http.Timeout(options.timeout, connect=_CONNECT, pool=None)
        self._client = openai.AsyncOpenAI(
            base_url=self.url,
            api_key=secret or "none",  # a local server wants none, the package wants some
            max_retries=0,  # counted and timed here
            http_client=openai.DefaultAsyncHttpxClient(limits=limits, timeout=wait),
        )
        self.troubles: Counter[str] = Counter()
        self.requests = 0
        self._answered = self._served = False
        self._given_up = self._refusals = 0
        self._known: tuple[str, ...] = ()
        self._greeting: asyncio.Task[None] | None = None
        self._schemas = True  # until the server refuses response_format
        self._limit = "max_tokens"  # some hosted models know only max_completion_tokens

    def __repr__(self) -> str:
        return f"OpenAIBackend({self.model!r} at {self.url})"

    # --- one request ------------------------------------------------------------------------------------------------
    async def reply(self, ask: Ask) -> Reply:
        """The reply, after retries. BadInput when the server is gone, refuses the key or does not know the model."""
        await self._greeted()
        key = ask_key(self.model, ask)
        now = asyncio.get_running_loop().time
        gone_since: float | None = None
        counts: Counter[str] = Counter()
        absences = 0
        while True:
            try:
                reply, wait = await self._try(ask, key)
            except _Again:  # the server wants the request in another way, which is remembered
                continue
            except _Gone as gone:
                gone_since = now() if gone_since is None else gone_since
                if now() - gone_since > self._options.patience:
                    raise BadInput(f"server {self.url}: is gone ({gone}); start it again, {_AGAIN}") from None
                self.troubles["connection"] += 1
                absences += 1
                await asyncio.sleep(min(self._pause(key, absences), self._options.patience / 2))
                continue
            gone_since = None
            if reply.ok:
                self._answered, self._given_up = True, 0
                return reply
            self.troubles[reply.trouble] += 1
            counts[reply.trouble] += 1
            if counts[reply.trouble] > self._tries(reply.trouble) or counts.total() > 4 * self._options.retries + 4:
                self._give_up(reply)
                return reply
            await asyncio.sleep(max(wait, self._pause(key, counts.total())))

    def _tries(self, trouble: str) -> int:
        """How often a request is sent again for this trouble. What a model says is not asked for twice; silence is, once."""
        retries = self._options.retries
        if trouble == "rate_limit":
            return 3 * retries
        return {"timeout": min(2, retries), "empty": min(1, retries)}.get(trouble, retries if trouble in _BROKEN else 0)

    def _pause(self, key: str, tried: int) -> float:
        """Seconds before the next try: doubling, spread by the request's hash, so that they do not all come back together."""
        spread = 0.5 + int(key[2 * (tried % 16) : 2 * (tried % 16) + 4], 16) / 65536
        return float(min(_LONGEST, self._options.backoff * 2.0 ** min(tried - 1, 16)) * spread)

    def _give_up(self, reply: Reply) -> None:
        if reply.trouble not in _BROKEN:
            self._answered, self._given_up = True, 0
            return
        self._given_up += 1
        if self._given_up >= (_IN_A_ROW if self._answered else _NEVER):
            raise BadInput(
                f"server {self.url}: {self._given_up} requests in a row came to nothing (the last: {reply.trouble}); look at "
                f"its log, {_AGAIN}"
            )

    async def _try(self, ask: Ask, key: str) -> tuple[Reply, float]:
        """One try: the reply, and the seconds that the server wants us to wait."""
        openai = self._openai
        limit, schemas = self._limit, self._schemas
        headers = {"Content-Type": "application/json", "Idempotency-Key": key}
        self.requests += 1
        try:
            async with asyncio.timeout(self._options.timeout):
                data = await self._client.post(
                    "/chat/completions",
                    content=body_of(self.model, ask, limit, schemas),
                    cast_to=bytes,
                    options={"headers": headers},
                )
        except (TimeoutError, openai.APITimeoutError) as error:
            if type(error.__cause__).__name__ == "ConnectTimeout":
                raise _Gone("no connection in time") from None
            return Reply(trouble="timeout"), 0.0
        except openai.APIConnectionError as error:
            if type(error.__cause__).__name__ == "ConnectError":
                raise _Gone(self._clean(error.__cause__)) from None
            return Reply(trouble="connection"), 0.0
        except openai.APIStatusError as error:
            return self._status(error, ask, limit, schemas)
        except openai.OpenAIError:
            return Reply(trouble="malformed"), 0.0
        self._served = True
        return read_reply(data, self._scrub), 0.0

    def _status(self, error: Any, ask: Ask, limit: str, schemas: bool) -> tuple[Reply, float]:
        code, said = error.status_code, self._said(error)
        if code in (401, 403):
            raise BadInput(
                f"server {self.url}: refuses the API key ({code}: {said[:300]}); put the right one into "
                f"{self._options.key_env or KEY_ENV}"
            ) from None
        if code == 404:
            known = f"it serves {', '.join(self._known[:5])}" if self._known else "does the URL end in /v1?"
            raise self._unknown(said, known) from None
        if code == 429:
            return Reply(trouble="rate_limit"), retry_after(error.response.headers)
        if code >= 500:
            return Reply(trouble="server_error"), retry_after(error.response.headers)
        if code in (408, 409, 425):
            return Reply(trouble="timeout"), 0.0
        if limit == "max_tokens" and "max_completion_tokens" in said:
            self._limit = "max_completion_tokens"
            raise _Again
        if (
            ask.schema is not None
            and schemas
            and any(word in said for word in ("response_format", "json_schema", "guided", "grammar"))
        ):
            self._schemas = False
            self.troubles["schema"] += 1
            raise _Again
        if not self._served:
            if f"'{self.model}'" in said:  # transformers serve, bound to one model, knows no 404
                raise self._unknown(said, "see to --model") from None
            self._refusals += 1
            if self._refusals >= _NEVER:
                raise BadInput(f"server {self.url}: refuses every request ({said[:300]}); see to its settings, {_AGAIN}")
        return Reply(trouble="refused"), 0.0

    def _unknown(self, said: str, more: str) -> BadInput:
        return BadInput(f"server {self.url}: knows no model {self.model!r} ({said[:300]}); {more}")

    # --- the server -------------------------------------------------------------------------------------------------
    async def _greeted(self) -> None:
        """Once, before the first request: is anybody there, and does the key fit?"""
        if self._greeting is None:
            self._greeting = asyncio.ensure_future(self._greet())
        await asyncio.shield(self._greeting)

    async def _greet(self) -> None:
        openai = self._openai
        for again in (True, False):
            try:
                async with asyncio.timeout(2 * _CONNECT):
                    listed = json.loads(await self._client.get("/models", cast_to=bytes))
                    self._known = tuple(str(m["id"]) for m in listed["data"])
            except (TimeoutError, openai.APITimeoutError, ValueError, KeyError, TypeError):
                return  # somebody is there; what it is worth, the requests will tell
            except openai.APIConnectionError as error:
                if not again:
                    raise BadInput(
                        f"server {self.url}: nobody answers ({self._clean(error.__cause__ or error)}); start the server, or "
                        "see to --base-url"
                    ) from None
                await asyncio.sleep(self._options.backoff)
            except openai.APIStatusError as error:
                if error.status_code in (401, 403):
                    self._status(error, Ask("", ""), "", False)
                return
            else:
                return

    async def close(self) -> None:
        await self._client.close()

    def _scrub(self, text: str) -> str:
        return text.replace(self._secret, "***") if self._secret else text

    def _said(self, error: Any) -> str:
        """What the server says of a status; the package leaves out the `detail` of those that are built on FastAPI."""
        body = error.body
        detail = f" - {body['detail']}" if isinstance(body, dict) and "detail" in body else ""
        return self._scrub(" ".join(f"{error}{detail}".split()))

    def _clean(self, error: object) -> str:
        return self._scrub(" ".join(str(error).split()) or type(error).__name__)[:300]


class _Again(Exception):
    """The same request in another form."""


class _Gone(Exception):
    """There was no connection at all."""
