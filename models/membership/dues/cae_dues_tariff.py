from odoo import fields, models

from ....rules import dues
from ...base.money import money


class CaeDuesTariff(models.Model):
    """What members owe each year: flat, by turnover, by headcount, or free.

    ==========  ==========================
    Support     reads
    Accountant  reads
    Manager     creates, edits, deletes
    ==========  ==========================
    """

    _name = "cae.dues.tariff"
    _description = "Tariff of dues"
    _check_company_auto = True
    _order = "name, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    method = fields.Selection(
        selection=[
            ("flat", "Flat amount"),
            ("turnover", "By turnover"),
            ("headcount", "By headcount"),
            ("free", "Free amount"),
        ],
        required=True,
        default="flat",
    )
    amount = fields.Monetary(help="Flat amount, or the one proposed when it is free.")
    minimum = fields.Monetary()
    bracket_ids = fields.One2many(
        comodel_name="cae.dues.bracket", inverse_name="tariff_id", string="Brackets", copy=True
    )
    taxable = fields.Boolean(
        string="With VAT",
        help="Dues that pay for something in return are taxable (R34): the default sales tax "
        "is added. Dues without a counterpart bear no VAT.",
    )

    def _get_amount(self, figure):
        """Return what a member with this turnover or headcount owes, a Decimal."""
        self.ensure_one()
        minimum = money(self.minimum, 2)
        if self.method in ("flat", "free"):
            return max(money(self.amount, 2), minimum)
        brackets = [
            dues.Bracket(money(b.start), money(b.amount, 2), money(b.unit_amount))
            for b in self.bracket_ids
        ]
        return dues.dues_amount(money(figure), brackets, minimum)
