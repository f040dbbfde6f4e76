"""A programme of 13 coops and 60 spaces stands from two files: the directory, and the members."""

import base64
import logging
import time
from contextlib import contextmanager

from odoo.tests import Form, tagged

from .common import CaeImportCommon

_logger = logging.getLogger(__name__)

COOPS, HOSTS = 13, 60
PLACES = ("L’Étincelle", "Le Cœur d’Œuvre", "La Forêt", "Ô Nid", "L’Atelier", "Le Préau")
TOWNS = ("Nîmes", "SAINT AFFRIQUE", "Mirepoix", "Bourg-l’Évêque", "Sète", "Châteauneuf")


def place(number):
    return f"{PLACES[number % len(PLACES)]} n°{number}"


def directory():
    """The directory as a region exports it: cp1252, semicolons, zeros lost, texts with quotes."""
    lines = ["Nom du tiers-lieu;Adresse;Code postal;Commune;Structure gestionnaire;E-mail"]
    for number in range(HOSTS):
        code = f"{number % 8 + 1}{number % 10}00" if number % 3 else f"{number + 10}000"
        host = f"Association {place(number)}" if number % 2 else ""
        lines.append(
            f'"{place(number)}";{number}, rue d’Aval;{code};{TOWNS[number % len(TOWNS)]};{host};'
            f" Contact{number}@lieu{number}.example "
        )
    return "\r\n".join(lines)


def members():
    """The list that the network keeps, each row written by somebody else."""
    sides = ("Tiers-lieu", "tiers lieux", "ESPACE", "Coworking")
    choices = ("", "Gratuit", "au cas par cas", "réduit 50 %", "comme la formule", "-30%")
    days = ("01/01/2026", "1er janvier 2026", "2026-01-01", "")
    lines = ["Passerelles, membres;;;", "Organisme;Type de structure;Membre depuis;Choix du lieu"]
    lines += [f"CAE du Pays n°{number};CAE;01/01/2026;" for number in range(COOPS)]
    lines += [
        f"{place(number).upper()};{sides[number % 4]};{days[number % 4]};{choices[number % 6]}"
        for number in range(HOSTS)
    ]
    return "\r\n".join(lines)


@tagged("post_install", "-at_install", "cae_imports")
class TestProgramFromFiles(CaeImportCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.net = cls.env["res.company"].create({"name": "Réseau", "cae_role": "network"})
        cls.lead = cls.make_user("lead", "group_manager", company=cls.net)

    @contextmanager
    def act(self, name):
        """Tell how long the machine takes; what is slow is told by people, not by this test."""
        start = time.perf_counter()
        yield
        self.env.flush_all()
        _logger.info("13 × 60, %s: %.2f s", name, time.perf_counter() - start)

    def test_from_the_directory_to_sixty_conventions_in_force(self):
        env = self.env(user=self.lead)
        with self.act("the directory"):
            imported = self.load(
                "spaces",
                base64.b64encode(directory().encode("cp1252")),
                user=self.lead,
                company_id=self.net.id,
            )
            imported.action_check()
            self.assertFalse(imported.blocking_count)
            imported.action_import()
        self.assertEqual((imported.made_count, imported.partner_count), (HOSTS, HOSTS))
        with Form(env["cae.program"]) as form:
            form.name = "Passerelles"
            form.network_id = self.net.partner_id
            with form.rule_ids.new() as rule:
                rule.name, rule.status = "Découverte", "cape"
                rule.effect, rule.value = "discount", 20
            with form.rule_ids.new() as rule:
                rule.name, rule.status, rule.is_choice = "Partenaire", "cesa", True
        program = form.record
        with self.act("the list of members, looked at"):
            loads = env["cae.program.member.load"].with_context(default_program_id=program.id)
            wizard = Form(loads)
            wizard.file = base64.b64encode(members().encode("cp1252"))
            self.assertIn(f"New members: 73 (CAE: {COOPS}, spaces: {HOSTS})", wizard.preview)
        with self.act("the members"):
            wizard.save().action_load()
        with self.act("the matrix"):
            program.invalidate_recordset()
            self.assertEqual(program.matrix_html.count("<td"), COOPS * HOSTS)
            self.assertEqual(program.matrix_html.count("text-bg-danger"), COOPS * HOSTS)
        with self.act("the drafts"):
            domain = program.action_prepare_conventions()["domain"]
            drafts = env["cae.convention"].search(domain)
        self.assertEqual(len(drafts), HOSTS)
        self.assertEqual(set(drafts.mapped(lambda draft: len(draft.coop_ids))), {COOPS})
        with self.act("all put in force"):
            drafts.action_start()
        program.invalidate_recordset()
        self.assertEqual(program.matrix_html.count("text-bg-success"), COOPS * HOSTS)
        first_effects = drafts.rule_ids.filtered("first_months").mapped("first_effect")
        self.assertEqual(first_effects.count("discount"), 20, "each space has what it chose")

    def test_hundreds_are_put_in_force_in_the_same_queries(self):
        def queries(count):
            drafts = self.env["cae.convention"]
            for number in range(count):
                host = self.env["res.partner"].create({"name": f"H{number}", "is_company": True})
                self.make_space(f"S{count}-{number}", host)
                drafts |= self.make_draft_convention(host)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            drafts.with_user(self.manager).action_start()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        queries(2)
        self.assertLessEqual(queries(30), queries(3) + 2)
