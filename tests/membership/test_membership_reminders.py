"""Who is reminded of members and capital, in which language, and once."""

from datetime import date

from freezegun import freeze_time
from odoo.tests import tagged

from .common import CaeMembershipCommon

RENEWAL = "cae_tiers_lieux.mail_activity_type_membership_renewal"


@tagged("post_install", "-at_install")
@freeze_time("2026-11-23")
class TestMembershipReminders(CaeMembershipCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.host = cls.make_organisation("Host H")
        # every user of the database who could be reminded is one of this suite
        others = cls.env.ref("cae_tiers_lieux.group_accountant").all_user_ids
        (others - cls.accountant - cls.manager).company_ids -= cls.coop_a

    def make_ending(self, member=None, by=None, day=date(2026, 12, 10)):
        """Create dues that end on a day, written by a user."""
        draft = (
            self.env["cae.membership"]
            .with_user(by or self.accountant)
            .create(
                {
                    "member_id": (member or self.host).id,
                    "organisation_id": self.org.id,
                    "kind": "dues",
                    "date_start": date(2026, 1, 1),
                    "date_end": day,
                }
            )
        )
        draft.sudo().action_activate()
        return draft.sudo()

    def run_daily(self):
        self.env["cae.membership"]._cron_daily()

    def test_a_soon_ended_membership_is_reminded_once(self):
        soon = self.make_ending()
        later = self.make_ending(self.make_organisation("Host I"), day=date(2026, 12, 24))
        self.run_daily()
        self.run_daily()
        self.assertEqual(soon.activity_ids.activity_type_id, self.env.ref(RENEWAL))
        self.assertEqual(soon.activity_ids.date_deadline, date(2026, 12, 10))
        self.assertFalse(later.activity_ids, "more than thirty days are left")
        soon.activity_ids.action_feedback()
        self.run_daily()
        self.assertFalse(soon.activity_ids, "what was done is not asked for again")

    def test_the_reminder_speaks_the_language_of_its_reader_and_stays_one(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.env.ref(RENEWAL).with_context(lang="fr_FR").name = "Adhésion à renouveler"
        self.accountant.lang = "fr_FR"
        membership = self.make_ending()
        self.run_daily()
        self.assertEqual(membership.activity_ids.summary, "Adhésion à renouveler")
        self.accountant.lang = "en_US"
        self.run_daily()
        self.assertEqual(len(membership.activity_ids), 1)

    def test_who_wrote_the_record_is_reminded_while_they_work_here(self):
        membership = self.make_ending(by=self.support)
        self.assertEqual(membership._get_reminded_users(), {membership: self.support})
        self.support.active = False
        reminded = membership._get_reminded_users()[membership]
        self.assertIn(reminded, self.accountant | self.manager)

    def test_an_accountant_is_reminded_of_what_the_robot_wrote(self):
        membership = self.make_membership(self.host, kind="dues", date_end=date(2026, 12, 10))
        self.manager.active = False
        self.run_daily()
        self.assertEqual(membership.activity_ids.user_id, self.accountant)

    def test_the_users_are_looked_up_once_for_all_records(self):
        self.make_ending()._get_reminded_users()
        counts = []
        for number in (2, 20):
            memberships = self.env["cae.membership"].union(
                *(
                    self.make_membership(self.make_organisation(f"{number}-{i}"), kind="dues")
                    for i in range(number)
                )
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            memberships._get_reminded_users()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])

    def test_a_late_call_by_bank_is_reminded_once(self):
        """R28: between two organisations that are not ours, so that no entry is needed."""
        others = [self.make_organisation(name, "scic") for name in ("Host I", "Host J")]
        self.env["cae.share.value"].create(
            {"organisation_id": others[0].id, "date_start": date(2020, 1, 1), "value": 20.0}
        )
        membership = self.make_membership(others[1], others[0])
        subscription = self.make_subscription(membership, first_call=500.0)
        self.assertEqual(subscription.payment_state, "late")
        self.run_daily()
        self.run_daily()
        self.assertEqual(subscription.activity_ids.summary, "Call of capital not paid")
        subscription.call_ids.action_pay()
        subscription.activity_ids.action_feedback()
        self.run_daily()
        self.assertFalse(subscription.activity_ids)

    def test_an_audit_is_reminded_in_time(self):
        """R33: five years after the last one, or three loss-making years in a row."""
        audits = self.env["cae.cooperative.audit"].create(
            [
                {"organisation_id": self.org.id, "date": day}
                for day in (date(2017, 3, 1), date(2022, 3, 1))
            ]
        )
        audit = audits[1]
        self.assertEqual(audit.date_due, date(2027, 3, 1))
        self.run_daily()
        self.run_daily()
        self.assertEqual(audit.activity_ids.date_deadline, date(2027, 3, 1))
        self.assertFalse(audits[0].activity_ids, "only the last audit counts")
        for company in (self.coop_b, self.coop_a):
            for year in (2023, 2024, 2025):
                self.env["cae.loss.year"].create(
                    {
                        "company_id": company.id,
                        "organisation_id": self.org.id,
                        "date_end": date(year, 12, 31),
                        "amount": 1.0,
                    }
                )
            audit.invalidate_recordset()
            due = date(2025, 12, 31) if company == self.coop_a else date(2027, 3, 1)
            self.assertEqual(audit.date_due, due, company.name)

    def test_an_organisation_without_rules_is_not_audited(self):
        audit = self.env["cae.cooperative.audit"].create(
            {"organisation_id": self.host.id, "date": date(2015, 1, 1)}
        )
        self.host.cae_legal_form_id = False
        self.run_daily()
        self.assertFalse(audit.date_due or audit.activity_ids)
