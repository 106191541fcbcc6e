"""PNG loses nothing, whatever the picture; other decoders read it; the rest is refused in one line."""

import io

import numpy as np
import pytest
from PIL import Image

from proofpress.draw.encode import decode, encode
from proofpress.errors import BadInput


def drawn():
    pixels = np.full((61, 83, 3), (250, 248, 240), np.uint8)
    pixels[10:50, 20:40] = (31, 119, 180)
    return pixels


def grainy():
    return np.random.default_rng(5).integers(0, 256, (61, 83, 3), dtype=np.uint8)


@pytest.mark.parametrize(
    "pixels", [drawn(), grainy(), drawn()[:1, :1], drawn()[::2, ::-1]], ids=["drawn", "grainy", "1x1", "view"]
)
def test_png_is_lossless_for_every_reader(pixels):
    data = encode(pixels)
    assert (decode(data) == pixels).all()
    picture = Image.open(io.BytesIO(data))
    assert picture.mode == "RGB" and (np.asarray(picture) == pixels).all()


@pytest.mark.parametrize("fmt", ["jpeg", "webp"])
def test_lossy_formats_stay_close_and_are_what_they_say(fmt):
    data = encode(drawn(), fmt)
    assert Image.open(io.BytesIO(data)).format == fmt.upper()
    assert np.abs(decode(data).astype(int) - drawn()).mean() < 3


def test_bad_input_is_named():
    with pytest.raises(BadInput, match="'gif'"):
        encode(drawn(), "gif")
    with pytest.raises(BadInput, match="4 bytes"):
        decode(b"junk")
