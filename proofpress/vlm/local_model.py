"""A vision-language model of the transformers library as a Model of batches: input, generation, memory that runs out.

The library's auto classes decide what a folder holds, so any image-text-to-text model with a chat template will do.
"""

from __future__ import annotations

import io
import math
import threading
from collections.abc import Hashable
from typing import Any

from ..errors import BadInput
from .backend import Ask, Reply
from .batches import Ready, Work
from .cache import ask_key
from .loading import Loaded, load_weights
from .replies import judged
from .wire import in_words


class LocalModel:
    """Runs batches on one device. batch: the most asks at a time, halved whenever memory runs out."""

    def __init__(self, name: str, loaded: Loaded, batch: int):
        import torch

        self.batch, self.out_of_memory = batch, 0
        self._name, self._loaded, self._torch = name, loaded, torch
        self._tokenizer = loaded.processor.tokenizer
        self._pad = next(t for t in (self._tokenizer.pad_token_id, self._tokenizer.eos_token_id, 0) if t is not None)
        self._places = getattr(loaded.config.get_text_config(), "max_position_embeddings", None) or math.inf
        self._stop = threading.Event()
        self._model: Any = None
        self._answered = False

    def stop(self) -> None:
        """End the batch that runs after its next token."""
        self._stop.set()

    def open(self) -> None:
        self._model = load_weights(self._name, self._loaded)
        config = self._model.generation_config
        ends = config.eos_token_id if config.eos_token_id is not None else self._tokenizer.eos_token_id
        self._ends = frozenset([ends] if isinstance(ends, int) else ends or ())
        # a draw is made by _Draw, row by row; what the folder says of sampling would change it, and warn
        config.do_sample, config.temperature, config.top_p, config.top_k = False, None, None, None

    # --- input: on threads ------------------------------------------------------------------------------------------
    def key(self, ask: Ask) -> Hashable:
        return in_words(ask), ask.image, ask.max_tokens

    def prepare(self, ask: Ask) -> Ready | Reply:
        """Decode, resize, tokenise one ask; floats in the model's own type, so that less is copied to the device.

        A picture that cannot be read, or more tokens than the model has places for, is a `refused` as a server's would be.
        """
        content: list[dict[str, Any]] = [{"type": "text", "text": in_words(ask)}]
        if ask.image is not None:
            from PIL import Image

            try:
                content.insert(0, {"type": "image", "image": Image.open(io.BytesIO(ask.image)).convert("RGB")})
            except OSError:
                return Reply(trouble="refused")
        made = self._loaded.processor.apply_chat_template(
            [{"role": "user", "content": content}],
            add_generation_prompt=True,
            tokenize=True,
            return_dict=True,
            return_tensors="pt",
        )
        inputs = {k: v.to(self._loaded.dtype) if v.is_floating_point() else v for k, v in made.items()}
        length = inputs["input_ids"].shape[1]
        if length + ask.max_tokens > self._places:
            return Reply(trouble="refused")
        # rows of a batch are laid side by side, so all but the first axis must agree; and a row that may write many times as
        # much as the others would keep them waiting
        shapes = tuple(sorted((k, tuple(v.shape[1:])) for k, v in inputs.items() if v.shape != (1, length)))
        return Ready(inputs, (shapes, (ask.max_tokens - 1).bit_length()), length)

    def gather(self, work: Work) -> dict[str, Any]:
        """The rows as one batch: sequences padded on the left, all else laid side by side, in pinned memory for a card."""
        torch, longest = self._torch, max(r.length for _, r in work)
        batch = {}
        for name in work[0][1].inputs:
            rows = [r.inputs[name] for _, r in work]
            if rows[0].shape == (1, work[0][1].length):
                fill = self._pad if name == "input_ids" else 0
                rows = [torch.nn.functional.pad(row, (longest - row.shape[1], 0), value=fill) for row in rows]
            whole = torch.cat(rows)
            batch[name] = whole.pin_memory() if self._loaded.device.startswith("cuda") else whole
        return batch

    # --- generation: on one thread ----------------------------------------------------------------------------------
    def run(self, work: Work, gathered: dict[str, Any]) -> list[Reply]:
        try:
            replies = self._generate(work, gathered)
        except self._torch.OutOfMemoryError:
            gathered.clear()
        else:
            self._answered = True
            return replies
        self._release()
        self.out_of_memory += 1
        if len(work) == 1:
            if self._answered:  # this ask is too large, not the model
                return [Reply(trouble="refused")]
            raise BadInput(f"model {self._name}: no memory for a single request; take a smaller model or another device")
        half = self.batch = max(1, len(work) // 2)
        return [
            r
            for part in (work[:half], work[half : 2 * half], work[2 * half :])
            if part
            for r in self.run(part, self.gather(part))
        ]

    def _release(self) -> None:
        if self._loaded.device.startswith("cuda"):
            self._torch.cuda.empty_cache()

    def _generate(self, work: Work, gathered: dict[str, Any]) -> list[Reply]:
        torch, device = self._torch, self._loaded.device
        inputs = {k: v.to(device, non_blocking=True) for k, v in gathered.items()}
        start = inputs["input_ids"].shape[1]
        limits = [ask.max_tokens for ask, _ in work]
        processors = [self._draws(work)] if any(ask.temperature > 0 for ask, _ in work) else []
        most = torch.tensor(limits, device=device)

        def ended(ids: Any, scores: Any, **_: Any) -> Any:
            return most <= (math.inf if self._stop.is_set() else ids.shape[1] - start)

        with torch.inference_mode():
            written = self._model.generate(
                **inputs,
                max_new_tokens=max(limits),
                logits_processor=processors,
                stopping_criteria=[ended],
                pad_token_id=self._pad,
            )[:, start:].tolist()
        return [self._reply(ids, limit) for ids, limit in zip(written, limits, strict=True)]

    def _reply(self, ids: list[int], limit: int) -> Reply:
        end = next((i for i, token in enumerate(ids[:limit]) if token in self._ends), None)
        kept = ids[:limit] if end is None else ids[:end]
        text = self._tokenizer.decode(kept, skip_special_tokens=True)
        return judged(text, tokens=len(kept) + (end is not None), cut=end is None)

    def _draws(self, work: Work) -> Any:
        """Sampling by adding noise of each row's own to its logits and taking the largest (the Gumbel-max trick).

        Exactly softmax(logits / temperature); and what a row draws depends on its ask alone, not on its neighbours.
        """
        torch, device = self._torch, self._loaded.device
        rows = [
            (i, ask.temperature, torch.Generator(device).manual_seed(int(ask_key(self._name, ask)[:15], 16)))
            for i, (ask, _) in enumerate(work)
            if ask.temperature > 0
        ]

        def draw(ids: Any, scores: Any) -> Any:
            scores = scores.float()
            noise = torch.empty_like(scores[0])
            for i, temperature, generator in rows:
                scores[i] = scores[i] / temperature - noise.exponential_(generator=generator).log()
            return scores

        return draw
