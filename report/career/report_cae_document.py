"""What each printed document of a contract shows: one parser per report, one kind each."""

from odoo import api, models


class ReportCaeContract(models.AbstractModel):
    """The contract itself: CAPE, CESA, renewal or amendment, as its kind says."""

    _name = "report.cae_tiers_lieux.report_cae_contract"
    _description = "Contract (document)"

    _document_kind = "contract"

    @api.model
    def _get_report_values(self, docids, data=None):
        contracts = self.env["cae.contract"].browse(docids)
        return {
            "doc_ids": docids,
            "doc_model": "cae.contract",
            "docs": contracts,
            "documents": {
                contract.id: contract._get_document_html(self._document_kind)
                for contract in contracts
            },
        }


class ReportCaeMeans(models.AbstractModel):
    """The annex of the means made available (R8)."""

    _name = "report.cae_tiers_lieux.report_cae_means"
    _inherit = "report.cae_tiers_lieux.report_cae_contract"
    _description = "Annex of means (document)"

    _document_kind = "means"


class ReportCaePay(models.AbstractModel):
    """The annex of the fixed part: for whom HR shows wages, and for the person."""

    _name = "report.cae_tiers_lieux.report_cae_pay"
    _inherit = "report.cae_tiers_lieux.report_cae_contract"
    _description = "Annex of the fixed part (document)"

    _document_kind = "pay"

    @api.model
    def _get_report_values(self, docids, data=None):
        # the report runs with the rights of its user: HR decides who sees an amount
        self.env["cae.contract"].browse(docids).read(["fixed_pay"])
        return super()._get_report_values(docids, data)


class ReportCaeCertificate(models.AbstractModel):
    """What the person is today, for a bank, a landlord or an administration."""

    _name = "report.cae_tiers_lieux.report_cae_certificate"
    _inherit = "report.cae_tiers_lieux.report_cae_contract"
    _description = "Certificate of status (document)"

    _document_kind = "certificate"


class ReportCaeDeclaration(models.AbstractModel):
    """What Urssaf and France Travail are told of a contract (R9)."""

    _name = "report.cae_tiers_lieux.report_cae_declaration"
    _inherit = "report.cae_tiers_lieux.report_cae_contract"
    _description = "Information to Urssaf and France Travail (document)"

    _document_kind = "declaration"
