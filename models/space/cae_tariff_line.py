from odoo import fields, models

from ..base.cae_unit_mixin import RESOURCE_KINDS
from ..base.life import Life, Stage
from .cae_tariff import NEW_VERSION


class CaeTariffLine(models.Model):
    """The public price of one unit of a kind of resource, or of one resource in particular."""

    _name = "cae.tariff.line"
    _description = "Public price"
    _inherit = ["cae.life.mixin", "cae.unit.mixin"]
    _order = "resource_kind, unit, id"

    _life = Life(
        stages={
            "open": Stage(
                frozenset({"tariff_id", "resource_kind", "resource_id", "unit", "price"}),
                delete="accountant",
            ),
            "used": Stage(way_on=NEW_VERSION),
        },
        parent="tariff_id",
    )

    tariff_id = fields.Many2one(
        comodel_name="cae.tariff",
        required=True,
        ondelete="cascade",
        index=True,
    )
    resource_kind = fields.Selection(
        selection=RESOURCE_KINDS,
        string="Kind",
        default="desk",
        help="Leave empty for every kind.",
    )
    resource_id = fields.Many2one(
        comodel_name="cae.space.resource",
        string="Only for",
        domain="[('space_id', '=', parent.space_id)]",
        ondelete="restrict",
    )
    price = fields.Monetary(required=True, currency_field="currency_id")
    currency_id = fields.Many2one(related="tariff_id.currency_id")

    _price_not_negative = models.Constraint("CHECK (price >= 0)", "A public price is zero or more.")
    _one_price = models.UniqueIndex(
        "(tariff_id, unit, COALESCE(resource_kind, ''), COALESCE(resource_id, 0))",
        "Two lines of these public prices give the same unit of the same resource.",
    )

    def _get_kind_name(self):
        self.ensure_one()
        kinds = dict(self._fields["resource_kind"]._description_selection(self.env))
        return kinds.get(self.resource_kind) or self.env._("Everything")

    def _prepare_new_version_vals(self):
        self.ensure_one()
        return {
            "resource_kind": self.resource_kind,
            "resource_id": self.resource_id.id,
            "unit": self.unit,
            "price": self.price,
        }
