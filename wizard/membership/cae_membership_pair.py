from odoo import api, fields, models


class CaeMembershipPair(models.TransientModel):
    """Two organisations face to face: who is a member of whom, and what is missing."""

    _name = "cae.membership.pair"
    _description = "Cross-membership of two organisations"

    company_id = fields.Many2one(
        comodel_name="res.company", required=True, default=lambda self: self.env.company
    )
    left_id = fields.Many2one(comodel_name="res.partner", string="One", required=True)
    right_id = fields.Many2one(comodel_name="res.partner", string="The other", required=True)
    left_membership_id = fields.Many2one(
        comodel_name="cae.membership", compute="_compute_memberships"
    )
    right_membership_id = fields.Many2one(
        comodel_name="cae.membership", compute="_compute_memberships"
    )
    # the membership of the left party in the right one
    left_kind = fields.Selection(related="left_membership_id.kind", string="One: by")
    left_state = fields.Selection(related="left_membership_id.state", string="One: status")
    left_start = fields.Date(related="left_membership_id.date_start", string="One: since")
    left_college_id = fields.Many2one(
        related="left_membership_id.college_id", string="One: college"
    )
    left_summary = fields.Char(compute="_compute_summary")
    # the membership of the right party in the left one
    right_kind = fields.Selection(related="right_membership_id.kind", string="Other: by")
    right_state = fields.Selection(related="right_membership_id.state", string="Other: status")
    right_start = fields.Date(related="right_membership_id.date_start", string="Other: since")
    right_college_id = fields.Many2one(
        related="right_membership_id.college_id", string="Other: college"
    )
    right_summary = fields.Char(compute="_compute_summary")
    mutual = fields.Boolean(compute="_compute_summary")
    date_mutual = fields.Date(string="Mutual since", compute="_compute_summary")
    missing = fields.Char(compute="_compute_summary")

    @api.depends("left_id", "right_id", "company_id")
    def _compute_display_name(self):
        for pair in self:
            pair.display_name = f"{pair.left_id.name or ''} ⇄ {pair.right_id.name or ''}"

    @api.depends("left_id", "right_id", "company_id")
    def _compute_memberships(self):
        memberships = self.env["cae.membership"]
        for pair in self:
            company, left, right = pair.company_id, pair.left_id, pair.right_id
            pair.left_membership_id = memberships._get_shown_membership(company, left, right)
            pair.right_membership_id = memberships._get_shown_membership(company, right, left)

    @api.depends("left_membership_id", "right_membership_id")
    def _compute_summary(self):
        today = fields.Date.context_today(self)
        for pair in self:
            left, right = pair.left_membership_id, pair.right_membership_id
            in_force = (left | right)._in_force_on(today)
            pair.left_summary = left._get_summary()
            pair.right_summary = right._get_summary()
            pair.mutual = bool(left and right) and in_force == left | right
            pair.date_mutual = pair.mutual and max(left.date_start, right.date_start)
            pair.missing = pair._get_missing(in_force)

    def _get_missing(self, in_force):
        """Return the sentence that says what is missing to be mutual, or False.

        :param in_force: those of the two memberships that are in force today
        """
        self.ensure_one()
        if self.mutual:
            return False
        if not in_force:
            return self.env._("Neither is a member of the other today.")
        return in_force._get_missing_sentence(in_force.organisation_id, in_force.member_id)

    def action_open_left(self):
        """Open the membership of the left party in the right one."""
        return self.left_membership_id._get_open_action()

    def action_open_right(self):
        """Open the membership of the right party in the left one."""
        return self.right_membership_id._get_open_action()

    def action_start_left(self):
        """Begin the membership of the left party in the right one."""
        return self.env["cae.membership"]._prepare_new_action(self.left_id, self.right_id)

    def action_start_right(self):
        """Begin the membership of the right party in the left one."""
        return self.env["cae.membership"]._prepare_new_action(self.right_id, self.left_id)

    @api.model
    def action_open(self, left_id, right_id):
        """Open the page of two parties, from their ids."""
        pair = self.create({"left_id": left_id, "right_id": right_id})
        return pair._get_records_action(name=pair.display_name, context={})
