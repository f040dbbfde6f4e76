"""The form of a programme: printed, sent, sent again until the signed one is back."""

import base64
from datetime import date

from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..common import CaeStreetCommon
from .test_program import FORMULA


@tagged("post_install", "-at_install", "cae_convention")
@freeze_time("2026-11-10")
class TestProgramForm(CaeStreetCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.program = cls.env["cae.program"].create(
            {"name": "Passerelles", "network_id": cls.coop_a.partner_id.id, "choice_months": 4}
        )
        cls.env["cae.program.rule"].create([{"program_id": cls.program.id, **r} for r in FORMULA])
        cls.host.email = "host@example.com"
        cls.member = cls.make_member(cls.host)

    @classmethod
    def make_member(cls, partner, **values):
        return cls.env["cae.program.member"].create(
            {
                "program_id": cls.program.id,
                "partner_id": partner.id,
                "date_start": "2026-01-01",
                **values,
            }
        )

    def get_text(self, member):
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "cae_tiers_lieux.report_program_form", member.ids
        )
        return html.decode()

    def send(self, members):
        """Send the forms; return the mails."""
        known = self.env["mail.mail"].search([])
        members.with_user(self.manager).action_send_form()
        return self.env["mail.mail"].search([]) - known

    def test_the_form_says_who_joins_what_and_the_formula_in_words(self):
        text = self.get_text(self.member)
        for words in (
            "Passerelles",
            "Host H",
            "Space S",
            "Découverte",
            "then −20 %",
            "case by case",
        ):
            self.assertIn(words, text)

    def test_it_is_written_in_the_language_of_the_organisation(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.host.lang = "fr_FR"
        text = self.get_text(self.member)
        self.assertIn("01/01/2026", text)
        self.member.date_start = "2026-02-01"
        self.assertIn("01/02/2026", self.get_text(self.member))

    def test_what_a_space_chose_is_printed(self):
        self.member.write({"choice": "free"})
        self.assertIn("<strong>Free</strong>", self.get_text(self.member))
        self.assertNotIn("☐", self.get_text(self.member))

    def test_a_cae_has_nothing_to_choose(self):
        coop = self.make_member(self.coop_a.partner_id, side="coop")
        self.assertNotIn("☐", self.get_text(coop))

    def test_it_is_sent_with_its_pdf_and_again_until_it_is_signed(self):
        for _time in range(2):
            mail = self.send(self.member)
            self.assertEqual(mail.recipient_ids, self.host)
            self.assertEqual(len(mail.attachment_ids), 1)
        self.assertEqual(self.member.date_sent, date(2026, 11, 10))
        self.member.date_signed = "2026-11-10"
        with self.assertRaisesRegex(UserError, "Host H signed its form on 10 November 2026"):
            self.send(self.member)

    def test_who_is_not_answered_for_two_weeks_is_to_remind(self):
        """The filter of the list."""
        search = self.env.ref("cae_tiers_lieux.cae_program_member_view_search")
        self.assertIn("to_remind", search.arch)
        late = [("date_signed", "=", False), ("date_sent", "<", "-15d")]
        members = self.env["cae.program.member"]
        self.send(self.member)
        self.assertFalse(members.search(late))
        with freeze_time("2026-11-27"):
            self.assertEqual(members.search(late), self.member)

    def test_an_organisation_without_an_e_mail_is_named_and_nothing_is_sent(self):
        other = self.make_member(self.env["res.partner"].create({"name": "Le Préau"}))
        with self.assertRaisesRegex(UserError, "Le Préau has no e-mail"):
            self.send(self.member | other)
        self.assertFalse(self.member.date_sent)

    def test_a_signed_form_is_a_document_that_can_be_read(self):
        with self.assertRaisesRegex(ValidationError, "cannot be read"):
            self.member.document = base64.b64encode(b"not a document")

    def test_who_may_send(self):
        with self.assertRaises(AccessError):
            self.member.with_user(self.accountant).action_send_form()

    def test_a_programme_is_changed_by_the_company_that_leads_it(self):
        """Others read it; in a database of several companies nobody changes it for them."""
        self.program.with_user(self.manager).note = "Ours"
        self.member.with_user(self.manager).choice = "free"
        other = self.make_user("other_manager", "group_manager", company=self.coop_b)
        for record, values in (
            (self.program, {"note": "Theirs"}),
            (self.program, {"network_id": self.coop_b.partner_id.id}),
            (self.member, {"choice": "formula"}),
            (self.program.rule_ids[0], {"value": 90}),
        ):
            with self.assertRaises(AccessError):
                record.with_user(other).write(values)
        with self.assertRaises(AccessError):
            self.member.with_user(other).action_send_form()
        with self.assertRaises(AccessError):
            self.program.with_user(self.manager).network_id = self.coop_b.partner_id

    def test_who_left_is_sent_nothing(self):
        self.member.date_end = date(2026, 6, 30)
        with self.assertRaisesRegex(UserError, "left the programme on 30 June 2026"):
            self.send(self.member)
