from odoo import api, models


class ReportCaeBrief(models.AbstractModel):
    """One page per person, for the adviser, before an interview."""

    _name = "report.cae_tiers_lieux.report_cae_brief"
    _description = "Brief before an interview"

    @api.model
    def _get_report_values(self, docids, data=None):
        people = self.env["cae.entrepreneur"].browse(docids)
        people.check_access("read")
        return {
            "doc_ids": docids,
            "doc_model": "cae.entrepreneur",
            "docs": people,
            "briefs": [person._prepare_brief() for person in people],
        }
