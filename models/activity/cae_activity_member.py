from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CaeActivityMember(models.Model):
    """One person's dated share in an activity; several people agree in writing how (R18)."""

    _name = "cae.activity.member"
    _description = "Person of an activity"
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
    date_start = fields.Date(string="From")
    date_end = fields.Date(string="To")

    _share_in_range = models.Constraint(
        "CHECK (share_percent > 0 AND share_percent <= 100)",
        "The share of a person in an activity is more than 0 % and at most 100 %.",
    )
    _dates_in_order = models.Constraint(
        "CHECK (date_end IS NULL OR date_start IS NULL OR date_end >= date_start)",
        "A person leaves an activity on or after the day they joined it.",
    )

    @api.constrains("share_percent", "date_start", "date_end", "activity_id")
    def _check_total_share(self):
        for activity in self.activity_id:
            members = activity.member_ids
            for member in members:
                day = member.date_start
                at_once = members.filtered(lambda m, day=day: m._is_in_force(day))
                total = sum(at_once.mapped("share_percent"))
                if round(total, 2) > 100:
                    raise ValidationError(
                        self.env._(
                            "The shares of the people of %(activity)s add up to %(total)s %% on "
                            "%(day)s: lower one of them, or give it an end date.",
                            activity=activity.name,
                            total=f"{total:g}",
                            day=day or self.env._("its first day"),
                        )
                    )

    def _is_in_force(self, day):
        """Whether the person is in the activity on ``day``; no day means the very beginning."""
        self.ensure_one()
        if not day:
            return not self.date_start
        started = not self.date_start or self.date_start <= day
        return started and (not self.date_end or day <= self.date_end)
