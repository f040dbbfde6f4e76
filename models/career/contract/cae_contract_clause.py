from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import is_html_empty


class CaeContractClause(models.Model):
    """A clause of one contract: its text starts from the template and is then its own.

    Rights: the support team writes until the signature; then nobody does.
    """

    _name = "cae.contract.clause"
    _description = "Clause of a contract"
    _order = "contract_id, sequence, id"
    _check_company_auto = True

    contract_id = fields.Many2one(
        comodel_name="cae.contract",
        required=True,
        ondelete="cascade",
        index=True,
    )
    company_id = fields.Many2one(
        related="contract_id.company_id",
        string="Coop",
        store=True,
        index=True,
    )
    clause_id = fields.Many2one(
        comodel_name="cae.clause",
        string="Template",
        ondelete="set null",
        index="btree_not_null",
    )
    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    body = fields.Html(string="Text")
    is_filled = fields.Boolean(string="Written", compute="_compute_is_filled")

    @api.depends("body")
    def _compute_is_filled(self):
        for clause in self:
            clause.is_filled = not is_html_empty(clause.body)

    # CRUD

    @api.model_create_multi
    def create(self, vals_list):
        clauses = super().create(vals_list)
        clauses._check_unsigned()
        return clauses

    def write(self, vals):
        self._check_unsigned()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_signed(self):
        self._check_unsigned()

    # Checks

    def _check_unsigned(self):
        """Refuse lines of a signed contract; code in superuser mode copies them there."""
        signed = self.contract_id._signed()
        if signed and not self.env.su:
            raise UserError(
                self.env._(
                    "%(contract)s is signed: its clauses are not written any more. Make an "
                    "amendment to change them.",
                    contract=signed[0].display_name,
                )
            )

    # Business

    @api.model
    def _add_to(self, contracts):
        """Give each contract its clauses: those of the one it renews, else the templates."""
        vals_list = []
        for contract in contracts:
            lang = self.env.lang or contract.company_id.partner_id.lang
            # sudo: the texts come with the contract, whoever makes it
            templates = contract.type_id.sudo().clause_ids.with_context(lang=lang)
            renewed = contract.previous_id.clause_ids if contract.kind == "renewal" else self
            vals_list += [
                {
                    "contract_id": contract.id,
                    "clause_id": (source.clause_id if renewed else source).id,
                    "sequence": source.sequence,
                    "name": source.name,
                    "body": source.body,
                }
                for source in renewed or templates
            ]
        self.sudo().create(vals_list)
