"""The life of a convention: draft, in force, ended; its versions; what it locks."""

from datetime import date

from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2.errors import CheckViolation

from ..common import CaeStreetCommon


@tagged("post_install", "-at_install", "cae_convention")
@freeze_time("2026-11-10")
class TestConventionLife(CaeStreetCommon):
    def test_each_convention_has_a_number_of_its_company_and_year(self):
        convention = self.make_draft_convention()
        self.assertRegex(convention.name, r"^CONV/2026/\d{3}$")
        self.assertEqual(convention.state, "draft")

    def test_signing_puts_in_force_and_keeps_the_day_of_signature(self):
        draft = self.make_draft_convention(date_signed=date(2025, 12, 20))
        draft.action_start()
        self.assertRecordValues(draft, [{"state": "running", "date_signed": date(2025, 12, 20)}])
        other = self.make_draft_convention(start=date(2025, 1, 1), date_end=date(2025, 12, 31))
        other.action_start()
        self.assertEqual(other.date_signed, date(2026, 11, 10))

    def test_what_misses_a_party_a_condition_or_a_space_is_not_put_in_force(self):
        nowhere = self.env["res.partner"].create({"name": "Nowhere", "is_company": True})
        for draft, reason in (
            (self.make_draft_convention(coop_ids=False), "names no CAE"),
            (self.make_draft_convention(rules=[]), "no condition"),
            (self.make_draft_convention(host=nowhere), "runs no space"),
        ):
            with self.assertRaisesRegex(UserError, reason):
                draft.action_start()
            self.assertEqual(draft.state, "draft")

    def test_only_a_draft_is_put_in_force_or_cancelled_and_only_one_in_force_ends(self):
        convention = self.make_convention()
        with self.assertRaisesRegex(UserError, "this step is not open"):
            convention.action_start()
        with self.assertRaisesRegex(UserError, "this step is not open"):
            convention.action_cancel()
        draft = self.make_draft_convention(start=date(2025, 1, 1))
        with self.assertRaisesRegex(UserError, "this step is not open"):
            draft.action_end()
        draft.action_cancel()
        self.assertEqual(draft.state, "cancelled")

    def test_a_convention_ends_today_or_on_its_last_day_when_that_is_past(self):
        for values, last in (
            ({}, date(2026, 11, 10)),
            ({"date_end": date(2026, 12, 31)}, date(2026, 11, 10)),
            ({"date_end": date(2026, 6, 30)}, date(2026, 6, 30)),
            ({"start": date(2026, 12, 1)}, date(2026, 12, 1)),
        ):
            place = self.make_space("Place", self.host)
            convention = self.make_convention(space_ids=place.ids, **values)
            convention.action_end()
            self.assertRecordValues(convention, [{"state": "ended", "date_end": last}])

    def test_it_is_in_force_on_its_days_even_once_it_is_over(self):
        ended = self.make_convention(date_end=date(2026, 6, 30))
        ended.action_end()
        draft = self.make_draft_convention(start=date(2026, 1, 1))
        both = ended | draft
        self.assertEqual(both._in_force_on(date(2026, 6, 30)), ended)
        self.assertFalse(both._in_force_on(date(2026, 7, 1)))
        found = self.env["cae.convention"].search
        domain = self.env["cae.convention"]._domain_in_force_on
        self.assertIn(ended, found(domain(date(2026, 1, 1))))
        self.assertNotIn(draft, found(domain(date(2026, 1, 1))))
        self.assertNotIn(ended, found(domain(date(2026, 7, 1))))

    def test_two_conventions_never_cover_a_day_of_the_same_parties(self):
        self.make_convention(date_end=date(2026, 9, 30))
        with self.assertRaisesRegex(ValidationError, "covers"), self.env.cr.savepoint():
            self.make_convention(start=date(2026, 9, 30))
        self.make_convention(start=date(2026, 10, 1))

    def test_another_space_another_coop_or_other_books_may_have_their_own(self):
        other = self.make_space("Other", self.host)
        self.make_convention(space_ids=self.space.ids)
        self.make_convention(space_ids=other.ids)
        with self.assertRaisesRegex(ValidationError, "covers"), self.env.cr.savepoint():
            self.make_convention()
        self.make_convention(coop=self.coop_b.partner_id)
        self.make_convention(company=self.coop_b, coop=self.coop_a.partner_id)

    def test_a_convention_never_ends_before_it_begins(self):
        with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"):
            self.make_draft_convention(date_end=date(2025, 12, 31))

    def test_conditions_that_are_signed_stay_and_change_in_the_next_version(self):
        convention = self.make_convention(date_end=date(2026, 12, 31))
        rule = convention.rule_ids[0]
        for forbidden in (
            lambda: rule.write({"value": 50}),
            lambda: rule.unlink(),
            lambda: rule.copy(),
            lambda: convention.unlink(),
        ):
            with self.assertRaises(UserError):
                forbidden()
        version = self.env["cae.convention"].browse(convention.action_new_version()["res_id"])
        self.assertRecordValues(
            version,
            [
                {
                    "name": convention.name,
                    "state": "draft",
                    "version": 2,
                    "origin_id": convention.id,
                    "date_start": date(2027, 1, 1),
                    "date_end": False,
                }
            ],
        )
        version.rule_ids[0].value = 50
        self.assertEqual(rule.value, 20)

    def test_a_version_of_an_open_ended_one_ends_the_former_on_the_day_before(self):
        former = self.make_convention()
        version = self.env["cae.convention"].browse(former.action_new_version()["res_id"])
        self.assertEqual(version.date_start, date(2026, 12, 1))
        version.date_start = date(2026, 10, 16)
        version.rule_ids.filtered(lambda rule: rule.status == "cesa").value = 50
        bruno = self.make_person("Bruno", "CESA", date(2024, 1, 1))
        uses = self.make_uses(bruno, [date(2026, 10, 15), date(2026, 10, 16)])
        version.action_start()
        self.assertEqual(former.date_end, date(2026, 10, 15))
        self.assertEqual(uses.mapped("net_amount"), [10.5, 7.5])
        self.assertEqual(uses.convention_id, former | version)

    def test_a_version_never_takes_days_that_are_billed(self):
        former = self.make_convention()
        bruno = self.make_person("Bruno", "CESA", date(2024, 1, 1))
        self.make_uses(bruno, [date(2026, 10, 20)])._do_lock()
        version = self.env["cae.convention"].browse(former.action_new_version()["res_id"])
        version.date_start = date(2026, 10, 16)
        with self.assertRaisesRegex(UserError, "cannot end before"), self.env.cr.savepoint():
            version.action_start()
        version.date_start = former.date_start
        with self.assertRaisesRegex(UserError, "choose a later first day"):
            version.action_start()

    def test_a_new_version_does_not_give_the_quota_of_the_month_again(self):
        """Two days a month, a new version on the 16th: two free, not four."""
        rule = {"name": "Deux jours", "unit": "day", "effect": "free", "quota": 2}
        former = self.make_convention(rules=[rule])
        version = self.env["cae.convention"].browse(former.action_new_version()["res_id"])
        version.date_start = date(2026, 10, 16)
        version.action_start()
        bruno = self.make_person("Bruno", "CESA", date(2024, 1, 1))
        uses = self.make_uses(bruno, [date(2026, 10, day) for day in (14, 15, 16, 17)])
        self.assertEqual(uses.mapped("free_amount"), [15.0, 15.0, 0.0, 0.0])
        uses[:2]._do_lock()
        uses[2:].action_rate()
        self.assertEqual(uses.mapped("free_amount"), [15.0, 15.0, 0.0, 0.0])

    def sign(self, convention, *parties):
        return (
            self.env["cae.convention.signature"]
            .with_user(self.accountant)
            .create([{"convention_id": convention.id, "partner_id": p.id} for p in parties])
        )

    def test_it_is_in_force_coop_by_coop_as_each_signs(self):
        other = self.env["res.partner"].create({"name": "CAE du Nord", "is_company": True})
        draft = self.make_draft_convention(coop=self.coop_a.partner_id | other)
        self.sign(draft, other)
        with self.assertRaisesRegex(UserError, "Host H did not sign"):
            draft.action_start()
        self.sign(draft, self.host)
        draft.action_start()
        self.assertEqual(draft.unsigned, "Coop A")
        bruno = self.make_person("Bruno", "CESA", date(2024, 1, 1))
        use = self.make_uses(bruno, [date(2026, 10, 5)])
        self.assertEqual(use.problem_code, "no_convention")
        line = self.sign(draft, self.coop_a.partner_id)
        self.assertRecordValues(use, [{"state": "rated", "net_amount": 10.5}])
        self.assertFalse(draft.unsigned)
        with self.assertRaisesRegex(UserError, "A signature is kept"):
            line.signed_by = "x"
        with self.assertRaisesRegex(ValidationError, "is no party"):
            self.sign(draft, self.env["res.partner"].create({"name": "Nobody"}))

    def test_it_ends_once_its_notice_has_run(self):
        convention = self.make_convention(notice_months=2)
        convention.with_user(self.manager).action_give_notice()
        self.assertEqual((convention.state, convention.date_end), ("running", date(2027, 1, 10)))
        with self.assertRaisesRegex(UserError, "has a last day already"):
            convention.with_user(self.manager).action_give_notice()

    def test_several_drafts_are_put_in_force_at_once(self):
        hosts = self.env["res.partner"].create([{"name": f"Host {n}"} for n in range(3)])
        drafts = self.env["cae.convention"]
        for host in hosts:
            self.make_space("Place", host)
            drafts |= self.make_draft_convention(host=host)
        drafts.with_user(self.manager).action_start()
        self.assertEqual(set(drafts.mapped("state")), {"running"})

    def test_the_document_to_sign_names_the_parties_and_the_terms_in_words(self):
        convention = self.make_draft_convention()
        self.host.company_registry = "123 456 789"
        html = (
            self.env["ir.actions.report"]
            ._render_qweb_html("cae_tiers_lieux.cae_convention_report", convention.ids)[0]
            .decode()
        )
        for text in ("Host H", "123 456 789", "Coop A", "free for 3 months, then −20 %"):
            self.assertIn(text, html)

    def test_each_role_does_what_its_rights_say(self):
        draft = self.make_draft_convention()
        with self.assertRaises(AccessError):
            draft.with_user(self.support).note = "x"
        draft.with_user(self.accountant).note = "x"
        with self.assertRaises(AccessError):
            draft.with_user(self.accountant).unlink()
        self.assertFalse(self.env["cae.convention"].with_user(self.support_b).search([]))
        draft.with_user(self.manager).unlink()
        self.assertFalse(draft.exists())
