from odoo import fields, models


class CaeDeadline(models.Model):
    """The associate deadline says where the shares stand, and opens the subscription."""

    _inherit = "cae.deadline"

    share_state = fields.Selection(related="entrepreneur_id.share_state", string="Shares")

    def _get_next_steps(self):
        return {**super()._get_next_steps(), "associate": self.env._("Subscribe shares")}

    def _open_associate(self):
        """Open a subscription in one click; once subscribed, the membership that waits."""
        entrepreneur = self.entrepreneur_id
        if entrepreneur.share_state in ("none", "draft"):
            return entrepreneur.action_cae_subscribe()
        return entrepreneur.action_cae_open_membership()
