from markupsafe import Markup
from odoo import api, fields, models
from odoo.exceptions import UserError


class AccountMove(models.Model):
    """R11: a customer invoice of an activity under a CAPE says so, until it is registered."""

    _inherit = "account.move"

    cae_cape_mention = fields.Html(
        string="Mention of the CAPE",
        compute="_compute_cae_cape_mention",
        sanitize=False,
    )

    @api.depends("invoice_line_ids.analytic_distribution", "invoice_date", "move_type")
    def _compute_cae_cape_mention(self):
        for move in self:
            try:
                move.cae_cape_mention = move._get_cape_mention()
            except UserError:
                # the form stays open: printing says what is missing
                move.cae_cape_mention = False

    def _get_cape_mention(self):
        """Return the mentions that this invoice must print, empty when none is due.

        :raises UserError: when one is due and cannot be written in full
        """
        self.ensure_one()
        company = self.company_id.sudo()
        if company.cae_role != "coop" or not self.is_sale_document(include_receipts=True):
            return ""
        day = self.invoice_date or fields.Date.context_today(self)
        mentions = self._get_cae_activities()._get_cape_mentions(day)
        found = dict.fromkeys(text for texts in mentions.values() for text in texts)
        return Markup().join(found)

    def _get_cae_activities(self):
        """Return the activities whose analytic account stands on a line of these invoices."""
        account_ids = {
            int(account_id)
            for line in self.invoice_line_ids
            for key in line.analytic_distribution or {}
            for account_id in key.split(",")
            if account_id.isdigit()
        }
        return (
            self.env["cae.activity"]
            .sudo()
            .with_context(active_test=False)
            .search([("analytic_account_id", "in", list(account_ids))])
            if account_ids
            else self.env["cae.activity"].sudo()
        )
