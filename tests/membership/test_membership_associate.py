"""An entrepreneur subscribes, pays by withholding, becomes associate, leaves (R14, R29)."""

from datetime import date

from freezegun import freeze_time
from odoo.tests import tagged

from .common import CaeMembershipCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-11-23")
class TestMembershipAssociate(CaeMembershipCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.load_chart()
        cls.anna = cls.make_entrepreneur("Anna")
        cls.make_contract(cls.anna, "CESA", start=date(2025, 1, 1))
        founder = cls.make_membership(cls.env["res.partner"].create({"name": "Founder"}))
        cls.add_shares(founder, 100)

    def status(self, day):
        return self.anna.status_on(day)[self.anna.id]

    def test_the_whole_life_of_an_associate(self):
        """500 € withheld over five months, admitted in March, refunded in October."""
        action = self.anna.action_cae_subscribe()
        membership = self.env["cae.membership"].browse(action["context"]["default_membership_id"])
        self.assertEqual(membership.state, "draft")
        self.assertEqual(self.anna.share_state, "draft")
        subscription = self.make_subscription(
            membership,
            day=date(2026, 1, 15),
            sign=False,
            first_call=500.0,
            payment_mode="pay",
            monthly_amount=100.0,
            pay_expected=1200.0,
            month_first=date(2026, 1, 31),
        )
        with self.refused("which body admitted"):
            subscription.action_sign()
        membership.write(
            {"admission_body": "board", "date_admission": date(2026, 3, 10), "date_start": False}
        )
        subscription.action_sign()
        subscription.action_plan_withholding()
        planned = subscription.withholding_ids
        self.assertEqual(planned.mapped("amount"), [100.0] * 5)
        self.assertEqual(planned[-1].date, date(2026, 5, 31))
        planned.action_withhold()
        self.assertEqual(subscription.payment_state, "paid")
        self.assertEqual(self.account_balance("421000"), 500.0)
        self.assertEqual(self.account_balance("456250"), 0.0)
        self.assertEqual(self.account_balance("101300"), -500.0)
        paid = self.env["cae.share.move"].search(
            [("membership_id", "=", membership.id), ("kind", "=", "withholding")]
        )
        self.assertEqual(
            sorted(paid.mapped("date")),
            [date(2026, m, d) for m, d in ((1, 31), (2, 28), (3, 31), (4, 30), (5, 31))],
        )
        # associate from the admission on: status, deadline and capital agree
        self.assertEqual(self.status(date(2026, 3, 9)), "cesa")
        self.assertEqual(self.status(date(2026, 3, 10)), "associate")
        self.anna.invalidate_recordset()
        self.assertEqual(self.anna.associate_since, date(2026, 3, 10))
        self.assertFalse(self.anna.associate_by)
        self.assertEqual(self.anna.share_state, "paid")
        # leaves and is refunded
        self.env["cae.share.refund"].create(
            {"membership_id": membership.id, "date": date(2026, 10, 1)}
        ).action_refund()
        self.assertEqual(self.status(date(2026, 9, 30)), "associate")
        self.assertEqual(self.status(date(2026, 10, 1)), "cesa")
        self.assertEqual(self.account_balance("456700"), -500.0)
        debt = self.env["cae.share.move"].search([("kind", "=", "refund")]).move_id.line_ids
        line = debt.filtered(lambda x: x.account_id.code == "456700")
        self.pay(line, 500.0, date(2026, 10, 20))
        self.assertEqual(self.account_balance("456700"), 0.0)

    def test_admitted_without_shares_is_not_an_associate(self):
        """R14: both, the admission and the shares."""
        membership = self.make_membership(self.anna.partner_id)
        self.assertEqual(self.status(date(2026, 6, 1)), "cesa")
        self.add_shares(membership, 1, date(2026, 5, 1))
        self.assertEqual(self.status(date(2026, 4, 30)), "cesa")
        self.assertEqual(self.status(date(2026, 5, 1)), "associate")

    def test_who_holds_shares_without_a_contract_is_found_among_the_associates(self):
        bruno = self.make_entrepreneur("Bruno")
        self.add_shares(self.make_membership(bruno.partner_id), 1, date(2026, 5, 1))
        found = self.env["cae.entrepreneur"].search([("status", "=", "associate")])
        self.assertEqual(found, bruno)

    def test_the_deadline_board_opens_the_subscription_and_closes_by_itself(self):
        self.anna._sync_deadlines()
        deadline = self.env["cae.deadline"].search(
            [("entrepreneur_id", "=", self.anna.id), ("kind", "=", "associate")]
        )
        self.assertEqual((deadline.date, deadline.share_state), (date(2027, 12, 31), "none"))
        self.assertEqual(deadline.next_step, "Subscribe shares")
        action = deadline.action_next_step()
        self.assertEqual(action["res_model"], "cae.share.subscription")
        membership = self.env["cae.membership"].browse(action["context"]["default_membership_id"])
        membership.write({"admission_body": "board", "date_admission": date(2026, 9, 1)})
        membership.action_activate()
        self.assertTrue(deadline.active, "admitted, and no share yet")
        self.add_shares(membership, 1, date(2026, 10, 1))
        self.assertFalse(deadline.active)
        self.assertEqual(self.anna.stage_id.status, "associate")

    def test_the_deadline_stays_until_the_person_is_associate(self):
        self.assertEqual(self.anna.associate_by, date(2027, 12, 31))
        self.assertEqual(self.anna.share_state, "none")
        found = self.anna.search([("share_state", "=", "none"), ("id", "=", self.anna.id)])
        self.assertEqual(found, self.anna)

    def test_a_cape_holder_has_nothing_withheld(self):
        """R29: no pay, no withholding."""
        holder = self.make_entrepreneur("Chloé")
        self.make_contract(holder, "CAPE", start=date(2026, 1, 1))
        membership = self.make_membership(holder.partner_id, active=False)
        subscription = self.make_subscription(
            membership, sign=False, payment_mode="pay", monthly_amount=50.0, pay_expected=1000.0
        )
        with self.refused("receives no pay"):
            subscription.action_sign()

    def test_a_withholding_above_the_cap_is_refused(self):
        """R29: a tenth of the pay that is due, all subscriptions of the person together."""
        membership = self.make_membership(self.anna.partner_id)
        terms = {"payment_mode": "pay", "monthly_amount": 100.0, "pay_expected": 1000.0}
        subscription = self.make_subscription(membership, first_call=500.0, **terms)
        subscription.action_plan_withholding()
        first = subscription.withholding_ids[0]
        with self.refused(r"at most 100\.00 \(R29\)"):
            first.amount = 100.01
        with self.refused(r"at most 90\.00 \(R29\)"):
            first.pay = 900.0
        other = self.make_subscription(membership, first_call=500.0, **terms)
        with self.refused("200.00 is more than 10.00 %"):
            other.action_plan_withholding()

    def test_the_cap_is_the_one_of_the_day_of_the_pay(self):
        """R29 is a dated parameter: a pay of June follows the rules of June."""
        version = self.org.cae_legal_form_id.version_ids
        version.copy({"date_start": "2026-06-01", "withholding_percent": 5.0})
        membership = self.make_membership(self.anna.partner_id)
        subscription = self.make_subscription(membership, payment_mode="pay", first_call=500.0)
        values = {"subscription_id": subscription.id, "pay": 1000.0, "amount": 80.0}
        withholdings = self.env["cae.share.withholding"]
        withholdings.create({**values, "date": date(2026, 5, 31)})
        with self.refused(r"at most 50\.00 \(R29\)"):
            withholdings.create({**values, "date": date(2026, 6, 30)})

    def test_a_withholding_takes_no_more_than_is_called(self):
        membership = self.make_membership(self.anna.partner_id)
        subscription = self.make_subscription(
            membership, payment_mode="pay", monthly_amount=130.0, pay_expected=2000.0, calls=1
        )
        subscription.action_plan_withholding()
        with self.refused("only .*125.00"):
            subscription.withholding_ids[0].action_withhold()
