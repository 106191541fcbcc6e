"""What a folder (or a hub's name) holds is found out and loaded by the transformers library; what is wrong is one line."""

from __future__ import annotations

import importlib.util
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import BadInput


@dataclass(frozen=True, slots=True)
class Loaded:
    """Everything but the weights. device: as torch names it.  random: weights are drawn, not read (to measure speed)."""

    config: Any
    processor: Any
    device: str
    dtype: Any
    attention: str = ""
    random: bool = False


def load(name: str, device: str = "", dtype: str = "", attention: str = "", random: bool = False) -> Loaded:
    """The configuration and the processor of a model that takes pictures and has a chat template; BadInput else."""
    missing = [p for p in ("torch", "transformers", "PIL") if importlib.util.find_spec(p) is None]
    if missing:
        raise BadInput(f"--backend transformers needs {', '.join(missing)}: pip install 'proofpress[gpu]'")
    if (name.startswith((".", "/", "~")) or Path(name).exists()) and not (Path(name) / "config.json").is_file():
        raise BadInput(f"model {name}: no folder with a config.json; give the folder that save_pretrained wrote")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")  # the threads are ours
    import torch
    import transformers

    transformers.utils.logging.set_verbosity_error()
    transformers.utils.logging.disable_progress_bar()
    device = device or ("cuda" if torch.cuda.is_available() else "cpu")
    try:
        torch.empty(0, device=device)
    except (RuntimeError, AssertionError) as error:
        raise BadInput(f"--backend-option device={device}: not there ({_line(error)})") from None
    try:
        config = transformers.AutoConfig.from_pretrained(name)
    except Exception as error:
        raise BadInput(f"model {name}: cannot be loaded ({_line(error)})") from None
    if type(config) not in transformers.MODEL_FOR_IMAGE_TEXT_TO_TEXT_MAPPING:
        raise BadInput(f"model {name}: a {config.model_type} takes no pictures; give an image-text-to-text model")
    try:
        processor = transformers.AutoProcessor.from_pretrained(name)
    except Exception as error:
        raise BadInput(f"model {name}: its processor cannot be loaded ({_line(error)})") from None
    if getattr(processor, "image_processor", None) is None or getattr(processor, "tokenizer", None) is None:
        raise BadInput(f"model {name}: its processor takes no pictures; is preprocessor_config.json in the folder?")
    if not getattr(processor, "chat_template", None):
        raise BadInput(f"model {name}: has no chat template; give a model that was trained to follow instructions")
    found = getattr(torch, dtype or _dtype(torch, device))
    if not attention and found.itemsize == 2 and device.startswith("cuda") and transformers.utils.is_flash_attn_2_available():
        # Qwen2.5-VL's vision part attends in windows: other implementations call a kernel for each, some 50 a picture and layer
        attention = "flash_attention_2"
    return Loaded(config, processor, device, found, attention, random)


def load_weights(name: str, loaded: Loaded) -> Any:
    """The model, on its device and ready to generate."""
    import torch
    from transformers import AutoModelForImageTextToText, GenerationConfig

    more = {"attn_implementation": loaded.attention} if loaded.attention else {}
    try:
        if loaded.random:
            torch.manual_seed(0)
            with torch.device(loaded.device):
                model = AutoModelForImageTextToText.from_config(loaded.config, dtype=loaded.dtype, **more)
            if (Path(name) / "generation_config.json").is_file():
                model.generation_config = GenerationConfig.from_pretrained(name)
        else:
            model = AutoModelForImageTextToText.from_pretrained(name, dtype=loaded.dtype, **more)
        return model.to(loaded.device).eval()
    except torch.OutOfMemoryError:
        raise BadInput(f"model {name}: does not fit into the memory of {loaded.device}; take a smaller one") from None
    except Exception as error:
        raise BadInput(f"model {name}: cannot be loaded ({_line(error)})") from None


def _dtype(torch: Any, device: str) -> str:
    """bfloat16 where the card computes in it, else float16; float32 on a processor, which is slower in halves."""
    if not device.startswith("cuda"):
        return "float32"
    return "bfloat16" if torch.cuda.is_bf16_supported(including_emulation=False) else "float16"


def _line(error: BaseException) -> str:
    return f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"
