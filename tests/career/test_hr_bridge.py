from datetime import date

from freezegun import freeze_time
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .contract_common import ContractCommon


@tagged("cae_career")
@freeze_time("2026-11-23")
class TestHrBridge(ContractCommon):
    """HR agrees at every step, though the adviser has no right there."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.hr = cls.make_user("hr", "group_support", "hr.group_hr_manager")

    def make_cesa(self, day="2026-06-01", pay=1200):
        return self.start(day, self.type_cesa, fixed_pay=pay)

    def wage_on(self, day):
        return self.anna.employee_id.sudo()._get_version(date.fromisoformat(day)).wage

    def test_adviser_without_hr_rights_signs_and_hr_is_right(self):
        partners = self.env["res.partner"].search_count([])
        cesa = self.make_cesa()
        employee = self.anna.employee_id
        version = employee.version_id
        self.assertEqual(employee.work_contact_id, self.anna.partner_id)
        self.assertEqual(self.env["res.partner"].search_count([]), partners, "no duplicate partner")
        self.assertRecordValues(
            version,
            [
                {
                    "date_version": date(2026, 6, 1),
                    "contract_date_start": date(2026, 6, 1),
                    "contract_date_end": False,
                    "trial_date_end": date(2027, 1, 31),
                    "wage": 1200.0,
                    "resource_calendar_id": False,
                    "hr_responsible_id": self.hr.id,
                    "contract_type_id": self.env.ref("hr.contract_type_permanent").id,
                }
            ],
        )
        self.assertEqual(cesa.hr_state, "agree")

    def test_cape_makes_no_employee(self):
        form = self.prepare("start", entrepreneur=self.anna, date_start="2026-06-01")
        cape = self.sign(self.confirm(form), "2026-06-01")
        self.assertFalse(self.anna.employee_id)
        self.assertFalse(cape.hr_state)

    def test_amendment_makes_a_dated_version(self):
        cesa = self.make_cesa()
        self.amend(cesa, "2026-10-01", pay=1500)
        self.assertEqual(self.wage_on("2026-09-30"), 1200)
        self.assertEqual(self.wage_on("2026-10-01"), 1500)
        self.assertEqual(cesa.hr_state, "agree")

    def test_two_amendments_on_one_day_the_last_one_wins(self):
        cesa = self.make_cesa()
        self.amend(cesa, "2026-10-01", pay=1500)
        second = self.amend(cesa, "2026-10-01", pay=1600)
        self.assertEqual(second.amendment_number, 2)
        self.assertEqual(self.wage_on("2026-10-01"), 1600)
        self.assertEqual(len(self.anna.employee_id.version_ids), 2)
        self.assertEqual(cesa.hr_state, "agree")

    def test_amendment_on_the_first_day(self):
        cesa = self.make_cesa()
        self.amend(cesa, "2026-06-01", pay=1300)
        self.assertEqual(self.wage_on("2026-06-01"), 1300)
        self.assertEqual(cesa.hr_state, "agree")

    def test_amendment_signed_late_keeps_the_order(self):
        cesa = self.make_cesa()
        self.amend(cesa, "2026-10-01", pay=1600)
        self.amend(cesa, "2026-08-01", pay=1400, signed="2026-10-15")
        self.assertEqual(self.wage_on("2026-08-15"), 1400)
        self.assertEqual(self.wage_on("2026-10-15"), 1600)
        self.assertEqual(cesa.hr_state, "agree")

    def test_amendment_of_something_else_keeps_the_pay(self):
        cesa = self.make_cesa()
        self.amend(cesa, "2026-10-01")
        self.assertEqual(self.wage_on("2026-10-01"), 1200)
        self.assertEqual(cesa.hr_state, "agree")

    def test_pay_is_hidden_from_whom_hr_hides_wages(self):
        cesa = self.make_cesa()
        amendment = self.amend(cesa, "2026-10-01", pay=1500)
        for contract in (cesa, amendment):
            with self.assertRaises(AccessError):
                contract.with_user(self.support).read(["fixed_pay"])
            self.assertTrue(contract.with_user(self.hr).read(["fixed_pay"])[0]["fixed_pay"])
        with self.assertRaises(AccessError):
            self.env["cae.contract"].with_user(self.support).search([("fixed_pay", ">", 1000)])
        self.assertNotIn("1500", "".join(cesa.message_ids.mapped("body")))

    def test_date_changed_in_hr_is_detected_shown_and_repaired(self):
        cesa = self.make_cesa()
        self.anna.employee_id.sudo().version_id.write({"contract_date_start": "2026-07-01"})
        cesa.invalidate_recordset()
        self.assertEqual(cesa.hr_state, "differ")
        self.assertIn("first day", cesa.hr_difference)
        self.env["cae.entrepreneur"]._cron_deadlines()
        self.assertIn("hr", self.anna.deadline_ids.mapped("kind"))
        cesa.action_push_hr()
        cesa.invalidate_recordset()
        self.assertEqual(cesa.hr_state, "agree")
        self.assertNotIn("hr", self.anna.deadline_ids.mapped("kind"))

    def test_pay_changed_in_hr_is_told_without_the_amount(self):
        cesa = self.make_cesa()
        self.anna.employee_id.sudo().version_id.wage = 9999
        cesa.invalidate_recordset()
        self.assertEqual(cesa.hr_difference, "fixed part")

    def test_early_end_and_exit_fill_the_departure(self):
        cesa = self.make_cesa()
        self.anna.with_user(self.support)._do_exit(date(2026, 11, 20), "job", "Hired elsewhere")
        employee = self.anna.employee_id.sudo()
        self.assertEqual(employee.departure_date, date(2026, 11, 20))
        self.assertEqual(employee.departure_reason_id, self.env.ref("hr.departure_resigned"))
        self.assertEqual(employee.version_id.contract_date_end, date(2026, 11, 20))
        self.assertEqual(cesa.hr_state, "agree")

    def test_concurrent_employment_is_a_second_employee(self):
        employee = self.env["hr.employee"].create(
            {
                "name": "Anna",
                "company_id": self.coop_a.id,
                "work_contact_id": self.anna.partner_id.id,
                "date_version": "2026-01-01",
                "contract_date_start": "2026-01-01",
            }
        )
        cesa = self.make_cesa()
        self.assertNotEqual(self.anna.employee_id, employee)
        self.assertEqual(cesa.hr_state, "agree")

    def test_known_employee_is_used_again(self):
        employee = self.env["hr.employee"].create(
            {
                "name": "Anna",
                "company_id": self.coop_a.id,
                "work_contact_id": self.anna.partner_id.id,
                "date_version": "2020-01-01",
                "contract_date_start": "2020-01-01",
                "contract_date_end": "2020-12-31",
            }
        )
        employee.action_archive()
        cesa = self.make_cesa()
        self.assertEqual(self.anna.employee_id, employee)
        self.assertTrue(employee.active)
        self.assertEqual(cesa.hr_state, "agree")
        self.assertEqual(len(employee.version_ids), 2)

    def test_bridge_is_closed_to_the_client(self):
        everywhere = set(type(self.env["base"]).mro())
        ours = [
            part
            for part in type(self.env["cae.hr.bridge"]).mro()
            if part.__module__.startswith("odoo.addons.cae_tiers_lieux") and part not in everywhere
        ]
        names = {name for part in ours for name, value in vars(part).items() if callable(value)}
        self.assertIn("_push_contracts", names)
        self.assertFalse({name for name in names if not name.startswith("_")})

    def test_version_deleted_in_hr_is_told_and_made_again_for_the_same_employee(self):
        cesa = self.make_cesa()
        self.amend(cesa, "2026-10-01", pay=1500)
        employee = self.anna.employee_id
        cesa.sudo().hr_version_id.unlink()
        cesa.invalidate_recordset()
        self.assertEqual(cesa.hr_difference, "not in HR")
        cesa.action_push_hr()
        cesa.invalidate_recordset()
        self.assertEqual(cesa.hr_state, "agree")
        self.assertEqual(self.anna.employee_id, employee)
        self.assertEqual(self.wage_on("2026-10-01"), 1500)

    def test_amendment_says_that_hr_agrees(self):
        cesa = self.make_cesa()
        self.assertEqual(self.amend(cesa, "2026-10-01", pay=1500).hr_state, "agree")
