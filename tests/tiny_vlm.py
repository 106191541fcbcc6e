"""A vision-language model of a few hundred thousand random parameters, built on the spot: LLaVA's shape, nothing downloaded.

It knows nothing; it is there so that real trainers and servers can be run on a CPU in seconds.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

PATCH = 8  # px
SPECIAL = ("<pad>", "<s>", "</s>", "<image>", "<|user|>", "<|assistant|>", "<|system|>")
TEMPLATE = """
{%- for message in messages -%}
    {{- '<|' + message['role'] + '|>\\n' -}}
    {%- if message['role'] == 'assistant' -%}
        {%- generation -%}
        {%- if message['content'] is string -%}{{- message['content'] -}}
        {%- else -%}{%- for part in message['content'] if part['type'] == 'text' -%}{{- part['text'] -}}{%- endfor -%}
        {%- endif -%}
        {{- '</s>' -}}
        {%- endgeneration -%}
    {%- elif message['content'] is string -%}{{- message['content'] -}}
    {%- else -%}
        {%- for part in message['content'] -%}
            {%- if part['type'] == 'image' -%}{{- '<image>\\n' -}}
            {%- elif part['type'] == 'text' -%}{{- part['text'] -}}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
    {{- '\\n' -}}
{%- endfor -%}
{%- if add_generation_prompt -%}{{- '<|assistant|>\\n' -}}{%- endif -%}
"""


def build(
    folder: Path,
    texts: Iterable[str] = (),
    image_size: int = 32,
    vocabulary: int = 2000,
    seed: int = 0,
    layers: int = 2,
    says: int = 0,
) -> None:
    """Write model, tokenizer and processor to `folder`, so that AutoModelForImageTextToText and AutoProcessor load them.

    texts: what the byte-level BPE is trained on; without any a token is a byte, and every text can still be said.
    image_size: px, a multiple of PATCH; a picture becomes (image_size / PATCH) squared tokens.
    layers: of the text model and of the vision model, each.
    says: how many tokens a reply has; 0: it babbles up to the limit.
    """
    import torch
    from transformers import (
        CLIPImageProcessor,
        CLIPVisionConfig,
        LlamaConfig,
        LlavaConfig,
        LlavaForConditionalGeneration,
        LlavaProcessor,
        PreTrainedTokenizerFast,
    )

    if image_size % PATCH:
        raise ValueError(f"image_size {image_size}: not a multiple of {PATCH}")
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=_bpe(texts, vocabulary),
        pad_token="<pad>",
        bos_token="<s>",
        eos_token="</s>",
        additional_special_tokens=list(SPECIAL[3:]),
        extra_special_tokens={"image_token": "<image>"},
        model_max_length=4096,
        padding_side="left",
    )
    processor = LlavaProcessor(
        image_processor=CLIPImageProcessor(
            size={"shortest_edge": image_size}, crop_size={"height": image_size, "width": image_size}
        ),
        tokenizer=tokenizer,
        patch_size=PATCH,
        vision_feature_select_strategy="default",
        num_additional_image_tokens=1,  # CLIP's class token, which "default" drops again
        image_token="<image>",
        chat_template=TEMPLATE.strip(),
    )
    config = LlavaConfig(
        vision_config=CLIPVisionConfig(
            hidden_size=32,
            intermediate_size=64,
            num_hidden_layers=layers,
            num_attention_heads=2,
            image_size=image_size,
            patch_size=PATCH,
        ),
        text_config=LlamaConfig(
            vocab_size=len(tokenizer),
            hidden_size=64,
            intermediate_size=128,
            num_hidden_layers=layers,
            num_attention_heads=4,
            num_key_value_heads=2,
            max_position_embeddings=4096,
            pad_token_id=tokenizer.pad_token_id,
            bos_token_id=tokenizer.bos_token_id,
            eos_token_id=tokenizer.eos_token_id,
        ),
        image_token_index=tokenizer.convert_tokens_to_ids("<image>"),
        vision_feature_layer=-1,
        vision_feature_select_strategy="default",
    )
    torch.manual_seed(seed)
    model = LlavaForConditionalGeneration(config)
    model.generation_config.pad_token_id = tokenizer.pad_token_id
    model.generation_config.eos_token_id = tokenizer.eos_token_id
    if says:
        model.generation_config.suppress_tokens = [tokenizer.convert_tokens_to_ids(t) for t in SPECIAL if t != "</s>"]
        model.generation_config.min_new_tokens = says
        model.generation_config.exponential_decay_length_penalty = (says - 1, 1e6)
    model.save_pretrained(folder)
    processor.save_pretrained(folder)


def _bpe(texts: Iterable[str], vocabulary: int):
    """A byte-level BPE: it can write every string, whatever it was trained on."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(
        vocab_size=vocabulary, special_tokens=list(SPECIAL), initial_alphabet=alphabet, show_progress=False
    )
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer
