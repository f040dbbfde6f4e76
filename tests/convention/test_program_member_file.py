"""The members of a programme by file: said before, all of it or nothing, again without harm."""

import base64
import io
from datetime import date

import openpyxl
from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..common import CaeStreetCommon

TITLES = "Structure;Côté;SIREN;E-mail;Entrée;Sortie;Choix;Réduction;Signé le"


@tagged("post_install", "-at_install", "cae_convention")
@freeze_time("2026-11-10")
class TestProgramMemberFile(CaeStreetCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partners = cls.env["res.partner"]
        cls.program = cls.env["cae.program"].create(
            {"name": "Passerelles", "network_id": cls.coop_a.partner_id.id}
        )
        cls.nest = cls.make_host("Association L’Envol", "Le Nid")
        cls.north = cls.partners.create({"name": "CAE du Nord", "is_company": True})

    @classmethod
    def make_host(cls, name, space, **values):
        host = cls.partners.create({"name": name, "is_company": True, **values})
        cls.make_space(space, host)
        return host

    def wizard(self, *lines, titles=TITLES, user=None, program=None, content=None):
        """The dialog of a manager, with a file as people send it."""
        content = content or "\r\n".join((titles, *lines)).encode("cp1252")
        form = Form(
            self.env["cae.program.member.load"]
            .with_user(user or self.manager)
            .with_context(default_program_id=(program or self.program).id)
        )
        form.file = base64.b64encode(content)
        return form

    def load(self, *lines, **values):
        """Load a file; return the sentence that says what was done."""
        wizard = self.wizard(*lines, **values)
        self.assertTrue(wizard.is_ready, wizard.preview)
        self.program.invalidate_recordset()
        return wizard.save().action_load()["params"]["message"]

    def members(self):
        """What is known of the members, by organisation."""
        self.program.invalidate_recordset()
        return {member.partner_id: member for member in self.program.member_ids}

    def refuse(self, line, sentence, **values):
        before = self.members()
        wizard = self.wizard(line, **values)
        self.assertFalse(wizard.is_ready)
        self.assertIn(sentence, wizard.preview)
        with self.assertRaisesRegex(UserError, "Line"):
            wizard.save().action_load()
        self.assertEqual(self.members(), before)

    def test_it_says_what_it_would_do_before_it_does_anything(self):
        wizard = self.wizard("CAE Nord;CAE;;;01/01/2026", "Le Nid;tiers-lieu", "Host H;Lieu")
        for sentence in (
            "New members: 3 (CAE: 1, spaces: 2). Renewed or ended: 0. Unchanged: 0.",
            "found by their number: 0, by their name: 1, by the name of a space: 1.",
            "Who joins under another name: Le Nid → Association L’Envol.",
            "CAE that become new contacts (1): CAE Nord (looks like “CAE du Nord”).",
            "Without a first day in the file (2): they join on 10 November 2026.",
        ):
            self.assertIn(sentence, wizard.preview)
        self.assertFalse(self.members())
        self.assertFalse(self.partners.search([("name", "=", "CAE Nord")]))

    def test_a_list_makes_members_of_both_sides(self):
        message = self.load(
            "CAE du Nord;CAE;;;01/01/2026;;;;05/01/2026",
            "Le Nid;Tiers-lieux;;;1er mars 2026;31/12/2026;réduit;50 %;",
            "Host H;espace;;;;;Gratuit;;",
        )
        self.assertEqual(message, "3 new members, 0 renewed or ended, 0 unchanged.")
        members = self.members()
        self.assertRecordValues(
            members[self.nest],
            [
                {
                    "side": "host",
                    "date_start": date(2026, 3, 1),
                    "date_end": date(2026, 12, 31),
                    "choice": "discount",
                    "choice_value": 50.0,
                }
            ],
        )
        self.assertRecordValues(
            members[self.north],
            [{"side": "coop", "date_signed": date(2026, 1, 5), "choice": "formula"}],
        )
        self.assertRecordValues(
            members[self.host], [{"date_start": date(2026, 11, 10), "choice": "free"}]
        )

    def test_an_organisation_is_found_by_its_number_before_its_name(self):
        numbered = self.make_host("Un autre nom", "Le Préau", company_registry="13002526500013")
        wizard = self.wizard("Le Nid;Lieu;130 025 265")
        self.assertIn("found by their number: 1", wizard.preview)
        self.assertIn("Le Nid → Un autre nom", wizard.preview)
        wizard.save().action_load()
        self.assertEqual(set(self.members()), {numbered})

    def test_a_name_is_found_whatever_its_accents_and_case(self):
        self.load("ASSOCIATION L'ENVOL;Lieu", "cae du nord;CAE")
        self.assertEqual(set(self.members()), {self.nest, self.north})

    def test_a_cae_that_nobody_knows_is_a_contact_without_a_part_here(self):
        companies = self.env["res.company"].search_count([])
        self.load("CAE du Sud;CAE;130025265;sud@cae.example")
        south = self.partners.search([("name", "=", "CAE du Sud")])
        self.assertRecordValues(
            south,
            [
                {
                    "is_company": True,
                    "email": "sud@cae.example",
                    "company_registry": "130025265",
                    "company_id": False,
                }
            ],
        )
        self.assertEqual(set(self.members()), {south})
        self.assertEqual(self.env["res.company"].search_count([]), companies)

    def test_a_contact_receives_what_it_lacks_and_keeps_what_it_has(self):
        self.host.email = "ours@host.example"
        wizard = self.wizard("Host H;Lieu;130025265;theirs@host.example", "Le Nid;Lieu;;nid@x.fr")
        self.assertIn("Contacts that receive an e-mail or a number: 2.", wizard.preview)
        wizard.save().action_load()
        self.assertEqual((self.host.email, self.nest.email), ("ours@host.example", "nid@x.fr"))
        self.assertEqual(self.host.company_registry, "130025265")

    def test_the_same_file_again_changes_nothing(self):
        lines = (
            "CAE du Sud;CAE;;;;;;;",
            "Le Nid;Lieu;;n@x.fr;01/03/2026;;réduit 50 %;;",
            "Host H;Lieu",
        )
        self.load(*lines)
        before, partners = self.members(), self.partners.search_count([])
        with freeze_time("2027-02-01"):
            message = self.load(*lines)
        self.assertEqual(message, "0 new members, 0 renewed or ended, 3 unchanged.")
        self.assertEqual(self.members(), before)
        self.assertEqual(self.partners.search_count([]), partners)

    def test_a_last_day_ends_a_membership_and_an_empty_cell_undoes_nothing(self):
        self.load("Le Nid;Lieu;;;01/03/2026;;Gratuit")
        wizard = self.wizard("Le Nid;Lieu;;;;31/10/2026")
        self.assertIn("Memberships that end: Le Nid (31 October 2026).", wizard.preview)
        wizard.save().action_load()
        member = self.members()[self.nest]
        self.assertEqual((member.date_end, member.choice), (date(2026, 10, 31), "free"))
        wizard = self.wizard("Le Nid;Lieu;;;;;cas par cas")
        self.assertIn("Left already", wizard.preview)
        wizard.save().action_load()
        self.load("Le Nid;Lieu;;;01/03/2026")
        self.assertEqual((member.date_end, member.choice), (date(2026, 10, 31), "free"))

    def test_who_left_joins_again_from_a_day(self):
        self.load("Le Nid;Lieu;;;01/03/2026;30/06/2026")
        self.refuse("Le Nid;Lieu;;;;31/12/2026", "left on 30 June 2026: write the first day")
        self.load("Le Nid;Lieu;;;01/09/2026")
        self.assertEqual(
            self.program.member_ids.sorted("date_start").mapped("date_start"),
            [date(2026, 3, 1), date(2026, 9, 1)],
        )

    def test_a_choice_made_again_is_taken(self):
        self.load("Le Nid;Lieu;;;;;Gratuit")
        self.assertIn("1 renewed", self.load("Le Nid;Lieu;;;;;;30 %"))
        member = self.members()[self.nest]
        self.assertEqual((member.choice, member.choice_value), ("discount", 30.0))

    def test_each_line_that_cannot_be_taken_is_told(self):
        self.make_host("Le Double", "Ici")
        self.make_host("Le double", "Là")
        self.env["cae.space"].create({"name": "Sans structure", "host_id": False})
        self.nest.company_registry = "13002526500013"
        for line, sentence in (
            (";CAE", "Line 2 has no name."),
            ("Le Nid;;", "Line 2 (Le Nid) has no side: write CAE or tiers-lieu."),
            ("Le Nid;Mairie", "“Mairie” is no side: write CAE or tiers-lieu."),
            ("Le Nid;Lieu;123", "“123” is no number of an organisation"),
            ("Le Nid;Lieu;;nid(at)x", "“nid(at)x” is no e-mail address."),
            ("Le Nid;Lieu;;;bientôt", "“bientôt” is no readable first day."),
            ("Le Nid;Lieu;;;;31/02/2026", "“31/02/2026” is no readable last day."),
            ("Le Nid;Lieu;;;;;;;oui", "“oui” is no readable day of signature."),
            ("Le Nid;Lieu;;;;;sur devis", "“sur devis” is no choice: write gratuit"),
            ("Le Nid;Lieu;;;;;réduit;moitié", "“moitié” is no reduction"),
            ("Le Nid;Lieu;;;;;réduit", "chose a reduced price: write by how much."),
            ("Le Nid;Lieu;;;;;gratuit;50 %", "a reduction goes with the choice réduit alone."),
            ("CAE du Nord;CAE;;;;;gratuit", "a CAE has nothing to choose"),
            ("Le Nid;Lieu;;;01/03/2026;01/02/2026", "ends before it begins."),
            ("La Ruche;Lieu", "La Ruche) is in no directory: load the directory of spaces first."),
            ("Le Nids;Lieu", "did you mean “Le Nid”? Else load the directory"),
            ("Sans structure;Lieu", "this space has no legal person"),
            ("LE DOUBLE;Lieu", "may be one of several organisations: Le Double, Le double."),
            ("Association L'Envol;Lieu;732829320", "of this name has the number 13002526500013"),
        ):
            with self.subTest(line=line):
                self.refuse(line, sentence)

    def test_one_line_that_cannot_be_taken_refuses_the_file(self):
        wizard = self.wizard("Host H;Lieu", "La Ruche;Lieu", "CAE du Sud;CAE;;;jamais")
        self.assertEqual(
            wizard.preview.split("\n")[0], "Nothing can be taken yet. Lines to correct: 2."
        )
        with self.assertRaisesRegex(UserError, "Line 3.*\nLine 4"):
            wizard.save().action_load()
        self.assertFalse(self.members())

    def test_the_same_organisation_twice_is_told(self):
        for lines in (
            ("Le Nid;Lieu", "Association L'Envol;Lieu"),
            ("CAE du Sud;CAE", "CAE DU SUD;CAE"),
            ("CAE du Sud;CAE;130025265", "CAE Sud;CAE;13002526500013"),
        ):
            with self.subTest(lines=lines):
                wizard = self.wizard(*lines)
                self.assertIn("is the same organisation as line 2", wizard.preview)
        self.assertTrue(self.wizard("CAE du Nord;CAE", "CAE du Nord;Lieu").is_ready, "two sides")

    def test_a_day_within_another_membership_is_told(self):
        self.load("Le Nid;Lieu;;;01/03/2026")
        self.refuse("Le Nid;Lieu;;;01/04/2026", "is a member since 1 March 2026 already")

    def test_what_is_not_read_is_told(self):
        wizard = self.wizard("Le Nid;Lieu;Bordeaux;;x", titles="Structure;Type;Ville;Vide")
        self.assertIn("Columns that are not read: Ville, column 5.", wizard.preview)

    def test_a_host_without_a_space_is_told(self):
        self.partners.create({"name": "Mairie", "is_company": True})
        wizard = self.wizard("Mairie;Lieu")
        self.assertTrue(wizard.is_ready)
        self.assertIn(
            "run no space here yet, so that no convention can start: Mairie", wizard.preview
        )

    def test_a_host_that_only_another_company_knows_is_unknown(self):
        theirs = self.make_host("Association Ailleurs", "Ailleurs")
        theirs.company_id = self.coop_b
        self.refuse("Ailleurs;Lieu", "Ailleurs) is in no directory")

    def test_a_file_that_is_no_list_is_told(self):
        for content, sentence in (
            (b"%PDF-1.7", "This file is no table"),
            (b"Ville;Code\nNantes;44000", "The file lacks the columns: Structure, C\u00f4t\u00e9"),
            (TITLES.encode(), "The file holds no line"),
        ):
            wizard = self.wizard(content=content)
            self.assertFalse(wizard.is_ready)
            self.assertIn(sentence, wizard.preview)
        empty = self.env["cae.program.member.load"].create({"program_id": self.program.id})
        with self.assertRaisesRegex(UserError, "Choose a file first"):
            empty.action_load()

    def test_a_workbook_is_read_with_its_days_and_percentages(self):
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.append(["Membres du dispositif"])
        sheet.append(["Nom", "Type", "Membre depuis", "Remise"])
        sheet.append(["Le Nid", "Tiers-lieu", date(2026, 3, 1), 0.5])
        out = io.BytesIO()
        book.save(out)
        self.load(content=out.getvalue())
        member = self.members()[self.nest]
        self.assertEqual((member.date_start, member.choice_value), (date(2026, 3, 1), 50.0))

    def test_the_model_file_is_read_and_its_examples_are_refused(self):
        wizard = self.env["cae.program.member.load"].with_user(self.manager)
        action = wizard.create({"program_id": self.program.id}).action_download_model()
        number = int(action["url"].split("/")[3].split("?")[0])
        content = self.env["ir.attachment"].browse(number).raw
        preview = self.wizard(content=content).preview
        self.assertIn("Line 3 (Tiers-lieu (exemple à remplacer)) is in no directory", preview)
        self.assertIn("Lines to correct: 1.", preview, "all that the titles say is read")

    def test_who_may(self):
        for user in (self.support, self.accountant):
            with self.assertRaises(AccessError):
                self.wizard("Le Nid;Lieu", user=user)
        other = self.make_user("other_manager", "group_manager", company=self.coop_b)
        wizard = self.wizard("Le Nid;Lieu", user=other)
        self.assertIn("is read by the 2 companies", wizard.preview)
        with self.assertRaises(AccessError):
            wizard.save().action_load()
        self.load("Le Nid;Lieu", user=self.network)
        self.assertEqual(set(self.members()), {self.nest})

    def test_a_network_that_may_make_no_contact_says_whom_to_ask(self):
        wizard = self.wizard("CAE du Sud;CAE", user=self.network)
        self.assertFalse(wizard.is_ready)
        self.assertIn("These CAE are no contacts yet: CAE du Sud. Ask", wizard.preview)
        self.load("CAE du Nord;CAE;;n@cae.example", user=self.network)
        self.assertFalse(self.north.email, "who may not write a contact leaves it")

    def test_ten_times_the_lines_take_the_same_queries(self):
        members = self.env["cae.program.member"].with_user(self.manager)

        def queries(first, count):
            hosts = [self.make_host(f"Host {n}", f"Place {n}") for n in range(first, first + count)]
            text = "\n".join((TITLES, *(f"Place {n};Lieu" for n in range(first, first + count))))
            lines, _unread = members._read_file(text.encode())
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            members._take(self.program.with_user(self.manager), lines)
            self.env.flush_all()
            self.assertEqual(len(hosts), count)
            return self.env.cr.sql_log_count - before

        queries(0, 4)
        self.assertLessEqual(queries(100, 40), queries(10, 4) + 2)
