"""Refund, transfer, conversion: the page asks, the model checks and records."""

from contextlib import suppress
from datetime import date

from freezegun import freeze_time
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .common import CaeMembershipCommon

DAY = date(2026, 6, 1)
# what an operation adds, apart from the numbers of its records
LEDGER = (
    "date",
    "kind",
    "label",
    "shares",
    "subscribed",
    "paid",
    "loss",
    "date_due",
    "member_id",
    "counterpart_id",
)


class Undo(Exception):
    """Raised to roll an operation back."""


@tagged("post_install", "-at_install")
@freeze_time("2026-11-23")
class TestMembershipShares(CaeMembershipCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.load_chart()
        people = cls.env["res.partner"].create([{"name": n} for n in ("Founder", "Anna", "Bruno")])
        cls.founder, cls.anna, cls.bruno = (cls.make_membership(person) for person in people)
        cls.add_shares(cls.founder, 75)
        cls.add_shares(cls.anna, 10)
        cls.ledger = cls.env["cae.share.move"]

    def outcome(self, act):
        """Return what an act adds to the ledger and to the books, and forget it."""
        known = self.ledger.search([])
        with suppress(Undo), self.env.cr.savepoint():
            act()
            moves = self.ledger.search([("id", "not in", known.ids)], order="id")
            lines = moves.move_id.line_ids.sorted(lambda line: (line.account_id.code, line.balance))
            result = (
                moves.mapped(lambda move: [move[name] for name in LEDGER]),
                lines.mapped(lambda line: (line.account_id.code, line.partner_id, line.balance)),
                self.anna.subscription_ids.call_ids.mapped("state"),
                [(m.state, m.date_end, m.exit_reason) for m in (self.founder, self.anna)],
                self.env["cae.share.value"].search([]).mapped("value"),
            )
            raise Undo
        self.assertTrue(result[0])
        return result

    def transfer(self, **values):
        return self.env["cae.share.transfer"].create(
            {
                "membership_id": self.anna.id,
                "to_membership_id": self.bruno.id,
                "date": DAY,
                **values,
            }
        )

    def test_the_page_and_the_model_give_the_same_refund(self):
        """A leaver with a part of the losses, and a call that was never paid (R31)."""
        self.env["cae.loss.year"].create(
            {"organisation_id": self.org.id, "date_end": date(2025, 12, 31), "carried": 400.0}
        )
        subscription = self.make_subscription(self.anna, 15, calls=1)
        self.pay(subscription.call_ids[0].line_id, 50.0, date(2026, 2, 1))

        def by_page():
            form = Form(self.env["cae.share.refund"].with_context(default_membership_id=anna))
            form.date = DAY
            form.reason = "Moves"
            self.assertEqual((form.shares, form.nominal, form.paid), (25, 500.0, 250.0))
            self.assertEqual((form.loss, form.amount), (100.0, 150.0))
            form.save().action_refund()

        anna = self.anna.id
        page = self.outcome(by_page)
        model = self.outcome(lambda: self.anna._refund_shares(DAY, 25, 400.0, True, "Moves"))
        self.assertEqual(page, model)
        self.assertEqual(page[2], ["cancelled", "cancelled"])
        self.assertEqual(page[3][1], ("ended", date(2026, 5, 31), "Moves"))

    def test_the_page_and_the_model_give_the_same_transfer(self):
        page = self.outcome(lambda: self.transfer(shares=3).action_transfer())
        model = self.outcome(lambda: self.anna._transfer_shares(self.bruno, DAY, 3))
        self.assertEqual(page, model)
        self.assertEqual([line[2] for line in page[1]], [-60.0, 60.0])

    def test_the_page_and_the_model_give_the_same_conversion(self):
        def by_page():
            wizard = self.env["cae.share.conversion"].create({"date": DAY, "new_value": 5.0})
            self.assertEqual((wizard.organisation_id, wizard.old_value), (self.org, 20.0))
            wizard.action_convert()

        values = self.env["cae.share.value"]
        page = self.outcome(by_page)
        model = self.outcome(lambda: values._convert_shares(self.coop_a, self.org, DAY, 5.0))
        self.assertEqual(page, model)
        self.assertEqual([move[3] for move in page[0]], [30, 225])
        self.assertEqual(page[4], [5.0, 20.0])

    def test_a_part_of_unpaid_shares_is_not_refunded(self):
        self.make_subscription(self.anna, 15, calls=1)
        with self.refused("has not paid all their shares: refund all"):
            self.anna._refund_shares(DAY, 10, 0.0)
        for shares in (0, 26):
            with self.refused("holds 25 shares .*: refund between 1 and 25"):
                self.anna._refund_shares(DAY, shares, 0.0)

    def test_who_keeps_a_share_stays_a_member(self):
        move = self.anna._refund_shares(DAY, 9, 0.0, leaves=True)
        self.assertEqual((move.shares, move.subscribed, move.paid), (-9, -180.0, -180.0))
        self.assertEqual(self.anna.state, "active")

    def test_a_refund_that_was_a_mistake_is_reversed(self):
        move = self.anna._refund_shares(DAY, 4, 0.0)
        self.assertEqual(self.account_balance("456700"), -80.0)
        move.action_reverse()
        self.assertEqual(self.anna._get_balance_on(date(2026, 11, 23)).shares, 10)
        self.assertEqual(
            (self.account_balance("456700"), self.account_balance("101300")), (0.0, 0.0)
        )

    def test_shares_held_in_others_are_refunded_to_us(self):
        host = self.make_organisation("Host H", "association")
        ours = self.make_membership(self.org, host)
        self.add_shares(ours, 10)
        self.add_shares(self.make_membership(self.anna.member_id, host), 10)
        ours._refund_shares(DAY, 10, 100.0)
        self.assertEqual(
            (self.account_balance("266000"), self.account_balance("404100")), (-200.0, 150.0)
        )
        self.assertEqual(self.account_balance("119000"), 50.0)

    def test_unpaid_shares_or_those_of_another_cooperative_are_not_transferred(self):
        host = self.make_organisation("Host H", "scic")
        other = self.make_membership(self.bruno.member_id, host)
        with self.refused("members of one cooperative"):
            self.anna._transfer_shares(other, DAY, 1)
        self.make_subscription(self.anna, 15, calls=1)
        with self.refused("have them paid before a transfer"):
            self.anna._transfer_shares(self.bruno, DAY, 1)

    def test_a_conversion_leaves_nobody_a_part_of_a_share(self):
        values = self.env["cae.share.value"]
        with self.refused(r"Founder holds .*1,500\.00.* no whole number of shares of .*40\.00"):
            values._convert_shares(self.coop_a, self.org, DAY, 40.0)
        with self.refused("worth more than zero"):
            values._convert_shares(self.coop_a, self.org, DAY, 0.0)
        self.assertEqual(len(values.search([("organisation_id", "=", self.org.id)])), 1)

    def test_support_records_no_operation_whatever_the_way_in(self):
        support = self.anna.with_user(self.support)
        for act in (
            lambda: support._refund_shares(DAY, 1, 0.0),
            lambda: support._transfer_shares(self.bruno, DAY, 1),
        ):
            with self.assertRaises(AccessError):
                act()
        self.assertEqual(self.anna._get_balance_on(DAY).shares, 10)

    def test_a_payment_between_two_others_is_noted_by_hand(self):
        """Nothing of it stands in our books: the ledger alone follows."""
        host = self.make_organisation("Host H", "scic")
        self.env["cae.share.value"].create(
            {"organisation_id": host.id, "date_start": date(2020, 1, 1), "value": 20.0}
        )
        between = self.make_membership(self.anna.member_id, host)
        subscription = self.make_subscription(between, 10, calls=1)
        self.assertFalse(subscription.move_ids)
        first, second = subscription.call_ids
        with self.refused("Match the payment in accounting"):
            second.action_pay()
        first.action_pay()
        self.assertEqual(
            (first.state, between._get_balance_on(date(2026, 11, 23)).paid), ("paid", 50)
        )
        ours = self.make_subscription(self.bruno, calls=1)
        with self.refused("Match the payment in accounting"):
            ours.call_ids[0].action_pay()

    def test_what_accounting_or_the_subscription_made_is_not_reversed_by_hand(self):
        subscription = self.make_subscription(self.bruno, calls=1)
        promise = subscription.share_move_ids
        self.pay(subscription.call_ids[0].line_id, 125.0, date(2026, 2, 3))
        payment = subscription.share_move_ids - promise
        with self.refused("Reverse the subscription itself"):
            promise.action_reverse()
        with self.refused("undo the matching of its payment"):
            payment.action_reverse()
        with self.refused("of which nothing was paid can be reversed"):
            subscription.action_reverse()

    def test_a_part_is_called_once_the_form_is_signed(self):
        subscription = self.make_subscription(self.bruno, sign=False, calls=1)
        subscription.action_schedule()
        with self.refused("signs the subscription before its capital"):
            subscription.call_ids[1].action_call()
        subscription.action_sign()
        subscription.call_ids[1].action_call()
        self.assertEqual(subscription.call_ids.mapped("called"), [True, True])
        with self.refused("never edited"):
            subscription.call_ids[1].amount = 1.0
