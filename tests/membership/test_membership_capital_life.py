"""What is promised, called, withheld and posted: nobody changes it, whatever the way they take."""

from datetime import date

from freezegun import freeze_time
from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common import PDF
from .common import CaeMembershipCommon

DAY = date(2026, 6, 1)


@tagged("post_install", "-at_install")
@freeze_time("2026-11-23")
class TestMembershipCapitalLife(CaeMembershipCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.load_chart()
        people = cls.env["res.partner"].create([{"name": n} for n in ("Founder", "Anna", "Bruno")])
        cls.bruno = people[2]
        cls.founder, cls.anna = (cls.make_membership(person) for person in people[:2])
        cls.add_shares(cls.founder, 75)
        cls.ledger = cls.env["cae.share.move"]
        cls.promise = {"membership_id": cls.anna.id, "shares": 25, "date": date(2026, 1, 15)}

    def by(self, user, record):
        return record.with_user(user)

    def moved(self, membership, member):
        """Give a membership to another member behind its back, and let everything follow."""
        membership.flush_recordset()
        self.env.cr.execute(
            "UPDATE cae_membership SET member_id = %s WHERE id = %s", (member.id, membership.id)
        )
        membership.invalidate_recordset(["member_id"])
        membership.modified(["member_id"])
        self.env.flush_all()

    # Subscriptions

    def test_nobody_begins_a_signed_subscription(self):
        for user in (self.support, self.manager):
            own = self.by(user, self.env["cae.share.subscription"])
            for env, vals in (
                (own, {"state": "signed"}),
                (own.with_context(default_state="signed"), {}),
            ):
                with self.refused("begins as “Draft”"):
                    env.create({**self.promise, **vals})
        self.env["ir.default"].set("cae.share.subscription", "state", "signed")
        with self.refused("begins as “Draft”"):
            self.by(self.support, self.env["cae.share.subscription"]).create(self.promise)

    def test_what_is_promised_stays_with_who_promised(self):
        draft = self.make_subscription(self.make_membership(self.bruno), 5, sign=False)
        signed = self.make_subscription(self.anna, calls=1)
        other = self.env["res.partner"].create({"name": "Other"})
        anna = self.anna.member_id
        self.moved(self.anna, other)
        self.moved(draft.membership_id, anna)
        self.assertEqual(signed.member_id, anna)
        self.assertEqual(signed.call_ids.member_id, anna)
        self.assertEqual(signed.share_move_ids.member_id, anna)
        self.assertEqual(draft.member_id, anna, "a draft follows the file")

    def test_the_signed_form_is_filed_once(self):
        subscription = self.by(self.support, self.make_subscription(self.anna, calls=1))
        subscription.write({"signed_form": PDF, "signed_form_name": "form.pdf"})
        with self.refused("attached in its messages"):
            subscription.signed_form = False
        stored = self.env["ir.attachment"].search(
            [("res_model", "=", subscription._name), ("res_field", "=", "signed_form")]
        )
        with self.refused("cannot be changed by hand"):
            stored.datas = PDF[:12]

    def test_support_works_out_the_calls_again(self):
        """The button is on their screen: it works the second time too."""
        draft = self.by(self.support, self.make_subscription(self.anna, sign=False, calls=1))
        draft.action_schedule()
        draft.calls = 3
        draft.action_schedule()
        self.assertEqual(draft.call_ids.mapped("amount"), [125.0] * 4)
        draft.action_cancel()
        with self.refused("this step is not open to it"):
            draft.action_schedule()

    def test_only_accountants_sign_plan_and_reverse(self):
        draft = self.make_subscription(self.anna, sign=False, calls=1)
        signed = self.make_subscription(self.anna, calls=1)
        for act in (
            self.by(self.support, draft).action_sign,
            self.by(self.support, signed).action_plan_withholding,
            self.by(self.support, signed).action_reverse,
            self.by(self.support, signed.call_ids[1]).action_call,
        ):
            with self.assertRaisesRegex(AccessError, "Accountant"):
                act()
        self.by(self.accountant, draft).action_sign()
        self.assertEqual(draft.state, "signed")

    def test_an_accountant_without_rights_on_journals_runs_the_capital(self):
        person = self.make_entrepreneur("Paid", partner_id=self.anna.member_id.id)
        self.make_contract(person, "CESA", start=date(2026, 1, 1))
        terms = {"payment_mode": "pay", "monthly_amount": 50.0, "pay_expected": 1000.0, "calls": 1}
        draft = self.make_subscription(self.anna, sign=False, first_call=125.0, **terms)
        self.env.invalidate_all()
        own = self.by(self.accountant, draft)
        own.action_sign()
        own.action_plan_withholding()
        self.env.invalidate_all()
        own.withholding_ids[0].action_withhold()
        self.assertEqual((own.withholding_ids[0].state, own.paid_amount), ("done", 50.0))
        other = self.by(self.accountant, self.make_subscription(self.anna, calls=1))
        self.env.invalidate_all()
        other.action_reverse()
        self.assertEqual(other.state, "cancelled")
        self.env.invalidate_all()
        self.by(self.accountant, self.anna)._refund_shares(date(2026, 11, 23), 25, 0.0)
        self.assertEqual(own.call_ids.mapped("state"), ["cancelled", "cancelled"])

    # Calls and withholdings

    def test_a_call_of_a_signed_promise_is_neither_written_added_nor_deleted(self):
        subscription = self.by(self.accountant, self.make_subscription(self.anna, calls=1))
        planned = subscription.call_ids[1]
        self.assertFalse(planned.called)
        for act in (
            lambda: planned.write({"amount": 1.0}),
            lambda: planned.write({"called": True}),
            planned.unlink,
            lambda: subscription.write({"call_ids": [(0, 0, {"date_due": DAY, "amount": 1.0})]}),
        ):
            with self.refused("What was signed is never edited"):
                act()

    def test_a_part_that_the_leaver_owes_no_more_is_not_called(self):
        subscription = self.make_subscription(self.anna, calls=1)
        self.anna._refund_shares(DAY, 25, 0.0)
        rest = subscription.call_ids[1]
        self.assertEqual(rest.state, "cancelled")
        rest.action_call()
        self.assertFalse(rest.called)

    def test_a_withholding_that_was_made_stays_made(self):
        subscription = self.make_subscription(self.anna, calls=1)
        vals = {"subscription_id": subscription.id, "date": DAY, "pay": 1000.0, "amount": 10.0}
        env = self.env["cae.share.withholding"]
        with self.refused("begins as “Planned”"):
            self.by(self.accountant, env).create({**vals, "state": "done"})
        done = env._permit_create("state", *vals).create({**vals, "state": "done"})
        done = self.by(self.accountant, done)
        for act in (lambda: done.write({"state": "planned"}), done.unlink):
            with self.refused("then plan the rest on later pays"):
                act()

    # Ledger

    def test_only_opening_balances_are_typed(self):
        own = self.by(self.accountant, self.ledger)
        vals = {"membership_id": self.anna.id, "date": DAY, "shares": 1, "subscribed": 20.0}
        opening = own.create({**vals, "kind": "opening"})
        self.assertEqual(opening.member_id, self.anna.member_id)
        with self.refused("begins as “Opening balance”"):
            own.create({**vals, "kind": "payment"})
        for name, value in (("paid", 1.0), ("shares", 2), ("member_id", self.bruno.id)):
            with self.assertRaises(AccessError):
                opening.write({name: value})
            with self.refused("reverse it and add another"):
                opening.sudo().write({name: value})

    def test_the_past_of_a_member_does_not_follow_the_file(self):
        line = self.add_shares(self.anna, 5)
        anna = self.anna.member_id
        self.moved(self.anna, self.bruno)
        self.assertEqual((line.member_id, self.anna.member_id), (anna, self.bruno))

    def test_an_opening_balance_leads_to_no_invoice_of_anybody(self):
        """An accountant without rights on journals reversed any posted entry through it."""
        entry = self.make_subscription(self.founder, calls=1).share_move_ids.move_id
        self.assertFalse(self.accountant.has_group("account.group_account_invoice"))
        own = self.by(self.accountant, self.ledger)
        vals = {"membership_id": self.anna.id, "date": DAY, "kind": "opening", "shares": 1}
        with self.refused("Journal entry cannot be changed by hand"):
            own.create({**vals, "move_id": entry.id})
        # even a link that was forged before
        forged = self.add_shares(self.anna, 1)
        forged._permit("move_id").write({"move_id": entry.id})
        with self.refused("is none of the capital"):
            self.by(self.accountant, forged).action_reverse()
        self.assertFalse(entry.reversal_move_ids)

    def test_the_entry_of_another_company_is_not_reversed(self):
        journal = self.env["account.journal"].create(
            {"name": "B", "code": "BBB", "type": "general", "company_id": self.coop_b.id}
        )
        entry = self.env["account.move"].create({"journal_id": journal.id})
        forged = self.founder._refund_shares(DAY, 1, 0.0)
        forged._permit("move_id").write({"move_id": entry.id})
        with self.refused("none of the capital of Coop A"):
            self.by(self.accountant, forged).action_reverse()

    def test_a_transfer_is_reversed_as_a_whole(self):
        """One side alone would leave shares held twice, and reverse the entry for both."""
        today = date(2026, 11, 23)
        first = self.founder._transfer_shares(self.anna, DAY, 3)
        second = self.founder._transfer_shares(self.anna, DAY, 3)
        first[1].action_reverse()
        held = [m._get_balance_on(today).shares for m in (self.founder, self.anna)]
        self.assertEqual(held, [72, 3])
        self.assertEqual(len(first.move_id.reversal_move_ids), 1)
        second[0].action_reverse()
        self.assertEqual(self.anna._get_balance_on(today).shares, 0)
        self.assertTrue(all(move.reversal_ids for move in first | second))

    def test_a_payment_noted_by_hand_is_reversed_by_hand(self):
        host = self.make_organisation("Host H", "scic")
        self.env["cae.share.value"].create(
            {"organisation_id": host.id, "date_start": date(2020, 1, 1), "value": 20.0}
        )
        between = self.make_membership(self.bruno, host)
        call = self.make_subscription(between, 10, calls=1).call_ids[0]
        call.action_pay()
        self.assertEqual(call.state, "paid")
        call.share_move_ids.action_reverse()
        call.invalidate_recordset()
        self.assertEqual(call.residual, 50.0)
        with self.refused("Record the operation again"):
            call.share_move_ids.filtered("reversal_of_id").action_reverse()

    # Values and losses

    def test_an_accountant_converts_and_records_the_value_by_it(self):
        """The step is on their menu; the value alone is for the managers."""
        values = self.by(self.accountant, self.env["cae.share.value"])
        self.assertFalse(values.has_access("create"))
        wizard = self.by(self.accountant, self.env["cae.share.conversion"]).create(
            {"date": DAY, "new_value": 10.0}
        )
        wizard.action_convert()
        self.assertEqual(self.founder._get_balance_on(DAY).shares, 150)
        recorded = values.search([("date_start", "=", DAY)])
        self.assertEqual((recorded.value, recorded.state), (10.0, "used"))
        with self.assertRaises(AccessError):
            self.by(self.support, values)._convert_shares(self.coop_a, self.org, DAY, 5.0)
        with self.assertRaises(AccessError):
            values._convert_shares(self.coop_b, self.coop_b.partner_id, DAY, 5.0)

    def test_a_value_that_shares_were_counted_with_is_kept(self):
        value = self.by(
            self.manager,
            self.env["cae.share.value"].search([("organisation_id", "=", self.org.id)]),
        )
        self.assertEqual(value.state, "open")
        value.value = 25.0
        value.value = 20.0
        self.make_subscription(self.anna, calls=1)
        for act in (lambda: value.write({"value": 25.0}), value.unlink):
            with self.refused("Record another value"):
                act()
        later = value.create({"organisation_id": self.org.id, "date_start": DAY, "value": 20.0})
        self.assertEqual(later.state, "open", "what was signed before does not use it")
        later.unlink()

    def test_a_loss_that_a_leaver_bore_is_kept_until_their_refund_is_reversed(self):
        self.add_shares(self.anna, 25)
        year = self.by(self.accountant, self.env["cae.loss.year"]).create(
            {"organisation_id": self.org.id, "date_end": date(2025, 12, 31), "carried": 400.0}
        )
        refund = self.anna._refund_shares(DAY, 5, 400.0)
        self.assertTrue(refund.loss)
        with self.refused("Reverse the refunds"):
            year.carried = 100.0
        year.amount = 500.0
        refund.action_reverse()
        year.carried = 100.0
        self.assertEqual(year.state, "open")
