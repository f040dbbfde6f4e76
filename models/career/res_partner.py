from odoo import fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    cae_entrepreneur_ids = fields.One2many(
        comodel_name="cae.entrepreneur",
        inverse_name="partner_id",
        string="Files of the person",
        groups="cae_tiers_lieux.group_support",
    )

    def _cae_one_line_address(self):
        """Return an address on one line, as sentences want it."""
        self.ensure_one()
        town = " ".join(part for part in (self.zip, self.city) if part)
        return ", ".join(part for part in (self.street, self.street2, town) if part)

    def _cae_before_merge(self, into):
        result = super()._cae_before_merge(into)
        # sudo: files of every coop are joined with the contacts
        files = self.env["cae.entrepreneur"].sudo().with_context(active_test=False)
        found = files.search([("partner_id", "in", (self | into).ids)])
        for same_coop in found.grouped("company_id").values():
            same_coop._join_files(into)
        return result
