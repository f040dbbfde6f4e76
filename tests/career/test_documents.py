from datetime import date

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..common import CaeCommon

REPORT = "cae_tiers_lieux.report_cae_"


@tagged("cae_career")
class TestDocuments(CaeCommon):
    """Documents name both parties, print the right text, and say what they lack."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.identify(cls.coop_a)
        cls.anna = cls.make_entrepreneur("Anna", project="Wood & <b>joinery</b>")
        cls.cape = cls.make_contract(cls.anna, "CAPE", date(2026, 1, 1), date(2026, 12, 31))

    @classmethod
    def identify(cls, company):
        company.write(
            {
                "street": "12 rue des Lilas",
                "zip": "33000",
                "city": "Bordeaux",
                "company_registry": "73282932000074",
                "cae_registry": "RCS Bordeaux",
                "cae_legal_form": "SCIC SARL",
                "cae_representative": "Claire Martin",
                "cae_representative_title": "gérante",
            }
        )

    def html(self, kind, contract, user=None):
        report = self.env["ir.actions.report"].with_user(user or self.support)
        return report._render_qweb_html(REPORT + kind, contract.ids)[0].decode()

    def test_the_body_names_both_parties(self):
        html = self.html("contract", self.cape)
        for text in (
            "Coop A",
            "SCIC SARL",
            "12 rue des Lilas, 33000 Bordeaux",
            "RCS Bordeaux 732 829 320",
            "Claire Martin, gérante",
            "Anna",
            self.cape.name,
        ):
            self.assertIn(text, html)

    def test_values_are_escaped(self):
        self.assertIn("Wood &amp; &lt;b&gt;joinery&lt;/b&gt;", self.html("contract", self.cape))

    def test_the_text_is_read_when_it_is_printed(self):
        draft = self.make_contract(
            self.anna, "CAPE", date(2027, 1, 1), date(2027, 12, 31), state="draft"
        )
        self.html("contract", draft)
        draft.clause_ids[0].body = "<p>Rewritten</p>"
        self.anna.project = "Bakery"
        html = self.html("contract", draft)
        self.assertIn("Rewritten", html)
        self.assertIn("Bakery", html)

    def test_kind_and_type_choose_the_text(self):
        renewal = self.make_contract(
            self.anna,
            "CAPE",
            date(2027, 1, 1),
            date(2027, 12, 31),
            state="draft",
            kind="renewal",
            previous_id=self.cape.id,
        )
        self.assertIn("Renouvellement du contrat d’appui", self.html("contract", renewal))
        self.assertIn(self.cape.name, self.html("contract", renewal))
        cesa = self.make_contract(self.anna, "CESA", date(2028, 1, 1), state="draft")
        self.assertIn("entrepreneur salarié associé", self.html("contract", cesa))

    def test_a_newer_text_holds_from_its_day_on(self):
        old = self.env.ref("cae_tiers_lieux.cae_document_template_cape")
        new = old.copy({"name": "New text", "date_start": date(2026, 6, 1)})
        pick = self.env["cae.document.template"]._pick
        self.assertEqual(pick("contract", self.cape), old)
        self.assertEqual(pick("contract", self.cape, date(2026, 6, 1)), new)

    def test_the_text_of_a_coop_is_its_own(self):
        old = self.env.ref("cae_tiers_lieux.cae_document_template_cape")
        own = old.copy({"name": "B", "company_id": self.coop_b.id})
        self.assertEqual(self.env["cae.document.template"]._pick("contract", self.cape), old)
        self.assertNotIn(own, self.env["cae.document.template"].with_user(self.support).search([]))

    def test_coop_without_identity_is_refused_with_what_it_lacks(self):
        self.coop_a.cae_representative = False
        with self.assertRaisesRegex(UserError, "legal representative"):
            self.html("contract", self.cape)

    def test_a_manager_edits_the_text_within_the_list(self):
        template = self.env.ref("cae_tiers_lieux.cae_document_template_cape")
        template = template.with_user(self.manager)
        template.body = '<p>Own words for <t t-out="object.doc_person"/></p>'
        self.assertIn("Own words for Anna", self.html("contract", self.cape))
        for bad in (
            '<t t-out="object.company_id.sudo().partner_id.bank_ids"/>',
            '<t t-if="object.env">x</t>',
            '<t t-out="object.doc_pay"/>',
            '<t t-out="object.fixed_pay"/>',
        ):
            with self.assertRaises(ValidationError):
                template.body = bad
        with self.assertRaises(AccessError):
            template.with_user(self.support).body = "<p>No</p>"

    def test_pay_stands_in_its_own_annex_for_hr_only(self):
        cesa = self.make_contract(
            self.make_entrepreneur("Bruno"), "CESA", date(2026, 1, 1), fixed_pay=1234.0
        )
        self.assertNotIn("234", self.html("contract", cesa, self.manager))
        with self.assertRaises(AccessError):
            self.html("pay", cesa, self.manager)
        hr = self.make_user("hr", "group_support", "hr.group_hr_manager")
        self.assertIn("234", self.html("pay", cesa, hr))

    def test_another_coop_prints_nothing(self):
        with self.assertRaises(AccessError):
            self.html("contract", self.cape, self.support_b)

    def test_certificate_and_declaration(self):
        self.assertIn("atteste que", self.html("certificate", self.cape))
        self.assertIn("R. 5142-1", self.html("declaration", self.cape))

    def test_means_annex_prints_the_convention_of_the_first_day(self):
        host = self.env["res.partner"].create({"name": "Host", "is_company": True})
        space = self.env["cae.space"].create({"name": "La Fabrique", "host_id": host.id})
        rule = {"name": "Discovery", "status": "cape", "effect": "public", "first_months": 3}
        convention = self.env["cae.convention"].create(
            {
                "company_id": self.coop_a.id,
                "host_id": host.id,
                "coop_ids": self.coop_a.partner_id.ids,
                "date_start": date(2025, 1, 1),
                "date_end": date(2026, 6, 30),
                "rule_ids": [
                    (0, 0, {**rule, "quota": 8}),
                    (0, 0, {"name": "Everybody", "effect": "public"}),
                    (0, 0, {"name": "Others only", "status": "cesa", "effect": "free"}),
                ],
            }
        )
        self.assertFalse(self.cape._get_means_annex(), "A draft convention gives nothing.")
        convention._do_start()
        (line,) = self.cape.with_context(lang="en_US")._get_means_annex()
        self.assertEqual(line["place"], space.display_name)
        self.assertIn("Discovery", line["formula"])
        self.assertIn("8", line["quota"])
        self.assertIn("30 June 2026", line["period"])
        self.assertIn("La Fabrique", self.html("means", self.cape))
        self.assertIn("La Fabrique", self.html("contract", self.cape), "R8: part of the CAPE.")
        later = self.make_contract(
            self.make_entrepreneur("Late"), "CAPE", date(2026, 7, 1), date(2026, 12, 31)
        )
        self.assertFalse(later._get_means_annex(), "The convention has ended before.")

    def test_cape_mention_until_registration(self):
        mention = self.cape._get_cape_mention(date(2026, 5, 1))
        for text in ("Anna", "Coop A", "12 rue des Lilas", "732 829 320", "31 décembre 2026"):
            self.assertIn(text, mention.replace("31 December 2026", "31 décembre 2026"))
        self.assertFalse(self.cape._get_cape_mention(date(2027, 1, 1)))
        self.cape.registration_date = date(2026, 6, 1)
        self.assertTrue(self.cape._get_cape_mention(date(2026, 5, 31)))
        self.assertFalse(self.cape._get_cape_mention(date(2026, 6, 1)))

    def test_cape_mention_that_cannot_be_written_is_refused(self):
        self.coop_a.company_registry = False
        with self.assertRaisesRegex(UserError, "R11.*SIREN"):
            self.cape._get_cape_mention(date(2026, 5, 1))


@tagged("post_install", "-at_install", "cae_career")
class TestDocumentLanguage(CaeCommon):
    """A contract with a French coop is written in French, whoever prints it."""

    def test_the_whole_document_is_in_french(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.env["ir.module.module"]._load_module_terms(["cae_tiers_lieux"], ["fr_FR"])
        TestDocuments.identify(self.coop_a)
        cape = self.make_contract(
            self.make_entrepreneur("Anna"), "CAPE", date(2026, 1, 1), date(2026, 12, 31)
        )
        report = self.env["ir.actions.report"].with_user(self.support).with_context(lang="en_US")
        html = report._render_qweb_html("cae_tiers_lieux.report_cae_contract", cape.ids)[0].decode()
        self.assertIn("La personne", html)
        self.assertNotIn("The person", html)
