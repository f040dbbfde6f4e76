"""Subscriptions, calls, payments, transfers, refunds: the ledger and the books agree."""

from datetime import date

from freezegun import freeze_time
from odoo.tests import Form, tagged

from .common import CaeMembershipCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-11-23")
class TestMembershipCapital(CaeMembershipCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.load_chart()
        cls.anna = cls.env["res.partner"].create({"name": "Anna", "email": "anna@example.com"})
        cls.membership = cls.make_membership(cls.anna)
        cls.moves = cls.env["cae.share.move"]

    def balance(self, membership=None, day=date(2026, 11, 23)):
        membership = membership or self.membership
        return self.moves._get_balances(membership, day)[membership.id]

    def test_a_promise_enters_the_ledger_and_the_books(self):
        """SCIC: 500 € promised, a quarter called, the rest called later (R28)."""
        subscription = self.make_subscription(self.membership, calls=3)
        self.assertEqual(subscription.amount, 500.0)
        self.assertEqual(subscription.call_ids.mapped("amount"), [125.0, 125.0, 125.0, 125.0])
        self.assertEqual(subscription.call_ids.mapped("called"), [True, False, False, False])
        self.assertEqual(self.account_balance("109000"), 375.0)
        self.assertEqual(self.account_balance("101100"), -375.0)
        self.assertEqual(self.account_balance("456250"), 125.0)
        self.assertEqual(self.account_balance("101200"), -125.0)
        self.assertEqual((self.balance().shares, self.balance().paid), (25, 0))
        self.assertEqual(subscription.call_ids.line_id.journal_id.code, "CAPIT")

    def test_a_payment_matched_in_accounting_enters_the_ledger(self):
        subscription = self.make_subscription(self.membership, calls=1)
        line = subscription.call_ids[0].line_id
        counterpart = self.pay(line, 125.0, date(2026, 2, 3))
        self.assertEqual(self.balance().paid, 125)
        self.assertEqual(self.balance(day=date(2026, 2, 2)).paid, 0)
        self.assertEqual(self.account_balance("101300"), -125.0)
        self.assertEqual(self.account_balance("101200"), 0.0)
        self.assertEqual(subscription.call_ids[0].state, "paid")
        # undone in accounting, it leaves the ledger by a reversal
        counterpart.remove_move_reconcile()
        self.assertEqual(self.balance().paid, 0)
        self.assertEqual(self.account_balance("101300"), 0.0)
        self.assertEqual(len(subscription.share_move_ids), 3)

    def test_a_call_under_the_minimum_is_blocked(self):
        """R28: a quarter at the subscription in a SCIC."""
        subscription = self.make_subscription(
            self.membership, sign=False, first_call=100.0, calls=1
        )
        with self.refused(r"125\.00.*R28"):
            subscription.action_sign()

    def test_the_sa_form_calls_a_quarter_and_the_sarl_everything(self):
        self.set_form(self.org, "scop_sa")
        self.assertEqual(self.make_subscription(self.membership, sign=False).first_call, 125.0)
        self.set_form(self.org, "scop_sarl")
        self.assertEqual(self.make_subscription(self.membership, sign=False).first_call, 500.0)

    def test_a_limit_is_a_dated_parameter(self):
        form = self.org.cae_legal_form_id
        form.version_ids.copy({"date_start": "2026-06-01", "first_call_percent": 50.0})
        before = self.make_subscription(self.membership, day=date(2026, 5, 31), sign=False)
        after = self.make_subscription(self.membership, day=date(2026, 6, 1), sign=False)
        self.assertEqual((before.first_call, after.first_call), (125.0, 250.0))

    def test_calls_that_do_not_sum_are_refused(self):
        subscription = self.make_subscription(self.membership, sign=False, calls=1)
        subscription.action_schedule()
        subscription.call_ids[1].amount = 300.0
        with self.refused("add up to 425.00"):
            subscription.action_sign()

    def test_the_value_of_a_share_changes_by_date(self):
        self.env["cae.share.value"].create(
            {"organisation_id": self.org.id, "date_start": date(2026, 7, 1), "value": 25.0}
        )
        before = self.make_subscription(self.membership, 4, date(2026, 6, 30), sign=False)
        after = self.make_subscription(self.membership, 4, date(2026, 7, 1), sign=False)
        self.assertEqual((before.amount, after.amount), (80.0, 100.0))

    def test_without_a_value_the_sentence_says_where_to_write_it(self):
        other = self.make_organisation("Other", "scic", "coop")
        membership = self.make_membership(self.anna, other)
        subscription = self.make_subscription(membership, sign=False)
        with self.refused("Value of the share"):
            subscription.action_sign()

    def test_an_entry_of_the_ledger_is_not_reset_to_draft(self):
        subscription = self.make_subscription(self.membership, calls=1)
        for entry in subscription.move_ids:
            with self.refused("follows from the capital ledger"):
                entry.button_draft()

    def test_a_refund_soon_due_is_reminded_until_it_is_paid(self):
        """R31: five years in the statutes, reminded three months before."""
        founder = self.make_membership(self.env["res.partner"].create({"name": "Founder"}))
        self.add_shares(founder, 100)
        self.add_shares(self.membership, 10)
        self.env["cae.share.refund"].create(
            {"membership_id": self.membership.id, "date": date(2026, 6, 1)}
        ).action_refund()
        self.env["cae.membership"]._remind_refunds()
        self.assertFalse(self.membership.activity_ids)
        with freeze_time("2031-04-01"):
            self.env["cae.membership"]._remind_refunds()
            self.env["cae.membership"]._remind_refunds()
        self.assertEqual(self.membership.activity_ids.date_deadline, date(2031, 6, 1))

    def test_the_ledger_is_never_written_nor_deleted(self):
        move = self.add_shares(self.membership, 5)
        with self.refused("never edited"):
            move.date = date(2026, 2, 1)
        with self.refused("cannot be deleted.*reverse it"):
            move.unlink()
        move.action_reverse()
        self.assertEqual(self.balance().shares, 0)

    def test_a_transfer_of_more_than_is_held_is_refused(self):
        self.add_shares(self.membership, 5)
        bruno = self.env["res.partner"].create({"name": "Bruno"})
        wizard = self.env["cae.share.transfer"].create(
            {
                "membership_id": self.membership.id,
                "to_membership_id": self.make_membership(bruno).id,
                "shares": 6,
                "date": date(2026, 3, 1),
            }
        )
        with self.refused("holds 5 shares .* cannot transfer 6"):
            wizard.action_transfer()
        wizard.shares = 2
        wizard.action_transfer()
        self.assertEqual(self.balance().shares, 3)
        self.assertEqual(self.balance(wizard.to_membership_id).paid, 40)
        self.assertEqual(self.account_balance("101300"), 0.0)

    def test_a_move_below_zero_is_refused_on_any_day(self):
        """A back-dated move counts too: 5 shares given in May cannot leave in March."""
        self.add_shares(self.membership, 5, date(2026, 5, 1))
        with self.refused("less than nothing"):
            self.add_shares(self.membership, -5, date(2026, 3, 1), kind="transfer_out")

    def test_a_refund_that_breaks_the_floor_is_refused(self):
        """R30: 4 000 € once, the capital stays above 1 000 €."""
        founder = self.make_membership(self.env["res.partner"].create({"name": "Founder"}))
        self.add_shares(founder, 160)
        self.add_shares(self.membership, 40)
        wizard = self.env["cae.share.refund"].create(
            {"membership_id": founder.id, "date": date(2026, 6, 1)}
        )
        self.assertEqual(wizard.shares, 160)
        with self.refused(r"may not go under 1000\.00.*R30"):
            wizard.action_refund()
        wizard.write({"leaves": False, "shares": 150})
        wizard.action_refund()
        self.assertEqual(self.balance(founder).shares, 10)
        with self.refused("R30"):
            self.add_shares(founder, -10, date(2026, 7, 1), kind="refund")

    def test_a_leaver_bears_their_part_of_the_losses(self):
        """R31: nominal less the part of the losses, within the statutes' delay."""
        founder = self.make_membership(self.env["res.partner"].create({"name": "Founder"}))
        self.add_shares(founder, 75)
        self.add_shares(self.membership, 25)
        self.env["cae.loss.year"].create(
            {
                "organisation_id": self.org.id,
                "date_end": date(2025, 12, 31),
                "amount": 400.0,
                "carried": 400.0,
            }
        )
        form = Form(
            self.env["cae.share.refund"].with_context(default_membership_id=self.membership.id)
        )
        form.date = date(2026, 10, 1)
        self.assertEqual((form.nominal, form.loss, form.amount), (500.0, 100.0, 400.0))
        self.assertEqual(form.date_due, date(2031, 10, 1))
        form.save().action_refund()
        self.assertEqual(self.account_balance("456700"), -400.0)
        self.assertEqual(self.account_balance("119000"), -100.0)
        self.assertEqual(self.membership.state, "ended")
        self.assertEqual(self.membership.date_end, date(2026, 9, 30))

    def test_what_a_leaver_had_not_paid_is_cancelled(self):
        founder = self.make_membership(self.env["res.partner"].create({"name": "Founder"}))
        self.add_shares(founder, 100)
        subscription = self.make_subscription(self.membership, calls=1)
        self.pay(subscription.call_ids[0].line_id, 100.0, date(2026, 2, 1))
        self.env["cae.share.refund"].create(
            {"membership_id": self.membership.id, "date": date(2026, 6, 1)}
        ).action_refund()
        self.assertEqual(self.account_balance("456700"), -100.0)
        for code in ("109000", "101100", "101200", "456250"):
            self.assertEqual(self.account_balance(code), 0.0, code)
        self.assertEqual((self.balance().shares, self.balance().subscribed), (0, 0))
        self.assertEqual(subscription.call_ids.mapped("state"), ["cancelled", "cancelled"])

    def test_a_signed_subscription_of_which_nothing_is_paid_is_reversed(self):
        subscription = self.make_subscription(self.membership, calls=1)
        subscription.action_reverse()
        self.assertEqual(subscription.state, "cancelled")
        self.assertEqual(self.balance().shares, 0)
        for code in ("109000", "101100", "101200", "456250", "101300"):
            self.assertEqual(self.account_balance(code), 0.0, code)

    def test_a_new_value_converts_the_shares_and_keeps_the_capital(self):
        self.add_shares(self.membership, 25)
        wizard = self.env["cae.share.conversion"].create(
            {"organisation_id": self.org.id, "date": date(2026, 9, 1), "new_value": 10.0}
        )
        self.assertEqual(wizard.old_value, 20.0)
        wizard.action_convert()
        self.assertEqual((self.balance().shares, self.balance().subscribed), (50, 500))
        self.assertEqual(self.balance(day=date(2026, 8, 31)).shares, 25)

    def test_shares_held_in_others_and_their_unpaid_part(self):
        """The coop subscribes 500 € in a space: 266000 / 269000, the called part to pay."""
        host = self.make_organisation("Host H", "scic")
        self.env["cae.share.value"].create(
            {"organisation_id": host.id, "date_start": date(2020, 1, 1), "value": 50.0}
        )
        membership = self.make_membership(self.org, host)
        self.assertEqual(membership.direction, "out")
        subscription = self.make_subscription(membership, 10, calls=1)
        self.assertEqual(self.account_balance("266000"), 500.0)
        self.assertEqual(self.account_balance("269000"), -375.0)
        self.assertEqual(self.account_balance("404100"), -125.0)
        self.pay(subscription.call_ids[0].line_id, 125.0, date(2026, 3, 1))
        self.assertEqual(self.balance(membership).paid, 125)
        self.assertEqual(self.account_balance("404100"), 0.0)

    def test_the_daily_cron_calls_what_falls_due(self):
        subscription = self.make_subscription(self.membership, calls=5)
        with freeze_time("2027-01-20"), self.enter_registry_test_mode():
            self.env.ref("cae_tiers_lieux.ir_cron_membership_daily").method_direct_trigger()
        subscription.call_ids.invalidate_recordset()
        self.assertEqual(subscription.call_ids.mapped("called"), [True, True] + [False] * 4)

    def test_the_form_of_subscription_is_in_two_copies(self):
        subscription = self.make_subscription(self.membership, calls=1)
        html = (
            self.env["ir.actions.report"]
            ._render_qweb_html("cae_tiers_lieux.cae_share_subscription_report", subscription.ids)[0]
            .decode()
        )
        self.assertIn("Copy <span>1</span> of 2", html)
        self.assertIn("Copy <span>2</span> of 2", html)
        self.assertEqual(html.count("Anna"), 4)
