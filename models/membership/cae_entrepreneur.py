from odoo import api, fields, models
from odoo.fields import Domain

from ...rules import capital
from ...rules.periods import Period
from .member.cae_membership import REGISTERED

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

    # Compute methods

    @api.depends(*SHARE_FACTS)
    def _compute_status(self):
        return super()._compute_status()

    @api.depends("company_id", *SHARE_FACTS)
    def _compute_share_state(self):
        memberships = self._get_share_memberships()
        by_key = {}
        for membership in memberships.sorted(lambda m: (m.state == "active", m.id)):
            by_key[membership.company_id, membership.member_id] = membership
        today = fields.Date.context_today(self)
        # sudo: where the shares stand, and nothing else of the ledger
        balances = self.env["cae.share.move"].sudo()._get_balances(memberships, today)
        periods = self._associate_periods()
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
        in_company = Domain("company_id", "in", self.env.companies.ids)
        members = self._search_share_memberships(self.env.companies, Domain.TRUE).member_id
        # everybody else has subscribed nothing: their state is known without computing it
        people = self.with_context(active_test=False).search(
            in_company & Domain("partner_id", "in", members.ids)
        )
        found = Domain("id", "in", people.filtered(lambda e: e.share_state in value).ids)
        if "none" in value:
            found |= in_company & Domain("id", "not in", people.ids)
        return found

    # Actions

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
        return self.share_membership_id._get_open_action()

    # Business

    def _prepare_membership_vals(self):
        """Return the values of a draft membership of this person in their coop, as an employee."""
        self.ensure_one()
        company = self.company_id
        colleges = self.env["cae.college"]
        college = colleges.search(
            colleges._domain_of_organisation(company, company.partner_id)
            & Domain("category", "=", "employee"),
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
        people = self.sudo()  # sudo: the contact of the coop and of the person, as ids
        return self._search_share_memberships(
            people.company_id, Domain("member_id", "in", people.partner_id.ids)
        )

    @api.model
    def _search_share_memberships(self, companies, domain):
        """Return the memberships by shares in these coops themselves, those refused left out."""
        # sudo: whoever may read a file may read the status that follows from the shares
        memberships = self.env["cae.membership"].sudo()
        found = memberships.search(
            memberships._domain_of_organisation(companies, companies.sudo().partner_id)
            & Domain("kind", "=", "shares")
            & Domain("state", "!=", "cancelled")
            & domain
        )
        return found.filtered(lambda membership: membership._is_our_organisation())

    def _associate_periods(self):
        """Associate = admitted by a body, on a day, and holding shares: both, on each day (R14)."""
        result = super()._associate_periods()
        memberships = self._get_share_memberships().filtered(
            lambda m: m.state in REGISTERED and m.admission_body and m.date_admission
        )
        # sudo: on which days shares were held, and nothing else of the ledger
        moves = self.env["cae.share.move"].sudo()
        ledgers = moves._get_ledgers([("membership_id", "in", memberships.ids)])
        admitted = {}
        for membership in memberships:
            start = max(membership.date_admission, membership.date_start)
            end = membership.date_end or None
            if end is None or start <= end:
                key = (membership.organisation_id, membership.member_id)
                admitted.setdefault(key, []).append((start, end))
        # sudo: contacts are compared, as ids
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
        # sudo: they follow from the shares, whoever records a membership
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
                day in fact.period and fact.status == "cesa"
                for fact in facts[entrepreneur.id].contracts
            )
        }
