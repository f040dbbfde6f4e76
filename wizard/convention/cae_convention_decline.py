from odoo import fields, models


class CaeConventionDecline(models.TransientModel):
    """Decline what the other side proposed, with the reason that it will read.

    Rights: an accountant. What is refused and told is in ``cae.convention``.
    """

    _name = "cae.convention.decline"
    _description = "Decline a proposed convention"

    convention_id = fields.Many2one(comodel_name="cae.convention", required=True)
    reason = fields.Text(required=True)

    def action_confirm(self):
        """Cancel the proposal and tell its proposer why."""
        self.ensure_one()
        self.convention_id._check_can_decline()
        self.convention_id._do_decline(self.reason)
