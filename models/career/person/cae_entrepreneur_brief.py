from odoo import models


class CaeEntrepreneur(models.Model):
    """The brief before an interview: one page with what the adviser must have in mind."""

    _inherit = "cae.entrepreneur"

    def action_brief(self):
        """Open the brief of these people on the screen, ready to print."""
        report = self.env.ref("cae_tiers_lieux.action_report_cae_brief")
        return report.report_action(self)

    def _prepare_brief(self):
        """Return what the brief of one person prints."""
        self.ensure_one()
        sessions = self.env["cae.support.session"].search(
            [
                ("attendance_ids.entrepreneur_id", "=", self.id),
                ("state", "=", "done"),
            ],
            limit=3,
        )
        promises = self.env["cae.support.session"].search(
            [
                ("attendance_ids.entrepreneur_id", "=", self.id),
                ("state", "=", "done"),
                ("promises", "!=", False),
            ],
            limit=3,
        )
        return {
            "person": self,
            "contract": self.contract_id,
            "deadlines": self.deadline_ids.sorted("date"),
            "sessions": sessions,
            "promises": promises,
            "blocks": self._get_brief_blocks(),
        }

    def _get_brief_blocks(self):
        """Return [{title, lines}]: facts of later houses, such as uses and invoices."""
        self.ensure_one()
        return []
