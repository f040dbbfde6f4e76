from odoo import fields, models


class CaeSupportSession(models.Model):
    """Where an appointment or a workshop is held: one of the partner spaces, or elsewhere."""

    _inherit = "cae.support.session"
    _life_more = dict.fromkeys(("planned",), frozenset({"space_id"}))

    space_id = fields.Many2one(
        comodel_name="cae.space",
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
    )

    def write(self, vals):
        result = super().write(vals)
        if "space_id" in vals:
            self._sync_calendar()
        return result

    def _prepare_event_vals(self):
        return {**super()._prepare_event_vals(), "location": self.space_id.display_name or ""}
