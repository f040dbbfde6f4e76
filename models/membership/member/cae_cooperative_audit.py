from odoo import api, fields, models

from ....rules import members

AUDIT_DAYS = 180


class CaeCooperativeAudit(models.Model):
    """A cooperative audit that was held; the next one is due within the years of R33.

    ==========  ==========================
    Support     reads
    Accountant  creates and edits
    Manager     the same, and deletes
    ==========  ==========================
    """

    _name = "cae.cooperative.audit"
    _description = "Cooperative audit"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "cae.organisation.mixin",
        "cae.author.reminder.mixin",
    ]
    _order = "date desc"
    _rec_name = "date"

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
        rules = self.organisation_id._cae_capital_rules(fields.Date.context_today(self))
        years = self.env["cae.loss.year"].search(
            self._domain_of_organisation(self.company_id, self.organisation_id)
        )
        losses = years.grouped(lambda y: (y.company_id, y.organisation_id))
        for audit in self:
            organisation = audit.organisation_id
            own = losses.get((audit.company_id, organisation), years.browse())
            audit.date_due = bool(organisation and audit.date) and members.audit_due(
                audit.date, rules[organisation.id], own.mapped("date_end")
            )

    @api.model
    def _get_last_audits(self):
        """Return the latest audit of each organisation of each company."""
        last = {(a.company_id, a.organisation_id): a for a in self.search([], order="date, id")}
        return self.browse([audit.id for audit in last.values()])

    @api.model
    def _remind_due(self):
        """Plan one activity for each cooperative audit that is due soon (R33)."""
        limit = fields.Date.add(fields.Date.context_today(self), days=AUDIT_DAYS)
        due = self._get_last_audits().filtered(lambda a: a.date_due and a.date_due <= limit)
        due._remind_once(
            "cae_tiers_lieux.mail_activity_type_cooperative_audit",
            {audit: audit.date_due for audit in due},
        )
