"""Who comes while their contract is suspended is told, and nobody else."""

from datetime import date

from freezegun import freeze_time
from odoo.tests import tagged

from ..common import CaeStreetCommon


@tagged("cae_prices")
@freeze_time("2026-11-10")
class TestSuspendedWarning(CaeStreetCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_convention(rules=[{"name": "Tous"}])
        cls.bruno = cls.make_person("Bruno", "CESA", date(2024, 1, 1))
        cls.bruno.partner_id.email = "bruno@example.com"
        cls.env["cae.contract.suspension"].create(
            {
                "contract_id": cls.bruno.contract_ids.id,
                "date_start": "2026-10-01",
                "date_end": "2026-10-31",
            }
        )

    def tell(self):
        """Run the nightly job; return the mails it made."""
        known = self.env["mail.mail"].search([])
        self.env["cae.usage"]._cron_warn_suspended()
        return self.env["mail.mail"].search([]) - known

    def test_the_person_alone_is_written_to_and_once(self):
        use = self.make_uses(self.bruno, [date(2026, 10, 5)])
        self.assertEqual((use.problem_code, use.status), ("no_right", "suspended"))
        mail = self.tell()
        self.assertEqual(mail.recipient_ids, self.bruno.partner_id)
        self.assertFalse(mail.email_to or mail.email_cc)
        self.assertIn("suspended", mail.body_html)
        self.assertIn("Space S", mail.body_html)
        self.assertFalse(self.tell(), "told once")

    def test_who_paid_on_site_is_told_too(self):
        use = self.make_uses(self.bruno, [date(2026, 10, 5)], settled_by="on_site")
        self.assertEqual((use.state, use.status), ("rated", "suspended"))
        self.assertEqual(len(self.tell()), 1)

    def test_nobody_is_told_of_a_day_with_a_right_or_of_a_use_that_was_not(self):
        self.make_uses(self.bruno, [date(2026, 9, 30)])
        self.make_uses(self.bruno, [date(2026, 10, 5)]).action_cancel()
        self.assertFalse(self.tell())

    def test_a_history_that_is_taken_over_writes_to_nobody(self):
        self.make_uses(self.bruno, [date(2026, 10, 5)])
        with freeze_time("2026-11-20"):
            self.assertFalse(self.tell())

    def test_who_has_no_e_mail_is_told_once_they_have_one(self):
        self.bruno.partner_id.email = False
        self.make_uses(self.bruno, [date(2026, 10, 5)])
        self.assertFalse(self.tell())
        self.bruno.partner_id.email = "bruno@example.com"
        self.assertEqual(len(self.tell()), 1)

    def test_a_month_of_a_plan_is_no_presence(self):
        office = self.env["cae.space.resource"].create(
            {"space_id": self.space.id, "name": "Bureau 3", "kind": "office"}
        )
        plan = self.env["cae.plan"].create(
            {
                "partner_id": self.bruno.partner_id.id,
                "space_id": self.space.id,
                "resource_id": office.id,
                "kind": "office",
                "date_start": date(2026, 10, 1),
            }
        )
        plan.action_start()
        self.assertEqual(plan.usage_ids.sorted("date")[0].status, "suspended")
        self.assertFalse(self.tell())

    def test_the_books_of_the_space_write_to_nobody(self):
        house = self.env["res.company"].create(
            {"name": "House", "cae_role": "host", "partner_id": self.host.id}
        )
        self.make_convention(company=house, coop=self.coop_a.partner_id)
        theirs = self.make_uses(self.bruno, [date(2026, 10, 5)], company=house)
        self.assertEqual(theirs.status, "suspended")
        self.assertFalse(self.tell())
        self.assertFalse(theirs.is_person_told)

    def test_a_day_is_told_once_whatever_was_used(self):
        room = self.env["cae.space.resource"].create(
            {"space_id": self.space.id, "name": "Salle", "kind": "meeting"}
        )
        day = [date(2026, 10, 5)]
        self.make_uses(self.bruno, day)
        self.make_uses(self.bruno, day, unit="hour", resource_id=room.id)
        self.assertEqual(len(self.tell()), 1)
        self.assertFalse(self.tell())
