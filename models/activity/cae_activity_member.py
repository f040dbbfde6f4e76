from datetime import date

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..base.words import day_in_words, number_in_words


class CaeActivityMember(models.Model):
    """One person's dated share in an activity; several people agree in writing how (R18)."""

    _name = "cae.activity.member"
    _description = "Person of an activity"
    _inherit = ["cae.dated.mixin"]
    _check_company_auto = True
    _order = "date_start, id"

    activity_id = fields.Many2one(
        comodel_name="cae.activity",
        required=True,
        ondelete="cascade",
        index=True,
    )
    company_id = fields.Many2one(related="activity_id.company_id", store=True, index=True)
    entrepreneur_id = fields.Many2one(
        comodel_name="cae.entrepreneur",
        required=True,
        ondelete="cascade",
        check_company=True,
        index=True,
    )
    share_percent = fields.Float(
        string="Share (%)",
        default=100.0,
        digits=(5, 2),
    )
    date_start = fields.Date(required=False)

    _share_in_range = models.Constraint(
        "CHECK (share_percent > 0 AND share_percent <= 100)",
        "The share of a person in an activity is more than 0 % and at most 100 %.",
    )

    @api.constrains("share_percent", "date_start", "date_end", "activity_id")
    def _check_total_share(self):
        """The shares held on a same day never pass 100 %: checked on the day each one begins."""
        for activity in self.activity_id:
            members = activity.member_ids
            for member in members:
                day = member.date_start
                total = sum(members._holding_on(day or date.min).mapped("share_percent"))
                if round(total, 2) > 100:
                    raise ValidationError(
                        self.env._(
                            "The shares of the people of %(activity)s add up to %(total)s %% on "
                            "%(day)s: lower one of them, or give it an end date.",
                            activity=activity.name,
                            total=number_in_words(self.env, round(total, 2)),
                            day=day_in_words(self.env, day) or self.env._("its first day"),
                        )
                    )
