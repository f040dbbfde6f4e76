from odoo import models


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def _pre_render_qweb_pdf(self, report_ref, res_ids=None, data=None):
        """Refuse an invoice whose mention of the CAPE is due and cannot be written (R11)."""
        if self._is_invoice_report(report_ref) and res_ids:
            ids = [res_ids] if isinstance(res_ids, int) else res_ids
            for move in self.env["account.move"].browse(ids):
                move._get_cape_mention()
        return super()._pre_render_qweb_pdf(report_ref, res_ids=res_ids, data=data)
