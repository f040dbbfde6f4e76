"""What people send, and what we send them: files, signatures, cells, text of another program."""

import base64
import binascii
import hashlib
import io
import re

import xmltodict
from odoo.api import Environment
from odoo.tools import mute_logger
from odoo.tools.pdf import PdfReader, PdfReadError
from PIL import Image, UnidentifiedImageError

#: Characters that XML 1.0 and a spreadsheet cannot hold.
UNTOLD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
#: What makes a spreadsheet compute a text.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
IMAGES = ("PNG", "JPEG")
#: The least that a drawing measures, in pixels.
DRAWN = 40


def plain_text(text: str | None) -> str:
    """Return a text without the characters that no other program takes.

    >>> plain_text("Le\x0b Préau")
    'Le Préau'
    """
    return UNTOLD.sub("", text or "")


def xml_text(tree: dict) -> str:
    """Return a tree of dicts, lists and texts as XML, without what XML cannot hold.

    >>> xml_text({"space": {"name": "Le\x0b Préau"}}).splitlines()[-2].strip()
    '<name>Le Préau</name>'
    """
    return xmltodict.unparse(_plain_tree(tree), pretty=True)


def _plain_tree(content):
    if isinstance(content, dict):
        return {tag: _plain_tree(value) for tag, value in content.items()}
    if isinstance(content, list):
        return [_plain_tree(value) for value in content]
    return plain_text(content)


def plain_cell(value):
    """Return a value for a cell that no spreadsheet computes: a text stays a text.

    >>> plain_cell("=cmd()"), plain_cell("Anna"), plain_cell(-3), plain_cell(None)
    ("'=cmd()", 'Anna', -3, None)
    """
    if not isinstance(value, str):
        return value
    value = plain_text(value)
    return f"'{value}" if value.startswith(FORMULA) else value


def digest(content: bytes | str | None) -> str:
    """Return the SHA-256 of a file as a binary field holds it, "" for none."""
    if not content:
        return ""
    return hashlib.sha256(base64.b64decode(content)).hexdigest()


def file_problem(env: Environment, content: bytes | str | None) -> str | bool:
    """Return why a file is no signed document that somebody can read, as a sentence, or False.

    :param content: base64, as a binary field holds it; a PDF, or a picture of each page
    """
    data = _decode(content)
    if data is not None and (_is_pdf(data) or _open_image(data)):
        return False
    return env._(
        "This file cannot be read as a document: attach a PDF, or a picture (PNG, JPEG) of the "
        "signed pages."
    )


def signature_problem(env: Environment, content: bytes | str | None) -> str | bool:
    """Return why a drawing is no signature, as a sentence, or False.

    :param content: base64 of a PNG or JPEG, as the screen sends it
    """
    data = _decode(content)
    image = data is not None and _open_image(data)
    if not image:
        return env._("The signature cannot be read: draw it again.")
    if min(image.size) < DRAWN // 2 or max(image.size) < DRAWN or _is_blank(image):
        return env._("The signature is empty: draw it, then sign.")
    return False


def _decode(content: bytes | str | None) -> bytes | None:
    try:
        return base64.b64decode(content or b"", validate=True)
    except (binascii.Error, ValueError, TypeError):
        return None


def _is_pdf(data: bytes) -> bool:
    if not data.startswith(b"%PDF-") or b"%%EOF" not in data[-1024:]:
        return False
    try:
        # what its reader repairs in silence is no news for our log
        with mute_logger("pypdf", "pypdf._reader"):
            return len(PdfReader(io.BytesIO(data), strict=False).pages) > 0
    except (PdfReadError, ValueError, KeyError, TypeError, AttributeError, OSError):
        return False


def _open_image(data: bytes) -> Image.Image | None:
    try:
        image = Image.open(io.BytesIO(data))
        if image.format not in IMAGES:
            return None
        image.load()
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return None
    return image


def _is_blank(image: Image.Image) -> bool:
    """Whether nothing is drawn: one colour all over, what shows through set aside."""
    flat = Image.new("RGB", image.size, "white")
    drawn = image.convert("RGBA")
    flat.paste(drawn, mask=drawn.getchannel("A"))
    return all(low == high for low, high in flat.getextrema())
