from datetime import timedelta

from odoo import fields, models
from odoo.fields import Domain

from ..base.words import day_in_words

BRIEF_DAYS = 90


class CaeEntrepreneur(models.Model):
    """Uses of spaces as a sign of life, and in the brief before an interview.

    The file is a fact of their prices.
    """

    _name = "cae.entrepreneur"
    _inherit = ["cae.entrepreneur", "cae.price.fact.mixin"]
    _price_facts = frozenset(
        "partner_id company_id exit_date default_activity_id employee_id".split()
    )

    usage_count = fields.Integer(string="Uses of spaces", compute="_compute_usage_count")

    def _domain_priced_uses(self):
        return Domain("partner_id", "in", self.partner_id.ids)

    def unlink(self):
        """Open uses leave a file that is deleted; billed ones keep theirs, and the file with it."""
        # sudo: ids are compared
        uses = self._get_priced_uses().filtered(lambda use: use.entrepreneur_id in self.sudo())
        uses._permit("entrepreneur_id").write({"entrepreneur_id": False})
        return super().unlink()

    def _compute_usage_count(self):
        counts = dict(
            self.env["cae.usage"]._read_group(
                [("entrepreneur_id", "in", self.ids)], ["entrepreneur_id"], ["__count"]
            )
        )
        for entrepreneur in self:
            entrepreneur.usage_count = counts.get(entrepreneur, 0)

    def action_view_usages(self):
        """Open the uses of the person."""
        action = self.env["ir.actions.act_window"]._for_xml_id("cae_tiers_lieux.cae_usage_action")
        return action | {
            "domain": [("entrepreneur_id", "in", self.ids)],
            "context": {"default_partner_id": self.partner_id.id},
        }

    def _get_last_seen(self):
        seen = super()._get_last_seen()
        # sudo: the last day somebody was seen, and nothing else of the uses
        groups = (
            self.env["cae.usage"]
            .sudo()
            ._read_group(
                [("entrepreneur_id", "in", self.ids), ("state", "!=", "cancelled")],
                ["entrepreneur_id"],
                ["date:max"],
            )
        )
        return self._merge_last_seen(seen, {person.id: day for person, day in groups if day})

    def _get_brief_blocks(self):
        blocks = super()._get_brief_blocks()
        since = fields.Date.context_today(self) - timedelta(days=BRIEF_DAYS)
        # sudo: how often, where and until when, for who may read the brief
        groups = (
            self.env["cae.usage"]
            .sudo()
            ._read_group(
                [
                    ("entrepreneur_id", "=", self.id),
                    ("state", "!=", "cancelled"),
                    ("date", ">=", since),
                ],
                ["space_id"],
                ["__count", "date:max"],
            )
        )
        return [
            *blocks,
            {
                "title": self.env._("Uses of spaces in the last %(days)s days", days=BRIEF_DAYS),
                "lines": [
                    self.env._(
                        "%(space)s: %(count)s, the last on %(day)s",
                        space=space.display_name,
                        count=count,
                        day=day_in_words(self.env, last),
                    )
                    for space, count, last in groups
                ],
            },
        ]
