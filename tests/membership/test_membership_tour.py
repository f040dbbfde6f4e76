"""In a browser: from the table to the missing direction of a cross-membership."""

from datetime import date

from odoo.tests import HttpCase, new_test_user, tagged


@tagged("post_install", "-at_install", "cae_tour")
class TestMembershipTour(HttpCase):
    def test_the_missing_direction_is_started_from_the_table(self):
        company = self.env.company
        company.cae_role = "coop"
        host = self.env["res.partner"].create(
            {"name": "Tour Host", "is_company": True, "cae_member_kind": "host"}
        )
        host.cae_legal_form_id = self.env.ref("cae_tiers_lieux.legal_form_association")
        self.env["cae.membership"].create(
            {
                "member_id": host.id,
                "organisation_id": company.partner_id.id,
                "kind": "dues",
                "date_start": date(2026, 1, 1),
            }
        ).action_activate()
        new_test_user(
            self.env,
            login="cae_tour_membership",
            groups="cae_tiers_lieux.group_accountant",
            tour_enabled=False,
        )
        self.start_tour(
            "/odoo/cae-cross-membership", "cae_membership_cross", login="cae_tour_membership"
        )
        memberships = self.env["cae.membership"].search([("mutual", "=", True)])
        self.assertIn(host, memberships.organisation_id)
