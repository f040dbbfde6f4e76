"""Files, signatures and texts that come from anywhere, and go to other programs."""

import base64
import hashlib
import io

from odoo.tests import tagged
from PIL import Image

from ...models.base.payload import (
    digest,
    file_problem,
    plain_cell,
    plain_text,
    signature_problem,
)
from ..common import PDF, SIGNATURE, CaeCommon


def picture(size=(80, 40), colour=(0, 0, 0, 0), kind="PNG", stroke=False):
    """A picture as a screen sends it: base64."""
    image = Image.new("RGBA", size, colour)
    if stroke:
        image.putpixel((5, 5), (0, 0, 0, 255))
    stream = io.BytesIO()
    (image if kind == "PNG" else image.convert("RGB")).save(stream, kind)
    return base64.b64encode(stream.getvalue())


@tagged("cae_base")
class TestPayload(CaeCommon):
    def test_a_signature_is_a_drawing(self):
        self.assertFalse(signature_problem(self.env, SIGNATURE))
        self.assertFalse(signature_problem(self.env, picture(stroke=True).decode()))
        white = picture(colour=(255, 255, 255, 255), stroke=True, kind="JPEG")
        self.assertFalse(signature_problem(self.env, white))

    def test_what_is_no_picture_is_no_signature(self):
        for content in ("@@@", "", None, "Zm9v", PDF, base64.b64encode(b"GIF89a"), 3):
            self.assertIn("cannot be read", signature_problem(self.env, content))

    def test_an_empty_picture_is_no_signature(self):
        for blank in (
            picture(),
            picture(colour=(255, 255, 255, 255)),
            picture(colour=(9, 9, 9, 255)),
            picture(size=(1, 1), stroke=False),
        ):
            self.assertIn("is empty", signature_problem(self.env, blank))

    def test_a_signed_document_opens(self):
        for content in (PDF, picture(colour=(255, 255, 255, 255)), picture(kind="JPEG")):
            self.assertFalse(file_problem(self.env, content))

    def test_five_bytes_are_no_document(self):
        for data in (b"hello", b"%PDF-", b"%PDF-1.4 signed", b"", b"PK\x03\x04 zip"):
            problem = file_problem(self.env, base64.b64encode(data))
            self.assertIn("attach a PDF", problem)
        self.assertIn("attach a PDF", file_problem(self.env, "@@@"))

    def test_the_fingerprint_is_that_of_the_bytes(self):
        self.assertEqual(digest(PDF), hashlib.sha256(base64.b64decode(PDF)).hexdigest())
        self.assertEqual(digest(False), "")

    def test_a_text_stays_a_text_in_a_spreadsheet(self):
        for text in ("=1+1", "+33 6", "-2", "@SUM(A1)", "\t=1", "\r=1"):
            self.assertEqual(plain_cell(text), f"'{text}")
        for value in ("Anna", "a=b", 3, -2.5, None, False):
            self.assertEqual(plain_cell(value), value)

    def test_what_xml_cannot_hold_is_left_out(self):
        self.assertEqual(plain_text("A\x00B\x0bC\x1fD\ufffeé\t\n€"), "ABCDé\t\n€")
        self.assertEqual(plain_text(None), "")
