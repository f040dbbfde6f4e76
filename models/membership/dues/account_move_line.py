from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...base.words import amount_in_words


class AccountMoveLine(models.Model):
    """A line of dues holds dues and nothing else (R34)."""

    _inherit = "account.move.line"

    cae_dues_id = fields.Many2one(
        comodel_name="cae.dues",
        string="Membership dues",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )

    @api.constrains("cae_dues_id", "product_id", "price_unit", "quantity", "name")
    def _check_dues_alone(self):
        """Block a line that mixes dues with a service: another product, or another amount."""
        for line in self.filtered("cae_dues_id"):
            dues = line.cae_dues_id
            expected = dues.amount
            mixed = line.product_id and not line.product_id.cae_is_dues
            amount = line.price_unit * line.quantity
            if mixed or line.currency_id.compare_amounts(abs(amount), expected) != 0:
                raise ValidationError(
                    self.env._(
                        "This line holds the dues of %(name)s, %(amount)s, and nothing else: put "
                        "the service on a line of its own (R34).",
                        name=dues.member_id.name,
                        amount=amount_in_words(self.env, expected),
                    )
                )
