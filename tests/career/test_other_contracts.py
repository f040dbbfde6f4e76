from datetime import date

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..common import CaeCommon


@tagged("cae_career")
class TestOtherContracts(CaeCommon):
    """Contracts that are neither a CAPE nor a CESA follow none of their rules."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anna = cls.make_entrepreneur("Anna")
        cls.bruno = cls.make_entrepreneur("Bruno")

    def test_no_rule_of_a_cesa_on_them(self):
        for code in ("CDI", "CDI-C", "CJS", "STAGE"):
            contract = self.make_contract(
                self.make_entrepreneur(code), code, date(2026, 1, 1), state="draft"
            )
            self.assertFalse(contract.associate_deadline, code)
            self.assertFalse(contract.trial_end, code)
            self.assertFalse(contract.clause_ids, code)
            self.assertFalse(contract.entrepreneur_id._get_interviews(), code)

    def test_status_of_each(self):
        for code, status in (("CDI", "cesa"), ("CJS", "candidate"), ("STAGE", "candidate")):
            person = self.make_entrepreneur(code)
            self.make_contract(person, code, date(2026, 1, 1), date(2026, 6, 30))
            self.assertEqual(person.status_on(date(2026, 3, 1))[person.id], status, code)

    def test_r50_warns_and_does_not_block(self):
        contract = self.make_contract(
            self.anna, "STAGE", date(2026, 1, 1), date(2026, 2, 28), state="draft"
        )
        self.assertFalse(contract.warning_message)
        contract.date_end = date(2026, 3, 1)
        self.assertIn("paid", contract.warning_message)
        contract.is_paid = True
        self.assertFalse(contract.warning_message)
        contract.date_end = date(2026, 7, 1)
        self.assertIn("at most 6 months", contract.warning_message)
        contract.action_to_sign()
        self.assertEqual(contract.state, "to_sign")

    def test_r50_is_a_dated_parameter(self):
        terms = self.env.ref("cae_tiers_lieux.cae_contract_terms_internship")
        terms.with_user(self.manager).internship_unpaid_months = 3
        contract = self.make_contract(
            self.anna, "STAGE", date(2026, 1, 1), date(2026, 3, 31), state="draft"
        )
        self.assertFalse(contract.warning_message)

    def test_the_longest_internship_is_proposed(self):
        contract = self.make_contract(self.anna, "STAGE", date(2026, 1, 1), state="draft")
        self.assertEqual(contract.date_end, date(2026, 6, 30))


@tagged("cae_career")
class TestCommunityContract(CaeCommon):
    """One contract, several dated holders."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anna = cls.make_entrepreneur("Anna")
        cls.bruno = cls.make_entrepreneur("Bruno")
        cls.contract = cls.make_contract(cls.anna, "CDI-C", date(2026, 1, 1))

    def hold(self, person, start, end=False, contract=None):
        return (
            self.env["cae.contract.holder"]
            .with_user(self.support)
            .create(
                {
                    "contract_id": (contract or self.contract).id,
                    "entrepreneur_id": person.id,
                    "date_start": start,
                    "date_end": end,
                }
            )
        )

    def status(self, person, day):
        return person.status_on(date.fromisoformat(day))[person.id]

    def test_each_holder_has_the_status_of_their_own_days(self):
        self.hold(self.bruno, date(2026, 3, 1), date(2026, 4, 30))
        self.assertEqual(self.status(self.bruno, "2026-02-28"), "candidate")
        self.assertEqual(self.status(self.bruno, "2026-03-01"), "cesa")
        self.assertEqual(self.status(self.bruno, "2026-04-30"), "cesa")
        self.assertEqual(self.status(self.bruno, "2026-05-01"), "exited")
        self.assertEqual(self.status(self.anna, "2026-03-15"), "cesa")

    def test_the_end_of_the_contract_ends_its_holders(self):
        self.hold(self.bruno, date(2026, 3, 1))
        self.env["cae.contract.terminate"].create(
            {
                "contract_id": self.contract.id,
                "notice_date": date(2026, 6, 1),
                "date": date(2026, 6, 30),
                "reason": "End of the experiment",
            }
        ).action_confirm()
        self.assertEqual(self.status(self.bruno, "2026-06-30"), "cesa")
        self.assertEqual(self.status(self.bruno, "2026-07-01"), "exited")

    def test_a_draft_gives_nothing(self):
        draft = self.make_contract(
            self.make_entrepreneur("Chloe"), "CDI-C", date(2026, 1, 1), state="draft"
        )
        self.hold(self.bruno, date(2026, 3, 1), contract=draft)
        self.assertEqual(self.status(self.bruno, "2026-03-15"), "candidate")

    def refuse(self, message, *args, error=ValidationError, **kwargs):
        with self.assertRaises(error) as caught:  # rolls back, which assertRaisesRegex does not
            self.hold(*args, **kwargs)
        self.assertIn(message, str(caught.exception))

    def test_what_is_refused(self):
        cesa = self.make_contract(self.make_entrepreneur("Chloe"), "CESA", date(2026, 1, 1))
        self.refuse("one person only", self.bruno, date(2026, 3, 1), contract=cesa)
        self.refuse("already holds", self.anna, date(2026, 3, 1))
        self.refuse("outside its days", self.bruno, date(2025, 12, 31))
        self.hold(self.bruno, date(2026, 3, 1), date(2026, 4, 30))
        self.refuse("twice", self.bruno, date(2026, 4, 30))
        own = self.make_entrepreneur("Dora")
        self.make_contract(own, "CAPE", date(2026, 1, 1), date(2026, 12, 31))
        self.refuse("already has the contract", own, date(2026, 6, 1))

    def test_a_holder_of_a_signed_contract_is_ended_not_rewritten(self):
        holder = self.hold(self.bruno, date(2026, 3, 1))
        holder.date_end = date(2026, 5, 31)
        with self.assertRaisesRegex(UserError, "add another line"):
            holder.date_start = date(2026, 2, 1)
        with self.assertRaisesRegex(UserError, "add another line"):
            holder.unlink()

    def test_another_coop_sees_no_holder(self):
        holder = self.hold(self.bruno, date(2026, 3, 1))
        with self.assertRaises(AccessError):
            holder.with_user(self.support_b).read(["date_start"])
