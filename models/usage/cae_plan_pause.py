from odoo import api, fields, models
from odoo.tools.translate import LazyTranslate

from ..base.life import Life, Stage

_lt = LazyTranslate(__name__)


class CaePlanPause(models.Model):
    """Days on which a plan is paused: they are not paid.

    Rights are those of the plan.
    """

    _name = "cae.plan.pause"
    _description = "Pause of a plan"
    _inherit = ["cae.life.mixin", "cae.dated.mixin", "cae.price.fact.mixin"]
    _price_facts = frozenset({"plan_id", "date_start", "date_end"})
    _order = "date_start, id"
    _life = Life(
        stages={
            **dict.fromkeys(
                ("draft", "running"),
                Stage(frozenset({"plan_id", "date_start", "date_end", "name"}), delete="support"),
            ),
            "ended": Stage(way_on=_lt("The plan is over: correct its months by hand.")),
        },
        parent="plan_id",
    )

    plan_id = fields.Many2one(
        comodel_name="cae.plan", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="plan_id.company_id", store=True, index=True)
    date_end = fields.Date(required=True, help="Last paused day.")
    name = fields.Char(string="Reason")

    def _domain_priced_uses(self):
        return self.plan_id._domain_priced_uses()

    @api.model_create_multi
    def create(self, vals_list):
        pauses = super().create(vals_list)
        pauses.plan_id._record_months()
        return pauses

    def write(self, vals):
        result = super().write(vals)
        self.plan_id._record_months()
        return result

    def unlink(self):
        plans = self.plan_id
        result = super().unlink()
        plans._record_months()
        return result
