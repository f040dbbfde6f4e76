import dataclasses
from datetime import date
from unittest.mock import patch

from freezegun import freeze_time
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Date
from odoo.tests import Form, tagged

from ...models.base.sentences import say
from ...models.career.contract.cae_contract_life import DATES, PAPER, TERMS
from ...models.career.contract.sentences import SENTENCES
from ...rules.contract_terms import Piece, Terms
from ...rules.finding import Finding
from ...rules.periods import Duration, Period
from .contract_common import ContractCommon

DAY = date(2026, 3, 1)
PIECE = Piece("cape+cesa", Period(DAY, date(2026, 12, 31)), Duration(10, 0))
ARGS = {
    **dict.fromkeys(("start", "end", "latest_end", "day", "notice"), DAY),
    **dict.fromkeys(("previous_start", "other_start"), DAY),
    **dict.fromkeys(("months", "max_months", "max_renewals", "renewals", "trial_max_months"), 8),
    **dict.fromkeys(("contract", "other", "person", "why"), "words"),
    **dict.fromkeys(("left", "spent"), Duration(2, 3)),
    "pieces": (PIECE,),
}


@tagged("cae_career")
@freeze_time("2026-11-23")
class TestContractSentences(ContractCommon):
    """Each finding about a contract is said in one sentence, with its dates in words."""

    def test_every_code_has_its_sentence(self):
        for code in SENTENCES:
            for used_up in (False, True):
                text = say(self.env, Finding(code, ARGS), SENTENCES, used_up=used_up)
                self.assertTrue(text, code)
                self.assertNotIn("%(", text, code)
                self.assertNotIn("datetime", text, code)

    def test_an_overlap_without_end_says_so(self):
        text = say(self.env, Finding("overlap", {**ARGS, "end": False}), SENTENCES)
        self.assertIn("from 1 March 2026, without end", text)

    def test_r2_and_r3_tell_the_sum_and_the_next_step(self):
        for year in (2023, 2024):
            self.make_contract(self.anna, "CAPE", date(year, 1, 1), date(year, 12, 31))
        last = self.make_contract(self.anna, "CAPE", date(2025, 1, 1), date(2025, 12, 31))
        form = self.prepare("renewal", last, date_end="2026-12-31")
        second, third = form.blocking_message.split("\n")
        self.assertEqual(
            second,
            "R2: a CAPE is renewed at most 2 times, even if its periods were short, and Anna has "
            "had them all. A CESA is the next step.",
        )
        self.assertEqual(
            third,
            "R3: all CAPE periods with one coop last 36 months at most, and nothing is left: CAPE "
            "from 1 January 2023 to 31 December 2025 (36 months). A CESA is the next step.",
        )
        self.assertEqual(
            last.total_explanation, "Nothing is left of 36 months after it (36 months used)"
        )

    def test_what_follows_from_a_cesa_is_said_before_it_is_made(self):
        cape = self.make_contract(self.anna, "CAPE", date(2026, 3, 1))
        form = self.prepare("switch", cape, date_start="2026-12-01")
        sum_ = "less CAPE from 1 March 2026 to 30 November 2026 (9 months)"
        self.assertEqual(
            form.information.split("\n"),
            [
                "Associate at the latest on 28 February 2029 if signed on the first day: 36 "
                "months, less CAPE from 1 March 2026 to 30 November 2026 (9 months): 27 months "
                "left.",
                f"No trial: 8 months, {sum_}: nothing is left.",
                f"Its signature ends {cape.name} on 30 November 2026.",
            ],
        )

    def test_r16_says_the_latest_day(self):
        contract = self.make_contract(
            self.anna, "CESA", date(2026, 1, 1), state="draft", trial_agreed=date(2026, 9, 30)
        )
        self.assertEqual(
            contract.blocking_message,
            "R16: the trial lasts at most 8 months, renewal and earlier contracts included: it "
            "ends on 31 August 2026 at the latest, not on 30 September 2026.",
        )


@tagged("cae_career")
@freeze_time("2026-11-23")
class TestContractLaw(ContractCommon):
    """What the law and the chain forbid is asked of the contract, whichever screen asks."""

    def test_terms_are_named_as_the_rules_name_them(self):
        names = {field.name for field in dataclasses.fields(Terms)}
        ours = self.env["cae.contract.terms"]._fields.keys()
        self.assertEqual(names - ours, set(), "Parameters without a field.")
        terms = self.type_cape.terms_ids
        terms.write({"quarterly_payment_day": 20, "suspension_moves_period": True})
        found = terms._to_rules()
        self.assertEqual((found.quarterly_payment_day, found.suspension_moves_period), (20, True))
        terms.alert_days = "7, 60"
        self.assertEqual(terms._parse_numbers("alert_days"), [60, 7])
        self.assertEqual(self.env["cae.contract.terms"]._to_rules(), Terms())

    def test_terms_hold_from_their_day_and_the_oldest_ones_before(self):
        old = self.type_cape.terms_ids
        new = old.copy({"date_start": date(2026, 6, 1)})
        for day, expected in ((date(2026, 5, 31), old), (date(2026, 6, 1), new)):
            self.assertEqual(self.type_cape._get_terms(day), expected)
        self.assertEqual(self.type_cape._get_terms(date(1990, 1, 1)), old)

    def test_dates_of_the_next_contract_beside_the_one_before(self):
        cesa = self.start("2026-06-01", self.type_cesa)
        cape = self.make_contract(
            self.make_entrepreneur("Bruno"), "CAPE", date(2026, 1, 1), date(2026, 12, 31)
        )
        for mode, previous, day, reason in (
            ("renewal", cape, "2026-12-31", "starts on the next day at the earliest"),
            ("renewal", cape, "2027-01-01", False),
            ("switch", cape, "2026-01-01", "starts on 1 January 2026: choose a later day"),
            ("switch", cape, "2026-01-02", False),
            ("amendment", cape, "2025-12-31", "starts on 1 January 2026: choose a later day"),
            ("amendment", cape, "2026-01-01", False),
            ("amendment", cape, "2027-01-01", "an amendment after it changes nothing"),
            ("amendment", cesa, "2030-01-01", False),
        ):
            with self.subTest(mode=mode, day=day):
                message = self.prepare(mode, previous, date_start=day).blocking_message
                if reason:
                    self.assertIn(reason, message)
                else:
                    self.assertFalse(message)
        form = self.prepare("renewal", cape, date_end="2026-06-30")
        self.assertIn("cannot end before its first day", form.blocking_message)

    def test_an_amendment_holds_no_days_and_is_told_apart_in_a_search(self):
        cesa = self.start("2026-06-01", self.type_cesa)
        amendment = self.amend(cesa, "2026-10-01")
        both = cesa | amendment
        self.assertEqual((cesa.is_amendment, amendment.is_amendment), (False, True))
        self.assertEqual(both._periods(), cesa)
        for wanted, expected in ((True, amendment), (False, cesa)):
            domain = [("id", "in", both.ids), ("is_amendment", "=", wanted)]
            self.assertEqual(both.search(domain), expected)
        self.assertEqual(self.anna.contract_id, cesa)
        with self.assertRaisesRegex(UserError, "start from the contract that it amends"):
            amendment.action_terminate()

    def test_signed_and_committed(self):
        states = ("draft", "cancelled", "to_sign", "running", "ended", "terminated")
        contracts = self.env["cae.contract"]
        for state in states:
            person = self.make_entrepreneur(state)
            contracts |= self.make_contract(person, "CAPE", date(2026, 1, 1), state=state)
        self.assertEqual(contracts._signed().mapped("state"), list(states[3:]))
        self.assertEqual(contracts._committed().mapped("state"), list(states[2:]))

    def test_a_cape_entered_as_running_without_an_end_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "R1: a CAPE has an end"):
            self.make_contract(self.anna, "CAPE", start="2025-01-01", date_end=False)

    def test_a_cesa_needs_no_end(self):
        contract = self.make_contract(self.anna, "CESA", start="2025-01-01")
        self.assertFalse(contract.date_end)

    def test_the_next_cape_is_prepared_after_one_entered_as_running(self):
        self.make_contract(self.anna, "CAPE", start="2025-01-01", end=date(2025, 12, 31))
        following = self.make_contract(self.anna, "CAPE", start="2026-06-01", state="draft")
        self.assertEqual(following.date_end, date(2027, 5, 31))


@tagged("cae_career")
@freeze_time("2026-11-23")
class TestContractSteps(ContractCommon):
    """What a step checks, writes and lets follow."""

    def terminate(self, contract, day, user=None, **values):
        form = Form(
            self.env["cae.contract.terminate"]
            .with_user(user or self.support)
            .with_context(default_contract_id=contract.id)
        )
        form.reason = "Found a job"
        form.date = day
        for name, value in values.items():
            setattr(form, name, value)
        return form

    def test_what_follows_a_signature_comes_in_this_order(self):
        done = []

        def spy(model, method):
            real = getattr(type(self.env[model]), method)

            def step(records, *args, **kwargs):
                done.append(method)
                return real(records, *args, **kwargs)

            return patch.object(type(self.env[model]), method, step)

        cape = self.confirm(self.prepare("start", entrepreneur=self.anna, date_start="2026-11-23"))
        with (
            spy("cae.entrepreneur", "_sync_stage"),
            spy("cae.hr.bridge", "_push_contracts"),
            spy("cae.declaration", "_generate_for_signature"),
            spy("cae.entrepreneur", "_sync_deadlines"),
        ):
            cape.action_to_sign()
            self.assertEqual(done, ["_sync_deadlines"])
            done.clear()
            with patch.object(type(cape), "action_to_sign", lambda contract: None):
                self.sign(cape, "2026-11-23")
        # writing `date_done` or a line of HR may bring deadlines in step on the way
        self.assertEqual(
            list(dict.fromkeys(done)),
            [
                "_sync_stage",
                "_push_contracts",
                "_generate_for_signature",
                "_sync_deadlines",
            ],
        )
        self.assertEqual(cape.declaration_ids.mapped("event"), ["start", "start"])

    def test_a_renewal_is_declared_as_one(self):
        cape = self.make_contract(self.anna, "CAPE", date(2026, 1, 1))
        renewal = self.sign(self.confirm(self.prepare("renewal", cape)), "2026-11-23")
        self.assertEqual(renewal.declaration_ids.mapped("event"), ["renewal"] * 2)
        self.assertEqual(
            renewal.declaration_ids.mapped("date_late"),
            [Date.add(date(2026, 11, 23), days=8)] * 2,
        )
        amendment = self.amend(cape, "2026-11-23")
        self.assertFalse(amendment.declaration_ids)

    def test_every_frozen_term_of_a_signed_contract_is_refused(self):
        cape = self.start("2026-11-23")
        cape.sudo()._permit("fixed_pay", "minimum_activity").write(
            {"fixed_pay": 900, "minimum_activity": "Two orders a month"}
        )
        for name in sorted(TERMS | PAPER | DATES):
            if cape.sudo()[name]:
                with self.subTest(name=name), self.assertRaisesRegex(UserError, "by an amendment"):
                    cape.sudo().write({name: False})

    def test_back_to_draft_forgets_the_signatures(self):
        draft = self.make_contract(self.anna, "CAPE", date(2026, 12, 1), state="draft")
        draft.action_to_sign()
        draft._take_step(
            "sign_on_screen",
            coop_signature_date="2026-11-23",
            coop_signed_name="Claire",
            signed_digest="0" * 64,
        )
        draft.action_back_to_draft()
        self.assertRecordValues(
            draft,
            [
                {
                    "state": "draft",
                    "coop_signature_date": False,
                    "coop_signed_name": False,
                    "signed_digest": False,
                }
            ],
        )
        with self.assertRaisesRegex(UserError, "this step is not open to it"):
            draft.action_back_to_draft()

    def test_only_a_running_contract_is_ended_early(self):
        for state in ("draft", "to_sign", "ended", "cancelled"):
            person = self.make_entrepreneur(state)
            contract = self.make_contract(person, "CAPE", date(2026, 1, 1), state=state)
            with self.assertRaisesRegex(UserError, "this step is not open to it"):
                self.terminate(contract, "2026-11-30").save().action_confirm()
            self.assertEqual(contract.state, state)

    def test_an_early_end_stands_within_the_contract(self):
        cape = self.make_contract(self.anna, "CAPE", date(2026, 3, 1))
        for day, reason in (
            ("2026-02-28", "starts on 1 March 2026: it cannot end before"),
            ("2027-03-01", "ends by itself on 28 February 2027: choose an earlier day"),
        ):
            form = self.terminate(cape, day)
            self.assertIn(reason, form.blocking_message)
            with self.assertRaisesRegex(ValidationError, reason):
                form.save().action_confirm()

    def test_a_short_notice_is_for_a_manager_to_allow_with_a_reason(self):
        self.type_cape.terms_ids.notice_days = 30
        cape = self.make_contract(self.anna, "CAPE", date(2026, 3, 1))
        form = self.terminate(cape, "2026-12-01")
        self.assertFalse(form.can_override)
        with self.assertRaisesRegex(ValidationError, "on 23 December 2026 at the earliest"):
            form.save().action_confirm()
        form = self.terminate(cape, "2026-12-01", self.manager, override_reason="Both agree")
        self.assertFalse(form.blocking_message)
        form.save().action_confirm()
        self.assertEqual((cape.state, cape.override_reason), ("terminated", "Both agree"))

    def test_an_amendment_ends_with_its_contract(self):
        cesa = self.start("2026-06-01", self.type_cesa)
        amendment = self.amend(cesa, "2026-10-01")
        self.terminate(cesa, "2026-12-31").save().action_confirm()
        self.assertEqual((cesa.state, amendment.state), ("terminated", "ended"))

    def test_the_coop_s_own_text_wins_over_the_text_of_the_type(self):
        shared = self.env.ref("cae_tiers_lieux.cae_document_template_cape")
        own = shared.copy(
            {"company_id": self.coop_a.id, "type_id": False, "date_start": "2020-01-01"}
        )
        cape = self.make_contract(self.anna, "CAPE", date(2026, 1, 1))
        self.assertEqual(self.env["cae.document.template"]._pick("contract", cape), own)
        typed = own.copy({"type_id": self.type_cape.id, "date_start": "2019-01-01"})
        self.assertEqual(self.env["cae.document.template"]._pick("contract", cape), typed)
