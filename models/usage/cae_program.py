from odoo import models


class CaeProgram(models.Model):
    """What the funder of a programme bears of the uses, and how much they are."""

    _inherit = "cae.program"

    def action_view_uses(self):
        """Open how much the spaces of the programme were used, by space and by coop."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "cae_tiers_lieux.cae_program_use_action"
        )
        return action | {"domain": [("program_id", "in", self.ids)]}

    def _get_funded(self, first, last):
        # sudo: a sum of the programme, and nothing of the uses
        shares = self.env["cae.usage.share"].sudo()
        ((total,),) = shares._read_group(
            [
                ("payer", "=", "funder"),
                ("usage_id.convention_id.program_id", "in", self.ids),
                ("usage_id.date", ">=", first),
                ("usage_id.date", "<=", last),
            ],
            [],
            ["amount:sum"],
        )
        return total or 0.0
