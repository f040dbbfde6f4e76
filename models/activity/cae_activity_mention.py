from odoo import models


class CaeActivity(models.Model):
    """R11: what the papers of an activity say while it runs under a CAPE."""

    _inherit = "cae.activity"

    def _get_cape_mentions(self, day):
        """Return {activity id: [mention]}: one per CAPE holder, none once it is registered.

        :raises UserError: when a mention is due and cannot be written in full
        """
        mentions = {activity.id: [] for activity in self}
        for activity in self.sudo():
            if activity.date_registered and activity.date_registered <= day:
                continue
            members = activity.member_ids.filtered(lambda m: not m.date_end or m.date_end >= day)
            for contract in members.entrepreneur_id.contract_ids._periods():
                mention = contract._get_cape_mention(day)
                if mention:
                    mentions[activity.id].append(mention)
        return mentions
