from datetime import date

from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from ..common import PDF
from .contract_common import ContractCommon


@tagged("cae_career")
@freeze_time("2026-11-23")
class TestContractLife(ContractCommon):
    """An adviser takes somebody from the first contract to the CESA; the law stops what it must."""

    # the path

    def test_adviser_goes_from_first_cape_to_cesa(self):
        with freeze_time("2023-01-02"):
            form = self.prepare("start", entrepreneur=self.anna, date_start="2023-01-02")
            self.assertEqual(form.date_end, date(2024, 1, 1))
            cape = self.sign(self.confirm(form), "2023-01-02")
        self.assertEqual(cape.state, "running")
        self.assertEqual(len(cape.clause_ids), 8)
        self.assertEqual(len(cape.declaration_ids), 2)
        self.assertEqual(self.anna.stage_id, self.env.ref("cae_tiers_lieux.cae_stage_cape"))
        with freeze_time("2023-12-01"):
            second = self.sign(self.confirm(self.prepare("renewal", cape)), "2023-12-15")
        self.assertEqual((second.date_start, second.date_end), (date(2024, 1, 2), date(2025, 1, 1)))
        self.assertEqual((second.renewal_number, second.origin_id), (1, cape))
        with freeze_time("2024-12-01"):
            third = self.sign(self.confirm(self.prepare("renewal", second)), "2024-12-15")
        self.assertEqual(third.date_end, date(2026, 1, 1))
        with freeze_time("2025-12-01"):
            form = self.prepare("renewal", third)
            self.assertIn("R2", form.blocking_message)
            with self.assertRaises(ValidationError):
                form.save().action_confirm()
            form = self.prepare("switch", third)
            self.assertEqual(form.type_id, self.type_cesa)
            self.assertEqual(form.date_start, date(2026, 1, 2))
            self.assertFalse(form.date_end)
            cesa = self.sign(self.enter_pay(self.confirm(form), 1200), "2025-12-15")
        self.assertFalse(cesa.trial_end, "36 months of CAPE leave no trial")
        self.assertEqual(self.anna.status_on(date(2026, 1, 1))[self.anna.id], "cape")
        self.assertEqual(self.anna.status_on(date(2026, 1, 2))[self.anna.id], "cesa")
        self.assertEqual(len(cesa.clause_ids), 6)

    def test_worked_figures_of_the_associate_deadline_and_trial(self):
        self.make_contract(self.anna, "CAPE", date(2024, 1, 1), date(2024, 12, 31))
        self.make_contract(self.anna, "CAPE", date(2025, 1, 1), date(2025, 12, 31))
        cesa = self.make_contract(self.anna, "CESA", date(2026, 1, 1))
        self.assertEqual(cesa.associate_deadline, date(2026, 12, 31))
        self.assertFalse(cesa.trial_end)
        bruno = self.make_entrepreneur("Bruno")
        cesa = self.make_contract(bruno, "CESA", date(2026, 1, 1))
        self.assertEqual(cesa.associate_deadline, date(2028, 12, 31))
        self.assertEqual(cesa.trial_end, date(2026, 8, 31))

    # what the law refuses

    def test_period_of_thirteen_months_is_refused_and_overridden_by_a_manager_only(self):
        form = self.prepare(
            "start", entrepreneur=self.anna, date_start="2026-01-01", date_end="2027-01-31"
        )
        self.assertIn("R1", form.blocking_message)
        self.assertIn("31 December 2026", form.blocking_message)
        self.assertFalse(form.can_override)
        form = self.prepare(
            "start",
            entrepreneur=self.anna,
            user=self.manager,
            date_start="2026-01-01",
            date_end="2027-01-31",
            override_reason="Agreed by the board",
        )
        self.assertFalse(form.blocking_message)
        contract = self.confirm(form)
        self.assertEqual(contract.override_user_id, self.manager)
        contract.action_to_sign()
        self.assertEqual(contract.state, "to_sign")

    def test_total_beyond_36_months_says_what_is_left(self):
        self.make_contract(self.anna, "CAPE", date(2024, 1, 1), date(2024, 12, 31))
        previous = self.make_contract(
            self.anna, "CAPE", date(2025, 1, 1), date(2026, 6, 30), override_reason="18 months"
        )
        form = self.prepare("renewal", previous)
        self.assertEqual(form.date_end, date(2026, 12, 31), "the proposal keeps to what is left")
        form.date_end = "2027-06-30"
        self.assertIn("R3", form.blocking_message)
        self.assertIn("6 months", form.blocking_message)

    def test_renewal_before_the_end_is_refused(self):
        cape = self.make_contract(self.anna, "CAPE", date(2026, 1, 1))
        form = self.prepare("renewal", cape)
        form.date_start = "2026-12-01"
        self.assertIn(cape.name, form.blocking_message)

    def test_overlap_is_refused_and_names_the_other_contract(self):
        cape = self.make_contract(self.anna, "CAPE", date(2026, 1, 1))
        with self.assertRaises(ValidationError) as caught:
            self.make_contract(self.anna, "CAPE", date(2026, 6, 1), state="to_sign")
        self.assertIn(cape.name, str(caught.exception))
        form = self.prepare("start", entrepreneur=self.anna, date_start="2026-06-01")
        self.assertIn(cape.name, form.blocking_message)

    def test_two_coops_have_separate_files(self):
        other = self.make_entrepreneur(partner_id=self.anna.partner_id.id, company=self.coop_b)
        self.make_contract(self.anna, "CAPE", date(2026, 1, 1))
        self.make_contract(other, "CAPE", date(2026, 1, 1))
        self.assertEqual(other.status_on(date(2026, 2, 1))[other.id], "cape")

    def test_adviser_of_another_coop_is_refused(self):
        with self.assertRaises(UserError):
            self.anna.adviser_id = self.support_b

    def test_signature_needs_file_dates_and_clauses(self):
        contract = self.make_contract(self.anna, "CAPE", date(2026, 1, 1), state="draft")
        contract = contract.with_user(self.support)
        contract.action_to_sign()
        contract.write(
            {"coop_signature_date": "2026-01-01", "entrepreneur_signature_date": "2026-01-02"}
        )
        with self.assertRaises(ValidationError) as caught:
            contract.action_sign()
        self.assertIn("R4", str(caught.exception))
        contract.signed_file = PDF
        name = contract.clause_ids[0].name
        contract.clause_ids[0].body = "<p><br></p>"
        self.assertIn(name, contract.blocking_message)
        with self.assertRaises(ValidationError) as caught:
            contract.action_sign()
        self.assertIn(name, str(caught.exception))
        contract.clause_ids[0].body = "<p>Written</p>"
        contract.action_sign()
        self.assertEqual(contract.signature_date, date(2026, 1, 2))

    def test_signed_terms_and_clauses_are_never_written(self):
        contract = self.make_contract(self.anna, "CAPE", date(2026, 1, 1), state="draft")
        contract = self.sign(contract.with_user(self.support), date(2026, 1, 1))
        with self.assertRaises(UserError):
            contract.date_end = date(2026, 6, 30)
        with self.assertRaises(UserError):
            contract.state = "draft"
        with self.assertRaises(UserError):
            contract.with_context(cae_transition=True).date_end = date(2026, 6, 30)
        with self.assertRaises(UserError):
            contract.clause_ids[0].body = "<p>Other</p>"
        with self.assertRaises(UserError):
            contract.unlink()
        contract.note = "Free text stays free"

    def test_signed_contract_is_entered_by_managers_only(self):
        with self.assertRaises(UserError):
            self.env["cae.contract"].with_user(self.support).create(
                {
                    "entrepreneur_id": self.anna.id,
                    "type_id": self.type_cape.id,
                    "date_start": "2026-01-01",
                    "state": "running",
                }
            )

    # ends

    def test_term_past_ends_by_itself(self):
        contract = self.make_contract(self.anna, "CAPE", date(2025, 11, 1))
        self.env["cae.contract"]._cron_end_contracts()
        self.assertEqual(contract.state, "ended")
        self.assertEqual(self.anna.stage_id, self.env.ref("cae_tiers_lieux.cae_stage_exit"))

    def test_early_end_with_notice_and_declarations(self):
        contract = self.make_contract(self.anna, "CAPE", date(2026, 3, 1)).with_user(self.support)
        self.type_cape.terms_ids.notice_days = 30
        form = Form(
            self.env["cae.contract.terminate"]
            .with_user(self.support)
            .with_context(default_contract_id=contract.id)
        )
        self.assertEqual(form.date, date(2026, 12, 23))
        form.reason = "Found a job"
        form.date = "2026-12-01"
        self.assertTrue(form.blocking_message)
        form.date = "2026-12-31"
        form.save().action_confirm()
        self.assertEqual(contract.state, "terminated")
        self.assertEqual(contract.date_last, date(2026, 12, 31))
        self.assertEqual(contract.declaration_ids.mapped("event"), ["early_end"] * 2)

    def test_switch_ends_the_cape_on_the_eve(self):
        cape = self.make_contract(self.anna, "CAPE", date(2026, 3, 1))
        form = self.prepare("switch", cape, date_start="2026-12-01")
        self.assertFalse(form.blocking_message)
        cesa = self.sign(self.confirm(form), "2026-11-23")
        self.assertEqual((cape.state, cape.date_last), ("terminated", date(2026, 11, 30)))
        self.assertEqual(self.anna.status_on(date(2026, 12, 1))[self.anna.id], "cesa")
        # 9 months of CAPE, signed on 23 November: 36 months less those, from the signature
        self.assertEqual(cesa.trial_end, False)

    def test_exit_ends_contracts_and_lists_what_is_left(self):
        cape = self.make_contract(self.anna, "CAPE", date(2026, 3, 1))
        wizard = Form(
            self.env["cae.entrepreneur.exit"]
            .with_user(self.support)
            .with_context(default_entrepreneur_id=self.anna.id)
        )
        wizard.date = "2026-11-20"
        wizard.reason = "job"
        self.assertIn(cape.name, wizard.information)
        wizard.save().action_confirm()
        self.assertEqual((cape.state, cape.date_last), ("terminated", date(2026, 11, 20)))
        self.assertEqual(self.anna.status, "exited")
        items = self.env["cae.exit.item"].search_count([("only_death", "=", False)])
        self.assertEqual(len(self.anna.exit_check_ids), items)
        with self.assertRaises(UserError):
            self.anna.with_user(self.support).action_exit()

    def test_suspension_moves_nobody_and_the_trial_by_parameter(self):
        form = self.prepare("start", entrepreneur=self.anna, date_start="2026-09-01")
        form.type_id = self.type_cesa
        cesa = self.sign(self.confirm(form), "2026-09-01")
        self.assertEqual(cesa.trial_end, date(2027, 4, 30))
        self.env["cae.contract.suspension"].with_user(self.support).create(
            {"contract_id": cesa.id, "date_start": "2026-10-01", "date_end": "2026-10-10"}
        )
        self.assertEqual(cesa.trial_end, date(2027, 5, 10))
        self.assertEqual(cesa.associate_deadline, date(2029, 8, 31), "no text foresees it")
        self.assertEqual(cesa.hr_state, "agree")
        with self.assertRaises(ValidationError):
            self.env["cae.contract.suspension"].create(
                {"contract_id": cesa.id, "date_start": "2026-08-01"}
            )

    def test_stage_follows_the_status_and_a_choice_by_hand_stays(self):
        cape_stage = self.env.ref("cae_tiers_lieux.cae_stage_cape")
        form = self.prepare("start", entrepreneur=self.anna, date_start="2026-12-01")
        self.sign(self.confirm(form), "2026-11-23")
        self.assertNotEqual(self.anna.stage_id, cape_stage, "it has not started yet")
        with freeze_time("2026-12-01"):
            self.env["cae.entrepreneur"]._cron_deadlines()
            self.assertEqual(self.anna.stage_id, cape_stage)
        by_hand = self.env.ref("cae_tiers_lieux.cae_stage_diagnosis")
        self.anna.stage_id = by_hand
        with freeze_time("2026-12-02"):
            self.env["cae.entrepreneur"]._cron_deadlines()
            self.assertEqual(self.anna.stage_id, by_hand)

    def test_override_wizard_is_for_managers(self):
        contract = self.make_contract(
            self.anna, "CAPE", date(2026, 1, 1), date(2027, 1, 31), state="draft"
        )
        with self.assertRaises(AccessError):
            contract.with_user(self.support).action_override()
        wizard = (
            self.env["cae.contract.override"]
            .with_user(self.manager)
            .create({"contract_id": contract.id, "reason": "Board"})
        )
        wizard.action_confirm()
        self.assertFalse(contract.blocking_message)

    def test_chain_is_numbered(self):
        first = self.make_contract(self.anna, "CAPE", date(2026, 1, 1))
        second = self.confirm(self.prepare("renewal", first))
        self.assertRegex(first.name, r"^CAPE/2026/\d{4}$")
        self.assertRegex(second.name, r"^CAPE/2027/\d{4}$")
        self.assertEqual(second._get_summary(), "CAPE 2/3, until 31 December 2027")

    def test_trial_longer_than_the_law_is_refused_with_the_day(self):
        contract = self.make_contract(
            self.anna, "CESA", date(2026, 1, 1), state="draft", trial_agreed=date(2026, 9, 30)
        )
        self.assertIn("31 August 2026", contract.blocking_message)
        contract.trial_agreed = date(2026, 3, 31)
        self.assertFalse(contract.blocking_message)
        self.assertEqual(contract.trial_end, date(2026, 3, 31))
        bruno = self.make_entrepreneur("Bruno")
        self.make_contract(bruno, "CAPE", date(2025, 1, 1), date(2025, 12, 31))
        contract = self.make_contract(
            bruno, "CESA", date(2026, 1, 1), state="draft", trial_agreed=date(2026, 1, 31)
        )
        self.assertIn("no trial is left", contract.blocking_message)

    def test_to_renew_finds_what_ends_and_has_nothing_after_it(self):
        ending = self.make_contract(self.anna, "CAPE", date(2026, 1, 1))
        bruno = self.make_entrepreneur("Bruno")
        renewed = self.make_contract(bruno, "CAPE", date(2026, 1, 1))
        self.make_contract(bruno, "CAPE", date(2027, 1, 1))
        both = ending + renewed
        found = self.env["cae.contract"].search([("to_renew", "=", True), ("id", "in", both.ids)])
        self.assertEqual(found, ending)
        self.assertEqual(both.mapped("to_renew"), [True, False])

    def test_file_with_contracts_keeps_its_person_and_coop(self):
        self.make_contract(self.anna, "CAPE", date(2026, 1, 1))
        with self.assertRaises(UserError):
            self.anna.company_id = self.coop_b
        with self.assertRaises(UserError):
            self.anna.partner_id = self.portal_partner

    def test_contract_signed_after_its_term_is_ended_at_once(self):
        form = self.prepare("start", entrepreneur=self.anna, date_start="2025-01-01")
        cape = self.sign(self.confirm(form), "2025-01-01")
        self.assertEqual(cape.state, "ended")
        self.assertEqual(self.confirm(self.prepare("renewal", cape)).date_start, date(2026, 1, 1))

    def test_crons_run_as_crons_do(self):
        contract = self.make_contract(self.anna, "CAPE", date(2025, 11, 1))
        with self.enter_registry_test_mode():
            for name in ("ir_cron_end_contracts", "ir_cron_deadlines"):
                self.env.ref(f"cae_tiers_lieux.{name}").method_direct_trigger()
        self.assertEqual(contract.state, "ended")
