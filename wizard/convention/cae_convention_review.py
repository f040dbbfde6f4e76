from odoo import fields, models


class CaeConventionReview(models.TransientModel):
    """Note that conventions were reviewed: the day, and what was said.

    Rights: an accountant. What is refused and kept is in ``cae.convention``.
    """

    _name = "cae.convention.review"
    _description = "Review of conventions"

    convention_ids = fields.Many2many(
        comodel_name="cae.convention",
        relation="cae_convention_review_rel",
        string="Conventions",
        required=True,
    )
    date = fields.Date(string="Held on", required=True, default=fields.Date.context_today)
    word = fields.Text(string="What was said")

    def action_confirm(self):
        """Note the review on each convention."""
        self.ensure_one()
        self.convention_ids._check_can_record_review(self.date)
        self.convention_ids._do_record_review(self.date, self.word)
