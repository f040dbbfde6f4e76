from odoo import api, fields, models
from odoo.fields import Domain

from ...rules import capital
from ...rules.career_status import STATUS_OF_KIND
from ...rules.periods import Period

# what the status of associate follows from
SHARE_FACTS = (
    "partner_id.cae_membership_ids.state",
    "partner_id.cae_membership_ids.date_start",
    "partner_id.cae_membership_ids.date_end",
    "partner_id.cae_membership_ids.admission_body",
    "partner_id.cae_membership_ids.date_admission",
    "partner_id.cae_membership_ids.share_move_ids",
)


class CaeEntrepreneur(models.Model):
    """An entrepreneur is an associate while they are admitted and hold shares (R14).

    The status, the deadline and the capital agree by construction: the first two read the
    admission and the ledger.
    """

    _inherit = "cae.entrepreneur"

    share_membership_id = fields.Many2one(
        comodel_name="cae.membership", string="Membership", compute="_compute_share_state"
    )
    associate_since = fields.Date(compute="_compute_share_state")
    associate_by = fields.Date(
        string="To be associate by",
        compute="_compute_associate_by",
        help="Associate deadline of the contract (R14); empty once the person is associate.",
    )
    share_state = fields.Selection(
        selection=[
            ("none", "Nothing subscribed"),
            ("draft", "To sign"),
            ("unpaid", "Subscribed, to pay"),
            ("paid", "Subscribed and paid"),
        ],
        string="Shares",
        compute="_compute_share_state",
        search="_search_share_state",
    )

    @api.depends(*SHARE_FACTS)
    def _compute_status(self):
        return super()._compute_status()

    @api.depends("company_id", *SHARE_FACTS)
    def _compute_share_state(self):
        memberships = self._get_share_memberships()
        by_key = {}
        for membership in memberships.sorted(lambda m: (m.state == "active", m.id)):
            by_key[membership.company_id, membership.member_id] = membership
        balances = (
            self.env["cae.share.move"]
            .sudo()
            ._get_balances(memberships, fields.Date.context_today(self))
        )
        periods = self._associate_periods()
        today = fields.Date.context_today(self)
        for entrepreneur in self:
            membership = by_key.get(
                (entrepreneur.company_id, entrepreneur.partner_id), memberships.browse()
            )
            balance = balances.get(membership.id, capital.Balance())
            if balance.shares > 0:
                state = "unpaid" if balance.unpaid else "paid"
            else:
                state = "draft" if membership.state in ("draft", "active") else "none"
            entrepreneur.share_membership_id = membership
            entrepreneur.share_state = state
            current = [p for p in periods.get(entrepreneur.id, ()) if today in p]
            entrepreneur.associate_since = current[0].start if current else False

    @api.depends("contract_ids", *SHARE_FACTS)
    def _compute_associate_by(self):
        for entrepreneur in self:
            deadline = entrepreneur.contract_id.associate_deadline
            entrepreneur.associate_by = not entrepreneur.associate_since and deadline

    def _search_share_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        companies = self.env.companies.ids
        everyone = self.with_context(active_test=False).search([("company_id", "in", companies)])
        return [("id", "in", everyone.filtered(lambda e: e.share_state in value).ids)]

    def action_cae_subscribe(self):
        """Open a subscription for this person in one click, with what is known filled in."""
        self.ensure_one()
        membership = self.share_membership_id
        if not membership or membership.state not in ("draft", "active"):
            membership = self.env["cae.membership"].create(self._prepare_membership_vals())
        return membership.action_cae_subscribe()

    def action_cae_open_membership(self):
        """Open the membership of this person in their coop."""
        self.ensure_one()
        return self.share_membership_id._cae_open()

    def _prepare_membership_vals(self):
        self.ensure_one()
        company = self.company_id
        college = self.env["cae.college"].search(
            [
                ("company_id", "=", company.id),
                ("organisation_id", "=", company.partner_id.id),
                ("category", "=", "employee"),
            ],
            limit=1,
        )
        return {
            "company_id": company.id,
            "organisation_id": company.partner_id.id,
            "member_id": self.partner_id.id,
            "kind": "shares",
            "college_id": college.id,
            "category": "employee",
        }

    def _get_share_memberships(self):
        """Return the memberships by shares of these people in their own coop."""
        # sudo: whoever may read a file may read the status that follows from the shares
        memberships = (
            self.env["cae.membership"]
            .sudo()
            .search(
                [
                    ("company_id", "in", self.company_id.ids),
                    ("organisation_id", "in", self.sudo().company_id.partner_id.ids),
                    ("member_id", "in", self.sudo().partner_id.ids),
                    ("kind", "=", "shares"),
                    ("state", "!=", "cancelled"),
                ]
            )
        )
        return memberships.filtered(lambda m: m.organisation_id == m.company_id.partner_id)

    def _associate_periods(self):
        """Associate = admitted by a body, on a day, and holding shares: both, on each day (R14)."""
        result = super()._associate_periods()
        memberships = self._get_share_memberships().filtered(
            lambda m: m.state in ("active", "ended") and m.admission_body and m.date_admission
        )
        ledgers = (
            self.env["cae.share.move"]
            .sudo()
            ._get_ledgers([("membership_id", "in", memberships.ids)], by_organisation=True)
        )
        admitted = {}
        for membership in memberships:
            start = max(membership.date_admission, membership.date_start)
            end = membership.date_end or None
            if end is None or start <= end:
                key = (membership.organisation_id, membership.member_id)
                admitted.setdefault(key, []).append((start, end))
        for entrepreneur in self.sudo():
            key = (entrepreneur.company_id.partner_id, entrepreneur.partner_id)
            held = capital.holding_periods(ledgers.get(key, []))
            periods = capital.intersect(admitted.get(key, []), held)
            result.setdefault(entrepreneur.id, []).extend(
                Period(start, end) for start, end in periods
            )
        return result

    @api.model
    def _domain_can_hold_shares(self):
        """Add those who are, were or will be admitted as members by shares."""
        admitted = (
            Domain("kind", "=", "shares")
            & Domain("state", "in", ("active", "ended"))
            & Domain("date_admission", "!=", False)
        )
        # any!: whoever may read a file may read the status that follows from the shares
        members = Domain("partner_id", "any!", Domain("cae_membership_ids", "any!", admitted))
        return super()._domain_can_hold_shares() | members

    @api.model
    def _cae_sync_associates(self, memberships):
        """Bring the deadlines and the stages of these members in step with their shares."""
        entrepreneurs = self.sudo().search(
            [
                ("company_id", "in", memberships.company_id.ids),
                ("partner_id", "in", memberships.member_id.ids),
            ]
        )
        entrepreneurs._sync_deadlines()
        entrepreneurs._sync_stage()

    def _get_paid_partner_ids(self, day):
        """Return the ids of the persons who have an employment contract as entrepreneur."""
        facts = self._get_careers()
        return {
            entrepreneur.partner_id.id
            for entrepreneur in self
            if any(
                day in fact.period and STATUS_OF_KIND[fact.kind] == "cesa"
                for fact in facts[entrepreneur.id].contracts
            )
        }
