from odoo import fields, models

from ...base.life import Life, Stage
from .cae_college_weighting import VOTED


class CaeCollegeWeightingLine(models.Model):
    """The weight of one college."""

    _name = "cae.college.weighting.line"
    _description = "Weight of a college"
    _inherit = ["cae.life.mixin"]
    _life = Life(
        stages={
            "open": Stage(
                frozenset({"weighting_id", "sequence", "college_id", "weight"}), delete="accountant"
            ),
            "used": Stage(way_on=VOTED),
        },
        parent="weighting_id",
    )
    _order = "sequence, id"

    weighting_id = fields.Many2one(
        comodel_name="cae.college.weighting",
        required=True,
        ondelete="cascade",
        index=True,
    )
    company_id = fields.Many2one(related="weighting_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    college_id = fields.Many2one(
        comodel_name="cae.college",
        required=True,
        ondelete="restrict",
    )
    weight = fields.Float(string="Weight (%)", digits=(5, 2), required=True)

    _college_once = models.Constraint(
        "UNIQUE (weighting_id, college_id)", "A college has one weight."
    )
    _weight_positive = models.Constraint("CHECK (weight > 0)", "A weight is above zero.")
