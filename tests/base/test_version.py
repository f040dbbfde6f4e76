"""What holds until the next version of the same thing: one look-up for one thing or for many."""

from datetime import date

from odoo.tests import tagged

from ..common import CaeCommon


@tagged("post_install", "-at_install", "cae_base")
class TestVersion(CaeCommon):
    """Through the VAT statuses of partners."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        partners = cls.env["res.partner"].create([{"name": name} for name in ("P", "Q")])
        cls.p, cls.q = partners
        cls.old, cls.new, cls.other = cls.env["cae.vat.status"].create(
            [
                {"partner_id": partner.id, "date_start": start, "status": status}
                for partner, start, status in (
                    (cls.p, date(2025, 1, 1), "franchise"),
                    (cls.p, date(2026, 1, 1), "standard"),
                    (cls.q, date(2026, 6, 1), "exempt"),
                )
            ]
        )

    def test_the_version_of_a_day_is_the_last_one_begun(self):
        versions = self.new | self.old
        self.assertFalse(versions._version_on(date(2024, 12, 31)))
        self.assertEqual(versions._version_on(date(2025, 1, 1)), self.old)
        self.assertEqual(versions._version_on(date(2025, 12, 31)), self.old)
        self.assertEqual(versions._version_on(date(2026, 1, 1)), self.new)

    def test_many_things_are_looked_up_at_once(self):
        versions = self.env["cae.vat.status"]
        domain = [("partner_id", "in", (self.p | self.q).ids)]
        self.assertEqual(versions._versions_on(date(2026, 5, 31), domain), {self.p: self.new})
        self.env.flush_all()
        with self.assertQueryCount(1):
            found = versions._versions_on(date(2026, 6, 1), domain)
        self.assertEqual(found, {self.p: self.new, self.q: self.other})
