import base64
from datetime import date

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import HttpCase, tagged

from ..common import SIGNATURE, CaeCommon

PNG = SIGNATURE.decode()
#: A picture of 60 by 30 pixels on which nothing is drawn.
BLANK = (
    "iVBORw0KGgoAAAANSUhEUgAAADwAAAAeCAYAAABwmH1PAAAAHElEQVR42u3BAQEAAACAkP6v7ggKAAAAAAAAoGocPgAB"
    "8OmPfAAAAABJRU5ErkJggg=="
)


@tagged("post_install", "-at_install", "cae_career")
class TestCareerPortal(CaeCommon, HttpCase):
    """The person's own file, contracts and signature; nobody else's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.coop_a.write(
            {
                "street": "12 rue des Lilas",
                "city": "Bordeaux",
                "company_registry": "73282932000074",
                "cae_legal_form": "SCIC SARL",
                "cae_representative": "Claire Martin",
            }
        )
        cls.portal.password = "cae_portal"
        cls.own_file = cls.make_entrepreneur(partner_id=cls.portal_partner.id, note="<p>Secret</p>")
        cls.contract = cls.make_contract(cls.own_file, "CAPE", date(2026, 12, 1), state="draft")
        cls.write_clauses(cls.contract)
        cls.other = cls.make_contract(
            cls.make_entrepreneur("Bruno"), "CAPE", date(2026, 1, 1), date(2026, 12, 31)
        )

    @classmethod
    def write_clauses(cls, contract):
        for clause in contract.clause_ids:
            clause.body = "<p>Written.</p>"

    def send(self, contract=None):
        (contract or self.contract)._do_to_sign()

    def sign(self, contract=None, **params):
        contract = contract or self.contract
        params = {"name": "Anna", "signature": PNG, **params}
        response = self.url_open(
            f"/my/career/contracts/{contract.id}/sign", json={"params": params}
        ).json()
        self.assertNotIn("error", response, response)
        return response["result"]

    def sign_for_coop(self):
        wizard = self.env["cae.contract.sign"].with_user(self.support)
        return wizard.create(
            {"contract_id": self.contract.id, "name": "Claire Martin", "signature": PNG}
        ).action_confirm()

    def login(self):
        self.authenticate("cae_portal", "cae_portal")

    def test_the_person_sees_their_file_and_no_draft(self):
        self.login()
        page = self.url_open("/my/career")
        self.assertEqual(page.status_code, 200)
        self.assertIn("Coop A", page.text)
        self.assertNotIn(self.contract.name, page.text)
        self.assertNotIn("Secret", page.text)
        self.send()
        self.assertIn(self.contract.name, self.url_open("/my/career").text)

    def test_somebody_else_s_contract_is_not_there(self):
        self.login()
        for suffix in ("", "/contract.pdf"):
            page = self.url_open(f"/my/career/contracts/{self.other.id}{suffix}")
            self.assertTrue(page.url.endswith("/my/career"), page.url)
            self.assertNotIn(self.other.name, page.text)
        self.assertIn("error", self.sign(self.other))
        self.assertFalse(self.other.entrepreneur_signature)

    def test_a_draft_is_neither_shown_nor_signed(self):
        self.login()
        page = self.url_open(f"/my/career/contracts/{self.contract.id}")
        self.assertTrue(page.url.endswith("/my/career"))
        self.assertIn("error", self.sign())

    def test_a_visitor_without_account_is_asked_to_log_in(self):
        self.send()
        page = self.url_open(f"/my/career/contracts/{self.contract.id}")
        self.assertIn("/web/login", page.url)
        page = self.url_open(f"/my/career/contracts/{self.contract.id}?access_token=x")
        self.assertIn("/web/login", page.url)

    def test_both_sign_on_screen_and_the_contract_runs(self):
        self.send()
        self.login()
        page = self.url_open(f"/my/career/contracts/{self.contract.id}")
        self.assertIn("portal.signature_form", page.text)
        self.assertIn("force_refresh", self.sign())
        self.assertEqual(self.contract.state, "to_sign")
        self.assertTrue(self.contract.entrepreneur_signature_date)
        self.assertIn("error", self.sign(), "Nobody signs twice.")
        self.sign_for_coop()
        self.assertEqual(self.contract.state, "running")
        signed = base64.b64decode(self.contract.signed_file)
        self.assertIn(b"Claire Martin", signed)
        page = self.url_open(f"/my/career/contracts/{self.contract.id}/contract.pdf")
        self.assertEqual(page.content, signed)

    def test_the_coop_may_sign_first(self):
        self.send()
        self.sign_for_coop()
        self.assertEqual(self.contract.state, "to_sign")
        self.login()
        self.sign()
        self.assertEqual(self.contract.state, "running")
        self.assertTrue(self.contract.signed_file)

    def test_a_text_changed_between_two_signatures_is_refused(self):
        self.send()
        self.login()
        self.sign()
        clause = self.contract.clause_ids[0]
        with self.assertRaisesRegex(UserError, "back to draft first"):
            clause.body = "<p>Something else</p>"
        # what the template prints may change all the same
        clause._permit("body").body = "<p>Something else</p>"
        with self.assertRaisesRegex(ValidationError, "changed after the first signature"):
            self.sign_for_coop()
        self.contract.action_back_to_draft()
        self.assertFalse(self.contract.entrepreneur_signature)
        self.assertFalse(self.contract.entrepreneur_signature_date)
        self.send()
        self.sign()
        self.sign_for_coop()
        self.assertEqual(self.contract.state, "running")

    def test_an_empty_signature_is_refused(self):
        self.send()
        self.login()
        for bytes_sent in ("", "@@@", "Zm9v", BLANK):
            self.assertIn("error", self.sign(signature=bytes_sent))
        self.assertIn("error", self.sign(name="  "))
        self.assertEqual(self.contract.state, "to_sign")

    def test_a_missing_clause_stops_the_signature(self):
        self.send()
        self.contract.clause_ids[0].unlink()
        self.login()
        self.assertIn("clause", self.sign()["error"])

    def test_the_signature_of_a_signed_contract_is_frozen(self):
        self.send()
        self.login()
        self.sign()
        self.sign_for_coop()
        with self.assertRaises(UserError):
            self.contract.with_user(self.support).write({"coop_signature": False})

    def test_another_coop_does_not_sign(self):
        self.send()
        wizard = self.env["cae.contract.sign"].with_user(self.support_b)
        with self.assertRaises(AccessError):
            wizard.create(
                {"contract_id": self.contract.id, "name": "X", "signature": PNG}
            ).action_confirm()

    def test_the_person_reads_their_pay_and_the_adviser_does_not(self):
        cesa = self.make_contract(
            self.own_file, "CESA", date(2028, 1, 1), state="draft", fixed_pay=1234.0
        )
        self.write_clauses(cesa)
        self.send(cesa)
        self.login()
        self.assertIn("pay.pdf", self.url_open(f"/my/career/contracts/{cesa.id}").text)
        page = self.url_open(f"/my/career/contracts/{cesa.id}/pay.pdf")
        self.assertIn("234", page.text)
        with self.assertRaises(AccessError):
            cesa.with_user(self.support).read(["signed_pay_file"])

    def test_the_team_s_notes_stay_with_the_team(self):
        with self.assertRaises(AccessError):
            self.own_file.with_user(self.portal).read(["note"])
        self.assertIn("Secret", self.own_file.with_user(self.support).note)

    def test_coming_sessions_show_without_their_report(self):
        self.env["cae.support.session"].create(
            {
                "company_id": self.coop_a.id,
                "kind": "group",
                "name": "Prices workshop",
                "adviser_id": self.support.id,
                "date_start": "2126-12-05 09:00:00",
                "entrepreneur_ids": self.own_file.ids,
                "report": "<p>Hidden words</p>",
            }
        )
        self.login()
        page = self.url_open("/my/career").text
        self.assertIn("Prices workshop", page)
        self.assertNotIn("Hidden words", page)

    def test_asking_for_the_signature_writes_to_the_person(self):
        self.send()
        contract = self.contract.with_user(self.support)
        self.portal_partner.email = "anna@example.com"
        action = contract.action_ask_signature()
        self.assertEqual(action["res_model"], "mail.compose.message")
        composer = (
            self.env["mail.compose.message"]
            .with_user(self.support)
            .with_context(**action["context"])
            .create({})
        )
        self.assertEqual(composer.partner_ids, self.portal_partner)
        self.assertIn(f"/my/career/contracts/{contract.id}", composer.body)

    def test_without_account_it_is_opened_first(self):
        contract = self.make_contract(
            self.make_entrepreneur("Chloe"), "CAPE", date(2026, 12, 1), state="draft"
        )
        self.send(contract)
        action = contract.with_user(self.support).action_ask_signature()
        self.assertEqual(action["res_model"], "portal.wizard")
