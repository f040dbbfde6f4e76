from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import CaeCommon


@tagged("cae_career")
class TestCareerAccess(CaeCommon):
    """What each role may do, and what must be refused."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anna = cls.make_entrepreneur("Anna")
        cls.contract = cls.make_contract(cls.anna, "CESA", date(2026, 1, 1))
        cls.own_file = cls.make_entrepreneur(partner_id=cls.portal_partner.id)
        cls.own_contract = cls.make_contract(cls.own_file, "CAPE", date(2026, 1, 1))

    def test_support_reads_and_writes_own_coop(self):
        anna = self.anna.with_user(self.support)
        anna.project = "Carpentry"
        self.assertEqual(anna.status_on(date(2026, 6, 1)), {anna.id: "cesa"})
        self.contract.with_user(self.support).note = "Call back"

    def test_support_of_another_coop_sees_nothing(self):
        self.assertFalse(
            self.env["cae.entrepreneur"]
            .with_user(self.support_b)
            .search([("id", "=", self.anna.id)])
        )
        with self.assertRaises(AccessError):
            self.anna.with_user(self.support_b).read(["project"])
        with self.assertRaises(AccessError):
            self.anna.with_user(self.support_b).status_on(date(2026, 6, 1))

    def test_support_does_not_change_the_law(self):
        with self.assertRaises(AccessError):
            self.type_cape.terms_ids.with_user(self.support).write({"renewals_max": 9})
        self.type_cape.terms_ids.with_user(self.manager).write({"renewals_max": 3})

    def test_support_does_not_see_pay_nor_causes(self):
        with self.assertRaises(AccessError):
            self.contract.with_user(self.support).read(["fixed_pay"])
        line = self.env["cae.contract.suspension"].create(
            {"contract_id": self.contract.id, "date_start": date(2026, 5, 1), "cause": "sick"}
        )
        with self.assertRaises(AccessError):
            line.with_user(self.support).read(["cause"])
        self.assertEqual(line.with_user(self.social).cause, "sick")

    def test_network_has_no_file_of_a_person(self):
        with self.assertRaises(AccessError):
            self.env["cae.entrepreneur"].with_user(self.network).search([])
        with self.assertRaises(AccessError):
            self.env["cae.contract"].with_user(self.network).search([])

    def test_portal_reads_own_file_only(self):
        files = self.env["cae.entrepreneur"].with_user(self.portal).search([])
        self.assertEqual(files, self.own_file)
        contracts = self.env["cae.contract"].with_user(self.portal).search([])
        self.assertEqual(contracts, self.own_contract)
        with self.assertRaises(AccessError):
            self.anna.with_user(self.portal).read(["project"])
        with self.assertRaises(AccessError):
            self.own_file.with_user(self.portal).write({"project": "Other"})

    def test_portal_of_two_coops_reads_both_own_files(self):
        other = self.make_entrepreneur(partner_id=self.portal_partner.id, company=self.coop_b)
        files = self.env["cae.entrepreneur"].with_user(self.portal).search([])
        self.assertEqual(files, self.own_file + other)

    def test_portal_moves_nothing(self):
        """Steps that the team could take at that moment, and the person cannot."""
        next_one = self.make_contract(self.own_file, "CAPE", date(2027, 1, 1), state="draft")
        next_one._do_to_sign()
        for step in ("action_cancel", "action_back_to_draft"):
            with self.assertRaises(AccessError):
                getattr(next_one.with_user(self.portal), step)()
        contract = self.own_contract.with_user(self.portal)
        with self.assertRaises(AccessError):
            contract.action_push_hr()
        with self.assertRaises(AccessError):
            contract.read(["note"])
        with self.assertRaises(AccessError):
            contract.read(["override_reason"])
        self.assertFalse(contract.blocking_message)
        self.own_file._do_exit(date(2026, 12, 31), "job")
        with self.assertRaises(AccessError):
            self.own_file.with_user(self.portal).action_cancel_exit()

    def test_wizards_are_for_the_team(self):
        values = {
            "cae.contract.prepare": {
                "entrepreneur_id": self.own_file.id,
                "type_id": self.type_cape.id,
                "date_start": "2027-01-01",
            },
            "cae.contract.terminate": {
                "contract_id": self.own_contract.id,
                "date": "2026-12-01",
                "reason": "Mine",
            },
            "cae.entrepreneur.exit": {"entrepreneur_id": self.own_file.id, "reason": "job"},
        }
        for model, vals in values.items():
            for user in (self.portal, self.network):
                with self.assertRaises(AccessError):
                    self.env[model].with_user(user).create(vals)
            self.env[model].with_user(self.support).create(vals)

    def test_only_managers_write_clauses_and_lists(self):
        clause = self.type_cape.clause_ids[0]
        item = self.env.ref("cae_tiers_lieux.cae_exit_item_money")
        for record in (clause, item):
            record.with_user(self.support).read(["name"])
            with self.assertRaises(AccessError):
                record.with_user(self.support).write({"name": "Other"})
            record.with_user(self.manager).write({"name": "Other"})
            with self.assertRaises(AccessError):
                record.with_user(self.network).read(["name"])

    def test_accountant_works_as_the_team_does(self):
        self.anna.with_user(self.accountant).project = "Carpentry"
        with self.assertRaises(AccessError):
            self.anna.with_user(self.accountant).unlink()

    def test_manager_deletes_a_file_without_contract_only(self):
        empty = self.make_entrepreneur("Nobody")
        empty.with_user(self.manager).unlink()
        with self.assertRaisesRegex(UserError, "A contract runs"):
            self.anna.with_user(self.manager).unlink()
