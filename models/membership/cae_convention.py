from odoo import api, fields, models
from odoo.fields import Domain


class CaeConvention(models.Model):
    """How many of the coops of a convention and its host are members of each other."""

    _inherit = "cae.convention"

    mutual_count = fields.Integer(string="Mutual memberships", compute="_compute_memberships")
    one_way_count = fields.Integer(string="One-way memberships", compute="_compute_memberships")

    @api.depends("host_id", "coop_ids", "company_id")
    @api.depends_context("uid")
    def _compute_memberships(self):
        memberships = self.env["cae.membership"]
        pairs = set()
        if memberships.has_access("read"):
            parties = self.host_id | self.coop_ids
            today = fields.Date.context_today(self)
            found = memberships.search(
                memberships._domain_in_force_on(today)
                & memberships._domain_of_organisation(self.company_id, parties)
                & Domain("member_id", "in", parties.ids)
            )
            pairs = {(m.company_id.id, m.member_id.id, m.organisation_id.id) for m in found}
        for convention in self:
            company, host = convention.company_id.id, convention.host_id.id
            ways = [
                ((company, host, coop.id) in pairs) + ((company, coop.id, host) in pairs)
                for coop in convention.coop_ids
            ]
            convention.mutual_count = ways.count(2)
            convention.one_way_count = ways.count(1)

    def action_view_memberships(self):
        """Open the page of the pair, or the memberships between the parties."""
        self.ensure_one()
        if len(self.coop_ids) == 1:
            return self.env["cae.membership.pair"].action_open(self.host_id.id, self.coop_ids.id)
        parties = (self.host_id | self.coop_ids).ids
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Memberships"),
            "res_model": "cae.membership",
            "view_mode": "list,form",
            "domain": [("member_id", "in", parties), ("organisation_id", "in", parties)],
        }
