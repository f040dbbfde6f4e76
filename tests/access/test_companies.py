"""Several companies of one database: what each changes, and what stays its own."""

from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import CaeStreetCommon


@tagged("cae_access")
class TestCompanies(CaeStreetCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.space.company_id = cls.coop_a
        cls.manager_b = cls.make_user("manager_b", "group_manager", company=cls.coop_b)

    def test_a_table_that_companies_share_is_changed_by_who_answers_for_all(self):
        shared = (
            self.type_cape,
            self.env["cae.contract.terms"].search([], limit=1),
            self.env["cae.stage"].search([], limit=1),
            self.env["cae.clause"].search([], limit=1),
            self.env["cae.legal.form"].search([], limit=1),
            self.env["cae.legal.form.version"].search([], limit=1),
            self.env["cae.exit.item"].search([], limit=1),
            self.env["cae.space.kind"].search([], limit=1),
        )
        both = self.make_user("manager_of_all", "group_manager")
        parts = self.env["res.company"].search([("cae_role", "!=", "none")])
        both.company_ids = parts
        for record in shared:
            with self.subTest(record._name):
                self.assertTrue(record, "the control: the addon brings one")
                field = "name" if "name" in record._fields else "date_start"
                value = record[field]
                with self.assertRaisesRegex(AccessError, "companies of this database"):
                    record.with_user(self.manager).write({field: value})
                with self.assertRaisesRegex(AccessError, "companies of this database"):
                    record.with_user(self.manager).unlink()
                record.with_user(both).write({field: value})

    def test_a_coop_alone_in_its_database_is_its_own_manager(self):
        self.env["res.company"].search([]).cae_role = "none"
        self.coop_a.cae_role = "coop"
        self.type_cape.with_user(self.manager).name = "CAPE (ours)"
        self.assertEqual(self.type_cape.name, "CAPE (ours)")

    def test_a_space_and_its_prices_are_changed_by_the_company_that_keeps_it(self):
        theirs = self.env(user=self.manager_b)
        space = self.space.with_env(theirs)
        self.assertEqual(space.display_name, "Space S", "the directory is read by all")
        for act in (
            lambda: space.write({"name": "Mine"}),
            lambda: space.write({"host_id": self.coop_b.partner_id.id}),
            lambda: self.tariff.with_env(theirs).write({"tax_included": True}),
            lambda: self.tariff.line_ids[0].with_env(theirs).write({"price": 1.0}),
            lambda: space.resource_ids[0].write({"kind": "office"}),
            lambda: theirs["cae.tariff"].create(
                {"space_id": space.id, "date_start": date(2026, 6, 1)}
            ),
            lambda: space.unlink(),
        ):
            with self.assertRaises(AccessError):
                act()
        self.space.with_user(self.support).phone = "05 61 00 00 00"
        self.space.company_id = False
        space.phone = "05 61 00 00 01"

    def test_the_contact_of_a_person_is_written_by_the_coops_that_follow_them(self):
        anna = self.make_entrepreneur("Anna").partner_id
        with self.assertRaises(AccessError):
            anna.with_user(self.manager_b).phone = "06"
        anna.with_user(self.manager).phone = "06"
        self.make_entrepreneur("Anna", company=self.coop_b, partner_id=anna.id)
        anna.with_user(self.manager_b).phone = "07"
        self.host.with_user(self.manager_b).phone = "08"

    def test_a_team_member_reads_their_own_file_elsewhere_and_does_not_write_it(self):
        own = self.make_entrepreneur(
            "Support", company=self.coop_b, partner_id=self.support.partner_id.id
        )
        self.assertEqual(own.with_user(self.support).project, False)
        with self.assertRaises(AccessError):
            own.with_user(self.support).project = "Mine"

    def test_a_record_never_goes_to_a_company_of_others(self):
        records = (
            self.env["cae.branch"].create({"name": "North", "company_id": self.coop_a.id}),
            self.make_activity(self.make_entrepreneur("Bees")),
            self.make_entrepreneur("Nomad"),
            self.make_draft_convention(),
        )
        for record in records:
            with self.subTest(record._name), self.assertRaises(UserError):
                record.with_user(self.manager).write({"company_id": self.coop_b.id})
            record.invalidate_recordset()

    def test_a_wizard_is_its_users_own(self):
        wizard = self.env["cae.retention"].with_user(self.manager).create({})
        other = self.make_user("manager_2", "group_manager")
        self.assertFalse(wizard.with_user(other).search([]))
        with self.assertRaises(AccessError):
            wizard.with_user(other).read(["company_id"])
        self.assertTrue(wizard.read(["company_id"]))

    def test_no_wizard_holds_a_pay(self):
        pays = {
            f"{name}.{field}"
            for name in self.env.registry
            if name.startswith("cae.") and self.env[name]._transient
            for field in self.env[name]._fields
            if "pay" in field.split("_") and field != "payment_mode"
        }
        self.assertFalse(pays)

    def test_a_retention_names_no_file_of_another_coop(self):
        theirs = self.make_entrepreneur("Theirs", company=self.coop_b)
        wizard = self.env["cae.retention"].with_user(self.manager).create({})
        line = self.env["cae.retention.line"].with_user(self.manager)
        line.create({"retention_id": wizard.id, "entrepreneur_id": theirs.id, "action": "delete"})
        with self.assertRaisesRegex(Exception, "Nothing is ticked|not allowed"):
            wizard.action_apply()
        self.assertTrue(theirs.exists())
