from odoo import fields, models

from ..base.life import Life
from .cae_replay_line import WRITTEN
from .cae_usage_share import PAYERS


class CaeReplayTotal(models.Model):
    """What a payer, a person or a space bears before and after. Written by the replay alone."""

    _name = "cae.replay.total"
    _description = "Total of a replay"
    _inherit = ["cae.life.mixin"]
    _life = Life(stages=WRITTEN, parent="replay_id")
    _order = "replay_id, dimension, difference desc, id"

    replay_id = fields.Many2one(
        comodel_name="cae.replay", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(comodel_name="res.company", required=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    dimension = fields.Selection(
        selection=[("payer", "By payer"), ("person", "By person"), ("space", "By space")],
        required=True,
    )
    payer = fields.Selection(selection=PAYERS)
    partner_id = fields.Many2one(comodel_name="res.partner", string="Person", ondelete="restrict")
    space_id = fields.Many2one(comodel_name="cae.space", ondelete="restrict")
    billed_before = fields.Monetary(string="Billed")
    billed_after = fields.Monetary(string="Would be")
    difference = fields.Monetary()
