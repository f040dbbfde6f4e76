"""What is recorded of a use, and what is refused."""

from datetime import date

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2.errors import UniqueViolation

from ..common import CaeStreetCommon


@tagged("post_install", "-at_install")
class TestRecording(CaeStreetCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.convention = cls.make_convention()
        cls.bruno = cls.make_person("Bruno", "CESA", date(2024, 1, 1))

    def test_one_desk_a_person_space_and_day(self):
        self.make_uses(self.bruno, [date(2026, 10, 5)], unit="half_day")
        with self.assertRaises(UniqueViolation), mute_logger("odoo.sql_db"):
            self.make_uses(self.bruno, [date(2026, 10, 5)], unit="half_day")

    def test_a_cancelled_use_leaves_its_day_free(self):
        self.make_uses(self.bruno, [date(2026, 10, 5)]).action_cancel()
        again = self.make_uses(self.bruno, [date(2026, 10, 5)])
        self.assertEqual(again.state, "rated")

    def test_a_row_of_a_file_is_taken_once_per_space(self):
        self.make_uses(self.bruno, [date(2026, 10, 5)], external_ref="row-1")
        with self.assertRaises(UniqueViolation), mute_logger("odoo.sql_db"):
            self.make_uses(self.bruno, [date(2026, 10, 6)], external_ref="row-1")

    def test_external_visitor_is_counted_and_not_billed(self):
        visitor = self.env["res.partner"].create({"name": "Paul"})
        use = self.make_uses(visitor, [date(2026, 10, 5)])
        self.assertRecordValues(
            use,
            [
                {
                    "visitor": "external",
                    "state": "rated",
                    "coop_id": False,
                    "public_amount": 15.0,
                    "billed_amount": 0.0,
                    "elsewhere_amount": 15.0,
                }
            ],
        )
        self.assertFalse(use.share_ids)

    def test_staff_is_paid_by_the_coop_at_the_public_price(self):
        use = self.make_uses(self.support.partner_id, [date(2026, 10, 5)])
        self.assertEqual((use.visitor, use.billed_amount), ("staff", 15.0))
        self.assertEqual(use.share_ids.payer, "coop")
        self.assertEqual(use.share_ids.analytic_account_id, self.coop_a.cae_shared_account_id)

    def test_paid_on_site_is_counted_and_never_billed(self):
        use = self.make_uses(self.bruno, [date(2026, 10, 5)])
        use.action_paid_on_site()
        self.assertEqual((use.billed_amount, use.elsewhere_amount), (0.0, 10.50))
        self.assertEqual(use.reduction_amount, 4.50)

    def test_the_sentence_of_the_space_never_tells_the_status(self):
        use = self.make_uses(self.bruno, [date(2026, 10, 5)])
        self.assertIn("CESA", use.explanation)
        self.assertNotIn("CESA", use.explanation_host)
        self.assertIn("Partenaire", use.explanation_host)

    def test_shares_add_up_to_the_net_price_and_the_values_to_the_public_one(self):
        for use in self.make_uses(self.bruno, [date(2026, 10, day) for day in range(1, 8)]):
            self.assertAlmostEqual(sum(use.share_ids.mapped("amount")), use.net_amount, 2)
            self.assertAlmostEqual(
                use.billed_amount + use.free_amount + use.reduction_amount + use.elsewhere_amount,
                use.public_amount,
                2,
            )

    def test_a_locked_use_is_never_written_nor_deleted(self):
        use = self.make_uses(self.bruno, [date(2026, 10, 5)])
        use._do_lock()
        for forbidden in (
            lambda: use.write({"unit": "half_day"}),
            lambda: use.action_cancel(),
            lambda: use.unlink(),
        ):
            with self.assertRaisesRegex(UserError, "Bruno"):
                forbidden()

    def test_a_part_for_an_activity_needs_one(self):
        lea = self.make_entrepreneur("Léa")
        self.make_contract(lea, "CESA", start=date(2026, 1, 1))
        use = self.make_uses(lea, [date(2026, 10, 5)])
        self.assertEqual(use.state, "recorded")
        self.assertIn("activity", use.problem)
        self.make_activity(lea)
        self.assertRecordValues(use, [{"state": "rated", "problem": False, "billed_amount": 10.5}])
