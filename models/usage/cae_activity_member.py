from odoo import api, models


class CaeActivityMember(models.Model):
    _inherit = "cae.activity.member"

    @api.model_create_multi
    def create(self, vals_list):
        """Uses that waited for an activity to pay find it."""
        members = super().create(vals_list)
        waiting = self.env["cae.usage"].search(
            [
                ("entrepreneur_id", "in", members.entrepreneur_id.ids),
                ("activity_id", "=", False),
                ("state", "=", "recorded"),
            ]
        )
        for entrepreneur, usages in waiting.grouped("entrepreneur_id").items():
            usages.write({"activity_id": entrepreneur.default_activity_id.id})
        return members
