"""A CAPE always has its last day, however it was entered (R1)."""

from datetime import date

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from ..common import CaeCommon


@tagged("post_install", "-at_install", "cae_career")
class TestPeriodEnd(CaeCommon):
    def test_a_cape_entered_as_running_without_an_end_is_refused(self):
        anna = self.make_entrepreneur("Anna")
        with self.assertRaisesRegex(ValidationError, "R1: a CAPE has an end"):
            self.make_contract(anna, "CAPE", start="2025-01-01", date_end=False)

    def test_a_cesa_needs_no_end(self):
        bruno = self.make_entrepreneur("Bruno")
        contract = self.make_contract(bruno, "CESA", start="2025-01-01")
        self.assertFalse(contract.date_end)

    def test_the_next_cape_is_prepared_after_one_entered_as_running(self):
        anna = self.make_entrepreneur("Anna")
        self.make_contract(anna, "CAPE", start="2025-01-01", end=date(2025, 12, 31))
        following = self.make_contract(anna, "CAPE", start="2026-06-01", state="draft")
        self.assertEqual(following.date_end, date(2027, 5, 31))
