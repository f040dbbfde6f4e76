"""What people do to a use: say who came, confirm, ask for a price, pay on site, cancel."""

from odoo import models


class CaeUsage(models.Model):
    _inherit = "cae.usage"

    # Actions

    def action_rate(self):
        """Rate again what is not billed, after a convention, a contract or a price changed."""
        self._rate()

    def action_cancel(self):
        """Cancel uses that did not happen; their record stays."""
        self._check_step("cancel")
        self._do_cancel()

    def action_external(self):
        """Say that these people are visitors of no CAE: they pay at the space."""
        self._check_step("tell_who")
        self._do_tell_who("external")

    def action_staff(self):
        """Say that these people are of the support team, on a working day."""
        self._check_step("tell_who")
        self._do_tell_who("staff")

    def action_organisation(self):
        """Say that these organisations use the space on their own account, and pay at it."""
        self._check_step("tell_who")
        self._do_tell_who("organisation")

    def action_ask_price(self):
        """Open a request for a price of this use, where its condition is case by case."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Ask for a price"),
            "res_model": "cae.price.agreement",
            "view_mode": "form",
            "context": {
                "default_company_id": self.company_id.id,
                "default_usage_id": self.id,
                "default_partner_id": self.partner_id.id,
                "default_host_id": self.host_id.id,
                "default_unit": self.unit,
                "default_date_start": self.date,
                "default_date_end": self.date,
                "default_price": self.tariff_line_id.price,
            },
        }

    def action_confirm(self):
        """Say that these uses did happen as they are recorded, however odd they look."""
        self._check_step("confirm")
        self._do_confirm()

    def action_paid_on_site(self):
        """Count these uses and never bill them: the person paid at the space."""
        self._check_step("settle_on_site")
        self._do_settle_on_site()

    # Steps

    def _do_cancel(self):
        self._take_step("cancel", problem=False, problem_code=False)
        # sudo: shares are written by the rating alone
        self.share_ids.sudo()._permit("unlink").unlink()
        self._rate_open_of(self.partner_id)

    def _do_tell_who(self, visitor):
        self._decide("visitor")
        self.write({"visitor": visitor})

    def _do_confirm(self):
        self._take_step("confirm", is_confirmed=True)
        self._rate()

    def _do_settle_on_site(self):
        self._take_step("settle_on_site", settled_by="on_site")
        self._decide("settled_by")

    def _do_lock(self):
        """Take these uses on a statement: nothing of them changes any more."""
        self._take_step("lock")

    def _do_unlock(self):
        """Give these uses back: their statement was cancelled, another may take them."""
        self._take_step("unlock")
        self._rate()
