"""The VAT status of a partner, by date, and the mention it prints (R35)."""

from datetime import date

from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2.errors import NotNullViolation, UniqueViolation

from ..common import CaeStreetCommon


@tagged("post_install", "-at_install", "cae_space")
class TestVatStatus(CaeStreetCommon):
    def make_status(self, status, start, partner=None, **values):
        return self.env["cae.vat.status"].create(
            {
                "partner_id": (partner or self.host).id,
                "status": status,
                "date_start": start,
                **values,
            }
        )

    def test_each_partner_has_the_status_of_the_day(self):
        other = self.env["res.partner"].create({"name": "Other host", "is_company": True})
        self.make_status("franchise", date(2025, 1, 1))
        self.make_status("standard", date(2026, 7, 1))
        self.make_status("exempt", date(2026, 1, 1), partner=other)
        partners = self.host | other

        def on(day):
            return [partners._cae_vat_status_on(day)[partner.id].status for partner in partners]

        self.assertEqual(on(date(2024, 12, 31)), [False, False])
        self.assertEqual(on(date(2026, 6, 30)), ["franchise", "exempt"])
        self.assertEqual(on(date(2026, 7, 1)), ["standard", "exempt"])

    def test_the_mention_is_that_of_the_law_until_it_is_written_otherwise(self):
        franchise = self.make_status("franchise", date(2025, 1, 1))
        self.assertEqual(franchise.mention, "TVA non applicable, art. 293 B du CGI")
        written = self.make_status("exempt", date(2026, 1, 1), mention="Art. L. 1 du CIBS")
        self.assertEqual(written.mention, "Art. L. 1 du CIBS")
        self.assertFalse(self.make_status("standard", date(2027, 1, 1)).mention)

    def test_the_first_day_is_never_guessed_and_is_one_day(self):
        with self.assertRaises(NotNullViolation), mute_logger("odoo.sql_db"):
            self.env["cae.vat.status"].create({"partner_id": self.host.id, "status": "exempt"})
        self.make_status("franchise", date(2025, 1, 1))
        with self.assertRaises(UniqueViolation), mute_logger("odoo.sql_db"):
            self.make_status("exempt", date(2025, 1, 1))
