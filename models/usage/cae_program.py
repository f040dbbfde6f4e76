from odoo import models


class CaeProgram(models.Model):
    """What the funder of a programme bears of the uses."""

    _inherit = "cae.program"

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
