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
        for pair in self:
            pair.left_membership_id = pair._find(pair.left_id, pair.right_id)
            pair.right_membership_id = pair._find(pair.right_id, pair.left_id)

    @api.depends("left_membership_id", "right_membership_id")
    def _compute_summary(self):
        today = fields.Date.context_today(self)
        for pair in self:
            left, right = pair.left_membership_id, pair.right_membership_id
            left_on = bool(left) and left._is_in_force(today)
            right_on = bool(right) and right._is_in_force(today)
            pair.left_summary = pair._get_summary(left)
            pair.right_summary = pair._get_summary(right)
            pair.mutual = left_on and right_on
            pair.date_mutual = pair.mutual and max(left.date_start, right.date_start)
            pair.missing = pair._get_missing(left_on, right_on)

    def action_open_left(self):
        """Open the membership of the left party in the right one."""
        return self.left_membership_id._cae_open()

    def action_open_right(self):
        """Open the membership of the right party in the left one."""
        return self.right_membership_id._cae_open()

    def action_start_left(self):
        """Begin the membership of the left party in the right one."""
        return self._start(self.left_id, self.right_id)

    def action_start_right(self):
        """Begin the membership of the right party in the left one."""
        return self._start(self.right_id, self.left_id)

    @api.model
    def _cae_open(self, left, right):
        """Return the action that shows the page of these two parties."""
        pair = self.create({"left_id": left.id, "right_id": right.id})
        return {
            "type": "ir.actions.act_window",
            "name": pair.display_name,
            "res_model": self._name,
            "res_id": pair.id,
            "view_mode": "form",
            "views": [[False, "form"]],  # the table calls it without the server's cleaning
        }

    @api.model
    def action_open(self, left_id, right_id):
        """Open the page of two parties, from a cell of the table."""
        partners = self.env["res.partner"]
        return self._cae_open(partners.browse(left_id), partners.browse(right_id))

    def _find(self, member, organisation):
        """Return the membership to show: in force first, else prepared, else the last one."""
        found = self.env["cae.membership"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("member_id", "=", member.id),
                ("organisation_id", "=", organisation.id),
                ("state", "!=", "cancelled"),
            ],
            order="date_start desc",
        )
        today = fields.Date.context_today(self)
        in_force = found.filtered(lambda m: m._is_in_force(today))
        return (in_force or found.filtered(lambda m: m.state == "draft") or found)[:1]

    def _get_summary(self, membership):
        """Return one line on what the member brings: shares and paid part, or dues."""
        if not membership:
            return self.env._("Not a member")
        if membership.kind == "dues":
            last = self.env["cae.dues"].search(
                [("membership_id", "=", membership.id)], order="id desc", limit=1
            )
            if not last:
                return self.env._("Dues, none asked for yet")
            return self.env._(
                "Dues of %(amount)s, %(campaign)s",
                amount=self.env["cae.rule.message"]._cae_amount(last.amount),
                campaign=last.campaign_id.name,
            )
        today = fields.Date.context_today(self)
        balance = self.env["cae.share.move"]._get_balances(membership, today)[membership.id]
        return self.env._(
            "%(shares)s shares, %(paid)s paid of %(subscribed)s",
            shares=balance.shares,
            paid=self.env["cae.rule.message"]._cae_amount(balance.paid),
            subscribed=self.env["cae.rule.message"]._cae_amount(balance.subscribed),
        )

    def _get_missing(self, left_on, right_on):
        self.ensure_one()
        left, right = self.left_id.name, self.right_id.name
        if left_on and right_on:
            return False
        if not left_on and not right_on:
            return self.env._("Neither is a member of the other today.")
        member, organisation = (right, left) if left_on else (left, right)
        return self.env._(
            "To be mutual, %(member)s must become a member of %(organisation)s.",
            member=member,
            organisation=organisation,
        )

    def _start(self, member, organisation):
        """Open a new membership, by shares when the organisation has capital."""
        self.ensure_one()
        shares = organisation.cae_legal_form_id.has_capital
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New membership"),
            "res_model": "cae.membership",
            "view_mode": "form",
            "context": {
                "default_member_id": member.id,
                "default_organisation_id": organisation.id,
                "default_kind": "shares" if shares else "dues",
                "default_date_start": fields.Date.context_today(self),
            },
        }
