from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ...base.cae_dated_mixin import FAR_FUTURE
from ...base.words import day_in_words
from ..assembly.cae_college import CATEGORIES

RENEWAL_DAYS = 30
# the states in which a membership stands in the register of members
REGISTERED = ("active", "ended")
# what the status of associate follows from
ASSOCIATE_FACTS = {"state", "admission_body", "date_admission", "date_start", "date_end"}


class CaeMembership(models.Model):
    """One party is a member of an organisation, by dues or by shares, from a day to a day.

    Its terms; ``cae_membership_life`` holds its life. Each direction between two organisations is
    a record of its own; the two are *mutual* on the days both are in force.

    ==========  ========================================================================
    Support     reads, creates and edits drafts; of one in force, what stays open (``_life``)
    Accountant  the same, puts in force, refuses, renews, ends, changes college and last day
    Manager     the same, and deletes what is a draft or was refused
    Portal      nothing
    ==========  ========================================================================
    """

    _name = "cae.membership"
    _description = "Membership"
    _inherit = [
        "cae.life.mixin",
        "mail.thread",
        "mail.activity.mixin",
        "cae.organisation.mixin",
        "cae.dated.mixin",
        "cae.author.reminder.mixin",
        "cae.price.fact.mixin",
    ]
    _price_facts = frozenset(
        "company_id organisation_id member_id kind state admission_body date_admission date_start"
        " date_end".split()
    )
    _order = "date_start desc, id desc"
    _rec_names_search = ["member_id.name", "organisation_id.name", "number"]

    number = fields.Char(
        string="Number in the register", readonly=True, copy=False, index="trigram"
    )
    # parties
    organisation_id = fields.Many2one(ondelete="restrict", tracking=True)
    member_id = fields.Many2one(
        comodel_name="res.partner",
        required=True,
        index=True,
        ondelete="restrict",
        tracking=True,
    )
    representative_id = fields.Many2one(
        comodel_name="res.partner",
        domain="[('is_company', '=', False)]",
        index="btree_not_null",
        help="The person who sits and votes for a member that is an organisation.",
    )
    direction = fields.Selection(
        selection=[
            ("in", "Member of ours"),
            ("out", "We are a member"),
            ("between", "Between others"),
        ],
        compute="_compute_direction",
        store=True,
    )
    # what
    kind = fields.Selection(
        selection=[("dues", "Dues"), ("shares", "Shares")],
        string="By",
        required=True,
        default=lambda self: (
            "shares" if self.env.company.partner_id.cae_legal_form_id.has_capital else "dues"
        ),
        tracking=True,
    )
    college_id = fields.Many2one(
        comodel_name="cae.college",
        domain="[('organisation_id', '=', organisation_id)]",
        check_company=True,
        ondelete="restrict",
        index="btree_not_null",
        tracking=True,
    )
    category = fields.Selection(
        selection=CATEGORIES,
        compute="_compute_category",
        store=True,
        readonly=False,
    )
    college_history_ids = fields.One2many(
        comodel_name="cae.membership.college", inverse_name="membership_id"
    )
    # when
    state = fields.Selection(
        selection=[
            ("draft", "Draft"),
            ("active", "In force"),
            ("ended", "Ended"),
            ("cancelled", "Refused"),
        ],
        required=True,
        default="draft",
        tracking=True,
        copy=False,
        index=True,
    )
    admission_body = fields.Selection(
        selection=[
            ("assembly", "General assembly"),
            ("board", "Board"),
            ("management", "Management"),
            ("statutes", "Statutes, at foundation"),
        ],
        string="Admitted by",
        tracking=True,
        help="The body that the statutes name (R14).",
    )
    date_admission = fields.Date(string="Admitted on", tracking=True, copy=False)
    date_start = fields.Date(required=False, tracking=True, copy=False)
    date_end = fields.Date(tracking=True, copy=False)
    exit_reason = fields.Char(copy=False)
    proof = fields.Binary(string="Signed form", attachment=True, copy=False)
    proof_name = fields.Char(copy=False)
    dues_figure = fields.Float(
        string="Declared figure",
        help="Turnover or headcount the dues are computed from, as the member declared it.",
    )
    note = fields.Text()

    # Constraints

    _two_parties = models.Constraint(
        "CHECK (member_id <> organisation_id)", "An organisation is not a member of itself."
    )
    _dates_when_in_force = models.Constraint(
        "CHECK (state NOT IN ('active', 'ended') OR date_start IS NOT NULL)",
        "A membership in force has a first day.",
    )
    _ended_has_a_day = models.Constraint(
        "CHECK (state <> 'ended' OR date_end IS NOT NULL)",
        "A membership that ended has a last day.",
    )
    _number_unique = models.UniqueIndex(
        "(company_id, organisation_id, number) WHERE number IS NOT NULL",
        "Another member of this organisation has this number in the register.",
    )
    _register_idx = models.Index("(company_id, organisation_id, date_start)")

    # Compute methods

    @api.depends("member_id.name", "organisation_id.name")
    def _compute_display_name(self):
        for membership in self:
            membership.display_name = (
                f"{membership.member_id.name or ''} → {membership.organisation_id.name or ''}"
            )

    @api.depends("organisation_id", "member_id", "company_id")
    def _compute_direction(self):
        for membership in self:
            if membership._is_our_organisation():
                membership.direction = "in"
            elif membership.member_id == membership.company_id.partner_id:
                membership.direction = "out"
            else:
                membership.direction = "between"

    @api.depends("college_id")
    def _compute_category(self):
        for membership in self:
            membership.category = membership.college_id.category or membership.category

    @api.constrains("organisation_id", "member_id", "kind", "date_start", "date_end", "state")
    def _check_overlap(self):
        """A member holds one membership of a kind in an organisation on a day."""
        registered = self.filtered(lambda m: m.state in REGISTERED)
        groups = self._read_group(
            self._domain_of_organisation(registered.company_id, registered.organisation_id)
            & Domain("member_id", "in", registered.member_id.ids)
            & Domain("state", "in", REGISTERED),
            ["company_id", "organisation_id", "member_id", "kind"],
            ["id:recordset"],
        )
        for _company, _organisation, _member, _kind, memberships in groups:
            ordered = memberships.sorted("date_start")
            for before, after in zip(ordered, ordered[1:], strict=False):
                if after.date_start <= (before.date_end or FAR_FUTURE):
                    raise ValidationError(
                        self.env._(
                            "%(name)s overlaps itself: a membership already runs from %(start)s "
                            "to %(end)s. End that one first, or begin the new one later.",
                            name=after.display_name,
                            start=day_in_words(self.env, before.date_start),
                            end=day_in_words(self.env, before.date_end) or self.env._("now"),
                        )
                    )

    @api.constrains("kind", "state", "date_end")
    def _check_shares_have_no_last_day(self):
        """Who holds shares is a member until they are gone; then the membership is ended."""
        for membership in self:
            if membership.kind == "shares" and membership.state == "active" and membership.date_end:
                raise ValidationError(
                    self.env._(
                        "%(name)s is a member by shares: no last day is written beforehand. "
                        "Refund or transfer the shares, then end the membership.",
                        name=membership.display_name,
                    )
                )

    @api.constrains("college_id", "organisation_id")
    def _check_college(self):
        for membership in self:
            college = membership.college_id
            if college and college.organisation_id != membership.organisation_id:
                raise ValidationError(
                    self.env._(
                        "The college %(college)s belongs to another organisation than "
                        "%(organisation)s: choose one of its own colleges.",
                        college=college.name,
                        organisation=membership.organisation_id.name,
                    )
                )

    # ORM overrides

    def write(self, vals):
        result = super().write(vals)
        if ASSOCIATE_FACTS & set(vals):
            by_shares = self.filtered(lambda m: m.kind == "shares")
            self.env["cae.entrepreneur"]._cae_sync_associates(by_shares)
        return result

    # Business

    def _domain_priced_uses(self):
        """Who is admitted and holds shares is an associate, and priced as one."""
        return Domain("partner_id", "in", self.member_id.ids)

    @api.model
    def _domain_in_force_on(self, day):
        """Return the domain of the memberships in force on ``day``, ended since or not."""
        return self._domain_in_force_between(day, day)

    @api.model
    def _domain_in_force_between(self, start, end):
        """Return the domain of those in force on at least one day from start to end."""
        return Domain("state", "in", REGISTERED) & self._domain_holds_between(start, end)

    def _in_force_on(self, day):
        """Return those of these memberships in force on ``day``, ended since or not."""
        return self.filtered(lambda m: m.state in REGISTERED)._holding_on(day)

    def _get_open_action(self):
        """Return the action that shows these memberships: the form of one, the list of several."""
        return self._get_records_action(name=self.env._("Memberships"), context={})

    @api.model
    def _cron_daily(self):
        """Call what falls due, end what is over, remind in time; a second run adds nothing."""
        self.env["cae.share.subscription"]._cron_call_due()
        self._end_past()
        self._remind_renewals()
        self._remind_late_calls()
        self._remind_refunds()
        self.env["cae.cooperative.audit"]._remind_due()

    @api.model
    def _end_past(self):
        today = fields.Date.context_today(self)
        self.search([("state", "=", "active"), ("date_end", "<", today)])._take_step("end")

    @api.model
    def _remind_renewals(self):
        """Plan one activity for each membership that ends soon."""
        today = fields.Date.context_today(self)
        soon = self.search(
            [
                ("state", "=", "active"),
                ("date_end", ">=", today),
                ("date_end", "<=", fields.Date.add(today, days=RENEWAL_DAYS)),
            ]
        )
        soon._remind_once(
            "cae_tiers_lieux.mail_activity_type_membership_renewal",
            {membership: membership.date_end for membership in soon},
        )
