"""A price agreed case by case (R42): asked on a use, agreed by whom and why, billed."""

from datetime import date

from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..common import CaeStreetCommon


@tagged("cae_prices")
@freeze_time("2026-11-10")
class TestPriceAgreement(CaeStreetCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        rule = {"name": "À discuter", "status": "cesa", "effect": "case_by_case"}
        cls.make_convention(rules=[rule])
        cls.bruno = cls.make_person("Bruno", "CESA", date(2024, 1, 1))
        cls.use = cls.make_uses(cls.bruno, [date(2026, 10, 5)])

    def ask(self, use=None, **values):
        use = use or self.use
        form = use.with_user(self.support).action_ask_price()
        agreements = self.env["cae.price.agreement"].with_user(self.support)
        values = {"reason": "Premier mois d'activité", **values}
        return agreements.with_context(**form["context"]).create(values)

    def test_a_use_case_by_case_is_asked_agreed_and_priced(self):
        self.assertEqual(self.use.problem_code, "case_by_case")
        agreement = self.ask(price=9.0, coop_percent=50, activity_percent=50)
        self.assertEqual((agreement.state, self.use.state), ("asked", "recorded"))
        with self.assertRaises(AccessError):
            agreement.action_agree()
        agreement.with_user(self.accountant).action_agree()
        self.assertRecordValues(
            self.use,
            [{"state": "rated", "net_amount": 9.0, "reduction_amount": 6.0, "billed_amount": 9.0}],
        )
        self.assertEqual(
            {share.payer: share.amount for share in self.use.share_ids},
            {"coop": 4.5, "activity": 4.5},
        )
        self.assertIn("(Premier mois d'activité)", self.use.explanation)
        self.assertNotIn("Premier mois", self.use.explanation_host)
        other = self.make_uses(self.bruno, [date(2026, 10, 6)])
        self.assertEqual(other.problem_code, "case_by_case", "for this use alone")

    def test_a_price_agreed_until_a_day_covers_the_uses_until_then(self):
        agreement = self.ask(
            usage_id=False, is_free=True, date_start=date(2026, 10, 1), date_end=date(2026, 10, 31)
        )
        agreement.with_user(self.accountant).action_agree()
        later = self.make_uses(self.bruno, [date(2026, 10, 31), date(2026, 11, 1)])
        self.assertEqual((self.use | later).mapped("free_amount"), [15.0, 15.0, 0.0])
        agreement.with_user(self.accountant).action_stop()
        self.assertEqual(agreement.date_end, date(2026, 11, 9))

    def test_what_was_refused_goes_on_waiting(self):
        agreement = self.ask(price=9.0)
        agreement.with_user(self.accountant).action_refuse()
        self.assertEqual((agreement.decided_by, self.use.state), (self.accountant, "recorded"))
        with self.assertRaisesRegex(UserError, "Ask for another price"):
            agreement.with_user(self.accountant).price = 1.0

    def test_two_prices_on_the_same_days_are_refused(self):
        for _time in range(2):
            lasting = self.ask(
                usage_id=False, price=9.0, date_start=date(2026, 10, 1), date_end=False
            )
            if not _time:
                lasting.with_user(self.accountant).action_agree()
        with self.assertRaisesRegex(ValidationError, "stop that one first"):
            lasting.with_user(self.accountant).action_agree()

    def test_the_price_of_a_use_follows_its_agreement_and_no_other_condition(self):
        self.ask(price=9.0).with_user(self.accountant).action_agree()
        half = self.make_uses(self.bruno, [date(2026, 10, 6)], unit="half_day")
        self.assertEqual(half.problem_code, "case_by_case")
