"""A coop outside vouches by file: read, renewed, ended, sent, several coops at once."""

import base64
from datetime import date

from lxml import etree
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import file_path

from ..common import CaeStreetCommon

CSV = """Personne;E-mail;Statut;Du;Au
Vera Lopes;vera@x.example;CESA;01/03/2026;
Tom Petit;;Équipe;01/01/2026;31/12/2026
"""


@tagged("post_install", "-at_install", "cae_convention")
class TestAttestationExchange(CaeStreetCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.north = cls.env["res.partner"].create({"name": "CAE du Nord", "is_company": True})
        cls.south = cls.env["res.partner"].create({"name": "CAE du Sud", "is_company": True})

    def load(self, content, coop=None, user=None):
        data = content.encode() if isinstance(content, str) else content
        wizard = (
            self.env["cae.attestation.load"]
            .with_user(user or self.support)
            .create({"coop_id": (coop or self.north).id, "file": base64.b64encode(data)})
        )
        wizard.action_load()
        return wizard.result

    def attested(self, name):
        return self.env["cae.attestation"].search([("partner_id.name", "=", name)], order="id")

    def test_a_table_is_read_and_the_same_one_twice_adds_nothing(self):
        self.assertIn("2 new", self.load(CSV))
        self.assertIn("0 new, 0 renewed or ended, 2 known", self.load(CSV))
        vera, tom = self.attested("Vera Lopes"), self.attested("Tom Petit")
        self.assertRecordValues(
            vera | tom,
            [
                {"status": "cesa", "date_start": date(2026, 3, 1), "date_end": False},
                {"status": "staff", "date_start": date(2026, 1, 1), "date_end": date(2026, 12, 31)},
            ],
        )
        self.assertEqual(vera.partner_id.email, "vera@x.example")

    def test_a_line_sent_again_renews_or_ends_and_a_new_status_follows_the_former(self):
        self.load(CSV)
        self.load("Personne;Statut;Du;Au\nVera Lopes;CESA;01/03/2026;30/09/2026")
        self.assertEqual(self.attested("Vera Lopes").date_end, date(2026, 9, 30))
        self.load("Personne;Statut;Du\nVera Lopes;Associée;01/07/2026")
        first, second = self.attested("Vera Lopes")
        self.assertEqual((first.date_end, second.status), (date(2026, 6, 30), "associate"))

    def test_what_is_sent_is_read_again_on_the_other_side(self):
        self.load(CSV)
        text = self.env["cae.attestation"]._to_xml(
            self.north,
            [each._to_said() for each in self.attested("Vera Lopes") | self.attested("Tom Petit")],
        )
        schema = etree.XMLSchema(
            etree.parse(file_path("cae_tiers_lieux/data/convention/cae_attestation_1.xsd"))
        )
        schema.assertValid(etree.fromstring(text.encode()))
        self.assertIn("0 new, 0 renewed or ended, 2 known", self.load(text))

    def test_two_coops_vouch_for_one_person(self):
        self.load(CSV)
        self.load("Personne;E-mail;Statut;Du\nV. Lopes;VERA@x.example;CAPE;01/05/2026", self.south)
        person = self.attested("Vera Lopes").partner_id
        self.assertEqual(person.name, "Vera Lopes")
        attestations = self.env["cae.attestation"].search([("partner_id", "=", person.id)])
        self.assertEqual(set(attestations.mapped("coop_id")), {self.north, self.south})

    def test_a_wrong_file_is_one_clear_sentence_and_nothing_is_half_done(self):
        for content, sentence in (
            (b"%PDF-1.7 x", "is no table"),
            ("<a><b></a>", "no readable XML"),
            ("<statement xmlns='urn:x'/>", "holds no attestations"),
            ("Nom;Du\nVera;01/01/2026", "lacks the columns: statut"),
            ("Personne;Statut;Du\n", "holds no line"),
            (CSV + "Léa;Stagiaire;;01/01/2026;", r"Line 4 \(Léa\): write CAPE"),
            (CSV + "Léa;;CAPE;32/01/2026;", r"Line 4 \(Léa\) has no readable first day"),
            (CSV + "Léa;;CAPE;01/01/2026;31/02/2026", r"no readable last day: “31/02/2026”"),
            (CSV + "Léa;;CAPE;02/01/2026;01/01/2026", "ends before it begins"),
            ("Personne;CAE;Statut;Du\nLéa;CAE du Sud;CAPE;01/01/2026", "load it as that CAE"),
        ):
            with self.subTest(content=content), self.assertRaisesRegex(UserError, sentence):
                self.load(content)
        self.assertFalse(self.attested("Vera Lopes"))

    def test_what_a_bill_follows_from_is_not_ended_before_it(self):
        self.load(CSV)
        self.make_convention(coop=self.north)
        use = self.make_uses(self.attested("Vera Lopes").partner_id, [date(2026, 10, 5)])
        use._do_lock()
        with self.assertRaisesRegex(UserError, r"Line 2 \(Vera Lopes\).*cannot end before"):
            self.load("Personne;Statut;Du;Au\nVera Lopes;CESA;01/03/2026;30/06/2026")

    def test_who_may(self):
        with self.assertRaises(AccessError):
            self.load(CSV, user=self.network)
