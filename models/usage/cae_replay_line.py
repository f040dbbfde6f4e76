from odoo import fields, models

from ..base.life import Life, Stage

#: What a replay wrote stays as it is.
WRITTEN = {state: Stage() for state in ("draft", "done", "proposed")}


class CaeReplayLine(models.Model):
    """One use that would have another price, and why. Written by the replay alone."""

    _name = "cae.replay.line"
    _description = "Difference of a replay"
    _inherit = ["cae.life.mixin"]
    _life = Life(stages=WRITTEN, parent="replay_id")
    _order = "replay_id, date, id"

    replay_id = fields.Many2one(
        comodel_name="cae.replay", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(comodel_name="res.company", required=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    usage_id = fields.Many2one(
        comodel_name="cae.usage", ondelete="restrict", index="btree_not_null"
    )
    partner_id = fields.Many2one(comodel_name="res.partner", string="Person", ondelete="restrict")
    space_id = fields.Many2one(comodel_name="cae.space", ondelete="restrict")
    date = fields.Date()
    billed_before = fields.Monetary(string="Billed")
    billed_after = fields.Monetary(string="Would be")
    difference = fields.Monetary()
    explanation = fields.Char(string="Why")
