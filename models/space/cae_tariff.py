from odoo import api, fields, models
from odoo.tools import format_date
from odoo.tools.translate import LazyTranslate

from ...rules import rating
from ..base.life import Life, Stage
from ..base.money import money

_lt = LazyTranslate(__name__)

NEW_VERSION = _lt("Bills name these prices: make a new version, from its own day on.")
LABELS = {"open": _lt("Not billed yet"), "used": _lt("Named by a bill")}


class CaeTariff(models.Model):
    """One dated version of a space's public prices; the last one begun is in force.

    A grid says *net* or *tax included* once for all its lines (R51).

    ==========  =======================================
    Support     reads
    Accountant  creates and edits
    Manager     the same, and deletes
    Network     reads
    Portal      nothing
    ==========  =======================================

    Prices are written by the company that keeps the space. A grid that a bill names keeps its
    prices: only its last day may change (``_life``).
    """

    _name = "cae.tariff"
    _description = "Public prices"
    _inherit = ["cae.life.mixin", "mail.thread", "cae.dated.mixin"]
    _order = "space_id, date_start desc"

    _life = Life(
        stages={
            "open": Stage(
                frozenset(
                    "space_id operator_id date_start date_end tax_included tax_rate"
                    " currency_id".split()
                ),
                delete="manager",
            ),
            "used": Stage(frozenset({"date_end"}), way_on=NEW_VERSION),
        },
        labels=LABELS,
    )

    space_id = fields.Many2one(
        comodel_name="cae.space",
        required=True,
        ondelete="cascade",
        index=True,
    )
    operator_id = fields.Many2one(
        comodel_name="res.partner",
        ondelete="restrict",
        help="Whose prices these are, when a room is run by somebody else than the host; empty: "
        "the host's.",
    )
    date_start = fields.Date(tracking=True)
    date_end = fields.Date(
        tracking=True,
        help="Only when the prices are withdrawn without being replaced.",
    )
    tax_included = fields.Boolean(string="Prices include tax", tracking=True)
    tax_rate = fields.Float(
        string="VAT rate (%)",
        default=20.0,
        digits=(5, 2),
        help="The rate inside a price that includes tax, and the one by which a price agreed the "
        "other way is converted.",
    )
    currency_id = fields.Many2one(
        comodel_name="res.currency",
        required=True,
        default=lambda self: self.env.company.currency_id,
    )
    summary = fields.Char(string="Prices", compute="_compute_summary")
    line_ids = fields.One2many(
        comodel_name="cae.tariff.line",
        inverse_name="tariff_id",
        copy=True,
    )

    _one_per_day = models.UniqueIndex(
        "(space_id, COALESCE(operator_id, 0), date_start)",
        "This space has already public prices from that day: change those.",
    )

    @api.depends("line_ids.price", "line_ids.unit")
    @api.depends_context("lang")
    def _compute_summary(self):
        units = dict(self.line_ids._fields["unit"]._description_selection(self.env))
        for tariff in self:
            tariff.summary = " · ".join(
                f"{line.resource_id.name or line._get_kind_name()}, {units[line.unit].lower()} "
                f"{tariff.currency_id.format(line.price)}"
                for line in tariff.line_ids
            )

    @api.depends("space_id", "date_start")
    def _compute_display_name(self):
        for tariff in self:
            day = format_date(self.env, tariff.date_start) if tariff.date_start else ""
            tariff.display_name = f"{tariff.space_id.name or ''} – {day}"

    def action_new_version(self):
        """Open a copy of these prices that begins on a day to be chosen."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "cae.tariff",
            "view_mode": "form",
            "context": {
                "default_space_id": self.space_id.id,
                "default_operator_id": self.operator_id.id,
                "default_tax_included": self.tax_included,
                "default_tax_rate": self.tax_rate,
                "default_line_ids": [
                    fields.Command.create(line._prepare_new_version_vals())
                    for line in self.line_ids
                ],
            },
        }

    def _get_life_states(self):
        """Hook: the usage house knows which ones a bill names."""
        return dict.fromkeys(self, "open")

    def _to_rating(self):
        """Return these public prices as ``rules.rating.Tariff``."""
        self.ensure_one()
        return rating.Tariff(
            id=self.id,
            space_id=self.space_id.id,
            start=self.date_start,
            end=self.date_end or None,
            tax_included=self.tax_included,
            tax_rate=money(self.tax_rate),
            currency=self.currency_id.name,
            host_id=self.operator_id.id or None,
            lines=tuple(
                rating.TariffLine(
                    id=line.id,
                    resource_kind=line.resource_kind or None,
                    resource_id=line.resource_id.id or None,
                    unit=line.unit,
                    price=money(line.price),
                )
                for line in self.line_ids
            ),
        )
