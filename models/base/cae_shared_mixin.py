from odoo import api, models
from odoo.exceptions import AccessError


class CaeSharedMixin(models.AbstractModel):
    """A table that every company of the database reads: types of contract, stages, legal forms…

    What one company changes there changes the others. So it is changed by whoever answers for all
    of them: an administrator, or a user who has all the companies that play a part. In a database
    of one coop that is its own manager.
    """

    _name = "cae.shared.mixin"
    _description = "Table that companies share"

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._check_may_change_shared()
        return records

    def write(self, vals):
        self._check_may_change_shared()
        result = super().write(vals)
        self._check_may_change_shared()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_of_others(self):
        self._check_may_change_shared()

    def _get_shared(self):
        """Return those of these records that other companies read too: all, unless told."""
        return self

    def _check_may_change_shared(self):
        """Refuse a change by who does not answer for every company that reads it.

        :raises AccessError: with the number of companies
        """
        user = self.env.user
        if self.env.su or user.has_group("base.group_system") or not self._get_shared():
            return
        # sudo: which companies play a part, nothing else of them
        companies = self.env["res.company"].sudo().search([("cae_role", "!=", "none")])
        if companies - user.sudo().company_ids:
            raise AccessError(
                self.env._(
                    "“%(record)s” is read by the %(count)s companies of this database: ask an "
                    "administrator, or somebody who works in all of them, to change it.",
                    record=self._get_shared()[:1].display_name,
                    count=len(companies),
                )
            )
