from odoo import models
from odoo.exceptions import UserError


class CaeContract(models.Model):
    """Printing: which document, with which text, and what forbids to print it."""

    _inherit = "cae.contract"

    def _get_contract_document_kind(self):
        """Return the kind of document that the signature of this contract needs."""
        self.ensure_one()
        return {"renewal": "renewal", "amendment": "amendment"}.get(self.kind, "contract")

    def _get_cannot_print_reason(self):
        """Return what a document of this contract lacks (one sentence), or an empty text."""
        self.ensure_one()
        missing = self.company_id._cae_missing_identity()
        if missing:
            return self.env._(
                "A document names its parties in full, and %(coop)s lacks: %(missing)s. Fill it in "
                "the settings of the coop.",
                coop=self.company_id.name,
                missing=", ".join(missing),
            )
        return ""

    def _prepare_document(self, kind):
        """Return what the report prints: {title, subtitle, body, parties, signatures}."""
        self.ensure_one()
        self.check_access("read")
        # sudo: the text is the same for whoever may read the contract; it never holds the pay
        reason = self.sudo()._get_cannot_print_reason()
        if reason:
            raise UserError(reason)
        contract = self.with_context(lang=self._get_document_lang()).sudo()
        if kind == "contract":
            kind = contract._get_contract_document_kind()
        template = self.env["cae.document.template"]._pick(kind, contract)
        return {
            "kind": kind,
            "title": template.name,
            "body": template._render_for(contract),
            "annexes": contract._get_document_annexes(kind),
            "signed": kind in ("contract", "renewal", "amendment", "pay"),
            "contract": contract,
            "signatures": contract._get_document_signatures(),
        }

    def _get_document_html(self, kind):
        """Return the page of a document, whole in the language of documents, whoever prints it."""
        document = self._prepare_document(kind)
        qweb = self.env["ir.qweb"].with_context(lang=self._get_document_lang())
        return qweb._render("cae_tiers_lieux.cae_document_content", {"document": document})

    def _get_document_annexes(self, kind):
        """Return [(title, text)] of what is part of a contract: the means of a CAPE (R8)."""
        self.ensure_one()
        if self.nature != "cape" or kind not in ("contract", "renewal"):
            return []
        template = self.env["cae.document.template"]._pick("means", self)
        return [(template.name, template._render_for(self))]

    def _render_document(self, kind):
        """Return the PDF of a document of this contract, for whoever may print it."""
        self.ensure_one()
        report = {
            "means": "cae_tiers_lieux.action_report_cae_means",
            "pay": "cae_tiers_lieux.action_report_cae_pay",
            "certificate": "cae_tiers_lieux.action_report_cae_certificate",
            "declaration": "cae_tiers_lieux.action_report_cae_declaration",
        }.get(kind, "cae_tiers_lieux.action_report_cae_contract")
        return self.env["ir.actions.report"].sudo()._render_qweb_pdf(report, self.ids)[0]

    # R11

    def _is_before_registration(self, day):
        """Whether the activity of this contract is not registered yet on a day (R11, R12)."""
        self.ensure_one()
        return not self.registration_date or day < self.registration_date

    def _get_cape_mention(self, day):
        """Return the mention that papers of a CAPE activity carry (R11), empty when none is due.

        :raises UserError: when one is due and cannot be written in full
        """
        self.ensure_one()
        contract = self.sudo()
        if (
            contract.nature != "cape"
            or contract.state not in ("running", "ended", "terminated")
            or day < contract.date_start
            or (contract.date_last and day > contract.date_last)
            or not contract._is_before_registration(day)
        ):
            return ""
        missing = contract.company_id._cae_missing_identity(representative=False)
        if not contract.date_last:
            missing.append(self.env._("the end date of %(name)s", name=contract.name))
        if missing:
            raise UserError(
                self.env._(
                    "R11: a paper of a CAPE activity says that the person holds a support "
                    "contract, with the name, seat and number of the coop and the end of the "
                    "contract. Missing: %(missing)s.",
                    missing=", ".join(missing),
                )
            )
        template = self.env["cae.document.template"]._pick("mention", contract, day)
        return template._render_for(contract)
