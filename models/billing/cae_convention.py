from odoo import api, fields, models


class CaeConvention(models.Model):
    _inherit = "cae.convention"

    statement_ids = fields.One2many(
        comodel_name="cae.statement",
        inverse_name="convention_id",
        string="Statements",
    )
    statement_count = fields.Integer(compute="_compute_counts")
    usage_count = fields.Integer(compute="_compute_counts")

    @api.depends("statement_ids")
    def _compute_counts(self):
        domain = [("convention_id", "in", self.ids)]
        statements = dict(
            self.env["cae.statement"]._read_group(domain, ["convention_id"], ["__count"])
        )
        usages = dict(self.env["cae.usage"]._read_group(domain, ["convention_id"], ["__count"]))
        for convention in self:
            convention.statement_count = statements.get(convention, 0)
            convention.usage_count = usages.get(convention, 0)

    def write(self, vals):
        """Services that waited for the convention, or lose it, follow as uses do."""
        if not self._price_facts & vals.keys():
            return super().write(vals)
        parties = self._get_parties_of_services()
        result = super().write(vals)
        self.env["cae.service"]._follow_conventions(parties | self._get_parties_of_services())
        return result

    def _get_parties_of_services(self):
        """Return ``{(company id, host id)}`` of those that were put in force."""
        signed = self.filtered_domain(self._domain_signed())
        return {(convention.company_id.id, convention.host_id.id) for convention in signed}

    def action_view_statements(self):
        """Open the statements of the convention."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "cae_tiers_lieux.cae_statement_action"
        )
        return action | {"domain": [("convention_id", "in", self.ids)], "context": {}}

    def action_view_usages(self):
        """Open the uses rated by the convention."""
        action = self.env["ir.actions.act_window"]._for_xml_id("cae_tiers_lieux.cae_usage_action")
        return action | {"domain": [("convention_id", "in", self.ids)], "context": {}}
