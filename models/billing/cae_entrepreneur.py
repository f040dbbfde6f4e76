from odoo import models

from ..base.words import day_in_words


class CaeEntrepreneur(models.Model):
    """Customer invoices of a person's activities as a sign of life, and in the brief."""

    _inherit = "cae.entrepreneur"

    def _get_last_seen(self):
        seen = super()._get_last_seen()
        return self._merge_last_seen(seen, self._get_last_invoices())

    def _get_brief_blocks(self):
        blocks = super()._get_brief_blocks()
        last = self._get_last_invoices().get(self.id)
        lines = [day_in_words(self.env, last)] if last else []
        return [*blocks, {"title": self.env._("Last customer invoice"), "lines": lines}]

    def _get_last_invoices(self):
        """Return {entrepreneur id: day} of the last posted sale of one of their activities."""
        # sudo: whether the person was billed lately, and nothing of the books
        people = self.sudo()
        accounts = people.activity_member_ids.activity_id.analytic_account_id
        column = self.env["account.analytic.plan"]._cae_activity_plan()._column_name()
        groups = (
            self.env["account.analytic.line"]
            .sudo()
            ._read_group(
                [(column, "in", accounts.ids), ("category", "=", "invoice")],
                [column],
                ["date:max"],
            )
        )
        by_account = {account.id: day for account, day in groups if day}
        found = {}
        for member in people.activity_member_ids:
            day = by_account.get(member.activity_id.analytic_account_id.id)
            if day:
                id_ = member.entrepreneur_id.id
                found[id_] = max(day, found.get(id_, day))
        return found
