from odoo import models


class CaeContract(models.Model):
    """Asking the person for their signature: their account first, then the mail with the link."""

    _inherit = "cae.contract"

    def action_ask_signature(self):
        """Open the mail that asks for the signature, or what opens the person's account."""
        self.ensure_one()
        self._check_state("to_sign")
        # sudo: whether a contact has an account is not a secret, users are for administrators
        if not self.partner_id.sudo().user_ids:
            wizard = self.env["portal.wizard"].with_context(active_ids=self.partner_id.ids)
            return wizard.action_open_wizard()
        template = self.env.ref("cae_tiers_lieux.mail_template_contract_to_sign")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Ask for the signature"),
            "res_model": "mail.compose.message",
            "views": [[False, "form"]],
            "target": "new",
            "context": {
                "default_model": self._name,
                "default_res_ids": self.ids,
                "default_template_id": template.id,
                "default_composition_mode": "comment",
            },
        }
