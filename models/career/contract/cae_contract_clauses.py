from odoo import api, fields, models


class CaeContract(models.Model):
    """The clauses that a contract must hold (R7, R13): carried over, checked at the signature."""

    _inherit = "cae.contract"

    clause_ids = fields.One2many(
        comodel_name="cae.contract.clause",
        inverse_name="contract_id",
        string="Clauses",
    )
    missing_clauses = fields.Char(compute="_compute_missing_clauses")

    @api.depends("type_id", "kind", "clause_ids.clause_id", "clause_ids.body")
    def _compute_missing_clauses(self):
        for contract in self:
            contract.missing_clauses = ", ".join(contract._get_missing_clauses().mapped("name"))

    @api.model_create_multi
    def create(self, vals_list):
        contracts = super().create(vals_list)
        drafts = contracts.filtered(lambda c: c.kind != "amendment" and c.state == "draft")
        drafts.filtered(lambda c: not c.clause_ids)._add_clauses()
        return contracts

    def _add_clauses(self):
        """Give each contract its clauses: those of the one it renews, else the templates."""
        vals_list = []
        for contract in self:
            lang = self.env.lang or contract.company_id.partner_id.lang
            source = contract.previous_id.clause_ids if contract.kind == "renewal" else ()
            if source:
                vals_list += [
                    contract._prepare_clause_vals(clause, clause.clause_id) for clause in source
                ]
                continue
            templates = contract.type_id.sudo().clause_ids.with_context(lang=lang)
            vals_list += [contract._prepare_clause_vals(clause, clause) for clause in templates]
        self.env["cae.contract.clause"].sudo().create(vals_list)

    def _prepare_clause_vals(self, source, template):
        return {
            "contract_id": self.id,
            "clause_id": template.id,
            "sequence": source.sequence,
            "name": source.name,
            "body": source.body,
        }

    def _get_missing_clauses(self):
        """Return the mandatory clause templates that no written clause answers."""
        self.ensure_one()
        if self.kind == "amendment":
            return self.env["cae.clause"]
        mandatory = self.type_id.sudo().clause_ids.filtered("mandatory")
        return mandatory - self.clause_ids.filtered("is_filled").clause_id.sudo()

    def _get_cannot_sign_reason(self):
        missing = self._get_missing_clauses()
        if missing:
            return self.env._(
                "%(rule)s: %(contract)s lacks a mandatory clause: %(clauses)s. Write it in the tab "
                "Clauses before the signature.",
                rule=missing[0].rule or self.type_id.code,
                contract=self.display_name,
                clauses=", ".join(missing.mapped("name")),
            )
        return super()._get_cannot_sign_reason()
