"""By clicks, in French: a programme of 13 coops and 60 spaces stands from two files."""

import logging
import time

from odoo.tests import HttpCase, new_test_user, tagged

_logger = logging.getLogger(__name__)

COOPS, HOSTS = 13, 60


@tagged("post_install", "-at_install", "cae_tour")
class TestTourProgram(HttpCase):
    def test_two_files_make_a_programme_stand(self):
        self.env.company.cae_role = "network"
        program = self.env["cae.program"].create(
            {"name": "Passerelles", "network_id": self.env.company.partner_id.id}
        )
        self.env["cae.program.rule"].create(
            {
                "program_id": program.id,
                "name": "Partenaire",
                "status": "cesa",
                "effect": "public",
                "is_choice": True,
            }
        )
        self.env["res.lang"]._activate_lang("fr_FR")
        user = new_test_user(
            self.env,
            login="cae_tour_program",
            groups="cae_tiers_lieux.group_manager",
            lang="fr_FR",
            tour_enabled=False,
        )
        start = time.perf_counter()
        self.start_tour(
            "/odoo/cae-import-spaces", "cae_program_from_files", login=user.login, timeout=300
        )
        _logger.info(
            "A programme of %s coops and %s spaces from two files, by clicks: %.0f s",
            COOPS,
            HOSTS,
            time.perf_counter() - start,
        )
        conventions = program.convention_ids
        self.assertEqual(set(conventions.mapped("state")), {"running"})
        self.assertEqual(set(conventions.mapped(lambda c: len(c.coop_ids))), {COOPS})
        self.assertEqual(len(conventions.host_id), HOSTS)
