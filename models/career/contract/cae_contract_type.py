from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CaeContractType(models.Model):
    """A kind of contract and the terms that the law sets to it, dated.

    Rights: the support team reads; managers write.
    A change of law is a new line of terms, never new code.
    """

    _name = "cae.contract.type"
    _description = "Contract type"
    _inherit = ["cae.shared.mixin"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Short name, printed in numbers and on cards.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    nature = fields.Selection(
        selection=[
            ("cape", "CAPE"),
            ("cesa", "CESA"),
            ("other_employment", "Other employment contract"),
            ("internship", "Internship"),
            ("youth", "Youth cooperative or community service"),
        ],
        required=True,
        default="other_employment",
        help="Which rules apply, and what the person is while such a contract runs: an ordinary "
        "employment contract counts as a CESA; an internship gives no right of an entrepreneur.",
    )
    is_employment = fields.Boolean(
        string="Employment contract",
        help="Signing it makes an employee. A CAPE makes none.",
    )
    counts_before = fields.Boolean(
        string="Shortens later terms",
        default=True,
        help="Its duration is taken off the associate deadline and the trial of a later contract "
        "with the same coop (R14, R16).",
    )
    several_holders = fields.Boolean(
        help="A community contract: other people hold it too, each for their own dates.",
    )
    hr_contract_type_id = fields.Many2one(
        comodel_name="hr.contract.type",
        string="Contract type in HR",
    )
    next_type_id = fields.Many2one(
        comodel_name="cae.contract.type",
        string="Usual next contract",
        help="Proposed when a contract of this type is turned into another one.",
    )
    terms_ids = fields.One2many(
        comodel_name="cae.contract.terms",
        inverse_name="type_id",
        string="Limits",
    )
    clause_ids = fields.One2many(
        comodel_name="cae.clause",
        inverse_name="type_id",
        string="Clauses",
    )
    note = fields.Text(translate=True)

    _code_uniq = models.Constraint("UNIQUE(code)", "Another contract type has this code.")

    @api.constrains("next_type_id")
    def _check_next_type(self):
        for contract_type in self:
            if contract_type.next_type_id == contract_type:
                raise ValidationError(
                    self.env._(
                        "%(type)s cannot be its own next contract: use a renewal instead.",
                        type=contract_type.name,
                    )
                )

    def _get_terms(self, day):
        """Return the terms in force on `day` (the oldest ones before the first date)."""
        self.ensure_one()
        # sudo: what the law says of a contract, for whoever may read the contract
        terms = self.sudo().terms_ids
        return terms._version_on(day) or terms.sorted("date_start")[:1]
