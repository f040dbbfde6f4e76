from odoo import api, fields, models

from ...base.life import Life, Stage
from ..assembly.cae_college import CATEGORIES
from .cae_membership_life import IN_FORCE


class CaeMembershipCollege(models.Model):
    """In which college a member votes from a day on: the register of a past day reads it.

    Written with the membership alone, by nobody else (``_life``).

    ==========  =====
    Support     reads
    Others      nothing
    ==========  =====
    """

    _name = "cae.membership.college"
    _description = "College of a member"
    _inherit = ["cae.life.mixin", "cae.version.mixin"]
    _version_of = ("membership_id",)
    _life = Life(
        stages={state: Stage() for state in ("draft", *IN_FORCE, "ended", "cancelled")},
        parent="membership_id",
    )

    membership_id = fields.Many2one(
        comodel_name="cae.membership", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="membership_id.company_id", store=True, index=True)
    college_id = fields.Many2one(comodel_name="cae.college", ondelete="restrict")
    category = fields.Selection(selection=CATEGORIES)

    _one_per_day = models.Constraint(
        "UNIQUE (membership_id, date_start)", "A member changes college once a day."
    )

    @api.model
    def _note(self, memberships):
        """Keep the college that these memberships now have, from today on.

        The first one holds from the first day of the membership.
        """
        if not memberships:
            return
        today = fields.Date.context_today(self)
        # sudo: the history follows the membership, which its writer may write
        history = self.sudo()
        known = history.search([("membership_id", "in", memberships.ids)]).grouped("membership_id")
        for membership in memberships.sudo():
            versions = known.get(membership, history)
            day = max(today, membership.date_start) if versions else membership.date_start
            vals = {
                "college_id": membership.college_id.id,
                "category": membership.category,
            }
            same_day = versions.filtered(lambda version, d=day: version.date_start == d)
            if same_day:
                same_day._permit(*vals).write(vals)
            else:
                vals |= {"membership_id": membership.id, "date_start": day}
                history._permit_create(*vals).create(vals)
