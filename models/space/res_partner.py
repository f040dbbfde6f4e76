from odoo import api, fields, models
from odoo.exceptions import UserError

from ..base.words import day_in_words


class ResPartner(models.Model):
    """The legal person behind a space (``host_id``), or any organisation of the exchanges."""

    _inherit = "res.partner"

    cae_space_ids = fields.One2many(
        comodel_name="cae.space",
        inverse_name="host_id",
        string="Spaces run",
    )
    cae_space_count = fields.Integer(compute="_compute_cae_space_count")
    cae_is_public_body = fields.Boolean(
        string="Public body",
        help="Town, intercommunality, university: invoices by titre de recette, is invoiced "
        "through Chorus Pro, and is never netted (R39, R53).",
    )
    cae_rna = fields.Char(
        string="RNA number",
        help="W followed by nine digits; a small association may have no SIREN (R37).",
    )
    cae_vat_status_ids = fields.One2many(
        comodel_name="cae.vat.status",
        inverse_name="partner_id",
        string="VAT statuses",
    )

    @api.depends("cae_space_ids")
    def _compute_cae_space_count(self):
        counts = dict(
            self.env["cae.space"]._read_group(
                [("host_id", "in", self.ids)], ["host_id"], ["__count"]
            )
        )
        for partner in self:
            partner.cae_space_count = counts.get(partner, 0)

    def _cae_vat_status_on(self, day):
        """Return ``{partner id: cae.vat.status}`` in force on ``day``.

        An empty record stands for a partner nobody described: it is taken as taxable.
        """
        statuses = self.env["cae.vat.status"]
        found = statuses._versions_on(day, [("partner_id", "in", self.ids)])
        return {partner.id: found.get(partner, statuses) for partner in self}

    def action_cae_view_spaces(self):
        """Open the spaces that this organisation runs."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Spaces"),
            "res_model": "cae.space",
            "view_mode": "list,form",
            "domain": [("host_id", "=", self.id)],
            "context": {"default_host_id": self.id},
        }

    def _cae_before_merge(self, into):
        """A VAT status told twice of a day is kept once, where both say the same."""
        result = super()._cae_before_merge(into)
        statuses = (into | self).cae_vat_status_ids
        for day, same_day in statuses.grouped("date_start").items():
            if len(set(same_day.mapped("status"))) > 1:
                raise UserError(
                    self.env._(
                        "These contacts have two VAT statuses from %(day)s: delete the wrong one "
                        "first. Nothing was merged.",
                        day=day_in_words(self.env, day),
                    )
                )
            kept = (same_day & into.cae_vat_status_ids)[:1] or same_day[:1]
            (same_day - kept).unlink()
        return result
