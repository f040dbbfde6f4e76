"""One clock over the whole network: the secret, what a coop outside tells by file, who did not."""

import base64
from datetime import date

from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from ...sheets.pseudonym import make_secret, pseudonym
from .common import TITLES, ClockCommon


@tagged("post_install", "-at_install", "cae_convention")
@freeze_time("2026-11-10")
class TestProgramClock(ClockCommon):
    # Loading

    def test_the_wizard_says_first_what_a_file_holds_and_whom_it_fits(self):
        named = self.make_person("Zoé Lin", "CAPE", date(2026, 1, 1))
        self.assertFalse(named.partner_id.email)
        lines = (self.line(), self.line(email="", name="Lin Zoé"), self.line(email="no@x.example"))
        wizard = self.wizard(*lines)
        self.assertTrue(wizard.is_ready)
        self.assertIn(
            "Lines: 3. Of persons known here: 2, of whom 1 by the name alone", wizard.preview
        )
        self.assertFalse(self.env["cae.program.clock"].search([]), "nothing is taken yet")
        self.assertIn("No line: CAE du Nord says that nobody came", self.wizard().preview)

    def test_loading_again_replaces_what_that_coop_told_before(self):
        self.join(self.program, self.south)
        first = self.load(self.line(), self.line(email="b@x.example"))
        other = self.load(self.line(), coop=self.south)
        kept = first.line_ids[0]
        again = self.load(self.line(), self.line(email="b@x.example", first="2026-02-01"))
        self.assertEqual(first, again)
        self.assertIn(kept, again.line_ids)
        self.assertEqual(
            set(again.line_ids.mapped("date_first")), {date(2026, 1, 10), date(2026, 2, 1)}
        )
        self.load()
        self.assertFalse(first.line_ids)
        self.assertEqual(len(other.line_ids), 1)

    def test_a_wrong_file_is_one_sentence_a_line_and_nothing_is_half_done(self):
        self.load(self.line())
        wrong = pseudonym(make_secret(), "b@x.example")
        for line, sentence in (
            ("Anna;CAPE;10/01/2026;1", "Line 3 has no pseudonym"),
            (f"{wrong};CAPE;10/01/2026;1", "Line 3 was made with another secret"),
            (self.line("b@x.example", group="Stagiaire"), "Line 3: write CAPE"),
            (self.line("b@x.example", first="32/01/2026"), "Line 3 has no readable first use"),
            (self.line("b@x.example", first=""), "Line 3 has no readable first use"),
            (self.line("b@x.example", first="11/11/2026"), "Line 3: the first use is still to"),
            (self.line("b@x.example", months=0), "Line 3: give the months used as .* 1 to 11"),
            (self.line("b@x.example", months=12), "Line 3: give the months used as .* 1 to 11"),
            (self.line("b@x.example", months="1,5"), "Line 3: give the months used"),
            (self.line("b@x.example", months="9" * 5000), "Line 3: give the months used"),
            (self.line("c@x.example"), "Line 3 tells again what line 2 does"),
        ):
            with self.subTest(line=line):
                wizard = self.wizard(self.line("c@x.example"), line)
                self.assertFalse(wizard.is_ready)
                self.assertRegex(wizard.preview, sentence)
                with self.assertRaisesRegex(UserError, sentence):
                    wizard.action_load()
        clock = self.env["cae.program.clock"].search([])
        self.assertEqual(clock.pseudonym, pseudonym(self.secret, "anna@x.example"))
        both = self.wizard("Anna;CAPE;10/01/2026;1", self.line("b@x.example", months=0))
        self.assertEqual(len(both.preview.splitlines()), 2)

    def test_a_file_that_is_no_table_or_lacks_a_column_is_refused(self):
        wizard = self.wizard(self.line())
        wizard.file = base64.b64encode(b"%PDF-1.7 x")
        with self.assertRaisesRegex(UserError, "no table"):
            wizard.action_load()
        wizard.file = base64.b64encode(b"Pseudonyme;Statut\nx;CAPE")
        with self.assertRaisesRegex(UserError, "lacks the columns: Premier passage, Mois"):
            wizard.action_load()

    def test_a_coop_is_a_member_and_outside_the_database(self):
        self.assertIn("CAE du Sud is no CAE of Région", self.wizard(coop=self.south).preview)
        wizard = self.wizard(coop=self.coop_a.partner_id)
        self.assertIn("records its uses in this database", wizard.preview)

    def test_who_may(self):
        with self.assertRaises(AccessError):
            self.load(self.line(), user=self.support)
        with self.assertRaises(AccessError):
            self.load(self.line(), user=self.network)
        file = self.load(self.line())
        with self.assertRaisesRegex(UserError, "make Coop B one of its members"):
            file.create({"company_id": self.coop_b.id, "program_id": self.program.id, "coop_id": 1})
        self.assertEqual(len(file.with_user(self.support).line_ids), 1)
        for user in (self.support, self.accountant):
            with self.assertRaises(AccessError):
                file.with_user(user).unlink()
        for user in (self.network, self.portal):
            with self.assertRaises(AccessError):
                file.with_user(user).line_ids.mapped("date_first")
        with self.assertRaises(AccessError):
            self.program.with_user(self.support).action_export_clocks()
        with self.assertRaises(ValidationError):
            file.line_ids.pseudonym = "anna@x.example"

    def test_each_role_opens_the_programme_and_the_accountant_loads_from_it(self):
        self.load(self.line())
        for user in (self.support, self.accountant, self.manager, self.network):
            Form(self.program.with_user(user))
        loads = self.env["cae.program.clock.load"].with_user(self.accountant)
        with Form(loads.with_context(default_program_id=self.program.id)) as form:
            form.coop_id = self.north
            self.assertFalse(form.preview)
            form.file = base64.b64encode(f"{TITLES}\n{self.line()}".encode())
            self.assertIn("Lines: 1. Of persons known here: 1,", form.preview)
            self.assertTrue(form.is_ready)

    # The secret

    def test_the_secret_is_for_accountants_and_the_network_of_a_member(self):
        stranger = self.make_user("stranger", "group_manager", company=self.coop_b)
        for user in (self.accountant, self.manager, self.network):
            self.assertEqual(self.program.with_user(user).clock_secret, self.secret)
        self.assertFalse(self.program.with_user(stranger).clock_secret)
        with self.assertRaisesRegex(UserError, "make Coop B one of its members"):
            self.program.with_user(stranger).with_company(self.coop_b).action_export_clocks()
        for user in (self.support, self.portal):
            with self.assertRaises(AccessError):
                self.program.with_user(user).read(["clock_secret"])
        for user in (self.manager, self.network):
            with self.assertRaises(AccessError):
                self.program.with_user(user).read(["kept_secret"])

    def test_a_copied_secret_is_whole_and_stays_while_files_follow_from_it(self):
        other = make_secret()
        with self.assertRaisesRegex(UserError, "64 letters a to f and digits"):
            self.program.clock_secret = other[:-1]
        self.program.clock_secret = f" {other.upper()} "
        self.assertEqual(self.program.clock_secret, other)
        with self.assertRaisesRegex(UserError, "has its secret already"):
            self.program.action_make_secret()
        self.program.clock_secret = self.secret
        file = self.load(self.line())
        with self.assertRaisesRegex(UserError, "What CAE du Nord told"):
            self.program.clock_secret = other
        file.unlink()
        self.program.clock_secret = other

    def test_the_network_makes_the_secret(self):
        self.env["res.company"].search([("cae_role", "!=", "none")]).cae_role = "none"
        self.coop_a.cae_role = "network"
        program = self.env["cae.program"].create({"name": "Neuf"})
        with self.assertRaisesRegex(UserError, "make Coop A one of its members, or its network"):
            program.with_user(self.network).action_make_secret()
        program.network_id = self.coop_a.partner_id
        program.with_user(self.network).action_make_secret()
        self.assertRegex(program.with_user(self.network).clock_secret, "^[0-9a-f]{64}$")
        with self.assertRaises(AccessError):
            program.with_user(self.accountant).action_make_secret()

    def test_a_programme_is_made_by_its_form_before_anybody_joined(self):
        self.env["res.company"].search([("cae_role", "!=", "none")]).cae_role = "none"
        self.coop_a.cae_role = "network"
        for user in (self.manager, self.network):
            with Form(self.env["cae.program"].with_user(user)) as form:
                form.name = f"Neuf {user.login}"
            with Form(form.record) as form:
                form.network_id = self.coop_a.partner_id
            with Form(form.record) as form:
                form.clock_secret = self.secret
            self.assertEqual(form.record.clock_secret, self.secret)

    def test_who_left_reads_the_secret_no_more(self):
        ours = self.program.member_ids.filtered(lambda m: m.partner_id == self.coop_a.partner_id)
        ours.date_end = date(2026, 11, 10)
        program = self.program.with_user(self.manager)
        self.assertEqual(program.clock_secret, self.secret, "the last day")
        ours.date_end = date(2026, 11, 9)
        self.assertFalse(program.clock_secret)
        with self.assertRaisesRegex(UserError, "make Coop A one of its members"):
            program.action_export_clocks()

    # Who told nothing

    def test_only_those_of_the_programme_are_warned(self):
        self.env["cae.program.rule"].create(
            {**self.worked_rules()[0], "program_id": self.program.id}
        )
        stranger = self.make_user("stranger", "group_support", company=self.coop_b)
        program = self.program.with_company(self.coop_b).with_user(stranger)
        self.assertFalse(program.clock_warning)
        self.join(self.program, self.coop_b.partner_id)
        program.invalidate_recordset()
        self.assertIn("CAE du Nord told none", program.clock_warning)

    def test_a_network_is_told_when_a_coop_loaded_the_file(self):
        self.env["cae.program.rule"].create(
            {**self.worked_rules()[0], "program_id": self.program.id}
        )
        net = self.env["res.company"].create({"name": "Net", "cae_role": "network"})
        self.program.network_id = net.partner_id
        user = self.make_user("net", "group_network", company=net)
        program = self.program.with_user(user).with_company(net)
        self.assertIn("here: CAE du Nord told none", program.clock_warning)
        self.load(self.line())
        program.invalidate_recordset()
        self.assertFalse(program.clock_warning)

    def test_a_company_of_the_database_that_keeps_no_uses_in_it_tells_by_file(self):
        other = self.env["res.company"].create({"name": "CAE de l'Est"})
        self.join(self.program, other.partner_id)
        self.program.invalidate_recordset()
        self.assertIn("CAE de l'Est", self.program.clock_warning)
        self.assertTrue(self.load(self.line(), coop=other.partner_id))

    def test_the_programme_names_the_coops_that_told_nothing(self):
        self.join(self.program, self.south)
        self.join(self.program, self.host, side="host")
        program = self.program.with_company(self.coop_a).with_user(self.support)
        self.assertIn("CAE du Nord, CAE du Sud told none", program.clock_warning)
        self.load(self.line())
        program.invalidate_recordset()
        self.assertIn("here: CAE du Sud told none", program.clock_warning)
        self.load(coop=self.south)
        program.invalidate_recordset()
        self.assertFalse(program.clock_warning, "a file without a line says that nobody came")

    def test_a_programme_without_a_clock_over_it_asks_nobody(self):
        program = self.env["cae.program"].create({"name": "Autre"})
        self.join(program, self.coop_a.partner_id | self.north)
        self.assertFalse(program.clock_warning)
        rule = {**self.worked_rules()[0], "program_id": program.id}
        made = self.env["cae.program.rule"].create(rule)
        program.invalidate_recordset()
        self.assertIn("CAE du Nord told none", program.clock_warning)
        made.clock_scope = "host"
        program.invalidate_recordset()
        self.assertFalse(program.clock_warning)

    def test_who_left_or_is_in_the_database_is_asked_for_nothing(self):
        self.program.member_ids.filtered(
            lambda member: member.partner_id == self.north
        ).date_end = date(2026, 10, 31)
        self.program.invalidate_recordset()
        self.assertFalse(self.program.clock_warning)
