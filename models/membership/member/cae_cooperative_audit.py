from odoo import api, fields, models

from ....rules import members


class CaeCooperativeAudit(models.Model):
    """A cooperative audit that was held; the next one is due within the years of R33."""

    _name = "cae.cooperative.audit"
    _description = "Cooperative audit"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "date desc"
    _rec_name = "date"

    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    organisation_id = fields.Many2one(
        comodel_name="res.partner",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env.company.partner_id,
    )
    date = fields.Date(
        string="Held on",
        required=True,
        help="For an organisation never audited, the date it was founded.",
    )
    auditor_id = fields.Many2one(comodel_name="res.partner")
    conclusion = fields.Text()
    date_due = fields.Date(string="Next audit by", compute="_compute_date_due")

    @api.depends("date", "organisation_id.cae_legal_form_id")
    def _compute_date_due(self):
        today = fields.Date.context_today(self)
        rules = self.organisation_id.cae_legal_form_id._rules_on(today)
        years = self.env["cae.loss.year"].search(
            [("organisation_id", "in", self.organisation_id.ids)]
        )
        losses = years.grouped(lambda y: (y.company_id, y.organisation_id))
        for audit in self:
            form_rules = rules.get(audit.organisation_id.cae_legal_form_id.id)
            own = losses.get((audit.company_id, audit.organisation_id), years.browse())
            audit.date_due = bool(form_rules and audit.date) and members.audit_due(
                audit.date, form_rules, own.mapped("date_end")
            )

    @api.model
    def _get_last_audits(self):
        """Return the latest audit of each organisation of each company."""
        groups = self.search([("date", "!=", False)], order="date").grouped(
            lambda a: (a.company_id, a.organisation_id)
        )
        return self.browse([audits[-1].id for audits in groups.values()])
