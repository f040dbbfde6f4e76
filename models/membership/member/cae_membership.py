from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ...base.words import day_in_words
from ..assembly.cae_college import CATEGORIES

FAR = fields.Date.to_date("9999-12-31")


class CaeMembership(models.Model):
    """One party is a member of an organisation, by dues or by shares, from a day to a day.

    Each direction between two organisations is a record of its own; the two are *mutual* on the
    days both are in force. ``company_id`` is the company whose books and rights these are.

    ==========  =================================================
    Support     reads; prepares a draft
    Accountant  the same, puts in force, ends, renews
    Manager     the same, and deletes a draft
    Portal      nothing
    ==========  =================================================
    """

    _name = "cae.membership"
    _description = "Membership"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _check_company_auto = True
    _order = "date_start desc, id desc"
    _rec_names_search = ["member_id.name", "organisation_id.name", "number"]

    number = fields.Char(
        string="Number in the register", readonly=True, copy=False, index="trigram"
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    # parties
    organisation_id = fields.Many2one(
        comodel_name="res.partner",
        required=True,
        index=True,
        ondelete="restrict",
        tracking=True,
        default=lambda self: self.env.company.partner_id,
    )
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
    date_start = fields.Date(string="From", tracking=True, copy=False)
    date_end = fields.Date(string="To", tracking=True, copy=False)
    exit_reason = fields.Char(copy=False)
    proof = fields.Binary(string="Signed form", attachment=True, copy=False)
    proof_name = fields.Char(copy=False)
    dues_figure = fields.Float(
        string="Declared figure",
        help="Turnover or headcount the dues are computed from, as the member declared it.",
    )
    note = fields.Text()
    # the other direction
    reciprocal_id = fields.Many2one(
        comodel_name="cae.membership",
        string="The other way",
        compute="_compute_reciprocal",
    )
    mutual = fields.Boolean(compute="_compute_reciprocal", search="_search_mutual")
    date_mutual = fields.Date(string="Mutual since", compute="_compute_reciprocal")

    _dates_in_order = models.Constraint(
        "CHECK (date_end IS NULL OR date_end >= date_start)",
        "A membership ends on or after the day it begins.",
    )
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

    @api.depends("member_id.name", "organisation_id.name")
    def _compute_display_name(self):
        for membership in self:
            membership.display_name = (
                f"{membership.member_id.name or ''} → {membership.organisation_id.name or ''}"
            )

    @api.depends("organisation_id", "member_id", "company_id")
    def _compute_direction(self):
        for membership in self:
            own = membership.company_id.partner_id
            if membership.organisation_id == own:
                membership.direction = "in"
            else:
                membership.direction = "out" if membership.member_id == own else "between"

    @api.depends("college_id")
    def _compute_category(self):
        for membership in self:
            membership.category = membership.college_id.category or membership.category

    @api.depends("organisation_id", "member_id", "state", "date_start", "date_end")
    @api.depends_context("uid")
    def _compute_reciprocal(self):
        """Find the membership in force the other way, in one search for all records."""
        today = fields.Date.context_today(self)
        others = self.search(
            Domain(self._get_in_force_domain(today))
            & Domain("organisation_id", "in", self.member_id.ids)
            & Domain("member_id", "in", self.organisation_id.ids)
        )
        by_pair = others.grouped(lambda m: (m.company_id, m.organisation_id, m.member_id))
        for membership in self:
            key = (membership.company_id, membership.member_id, membership.organisation_id)
            found = by_pair.get(key, self.browse())[:1]
            mutual = bool(found) and membership._is_in_force(today)
            membership.reciprocal_id = found
            membership.mutual = mutual
            membership.date_mutual = mutual and max(membership.date_start, found.date_start)

    def _search_mutual(self, operator, value):
        if operator != "in" or True not in value:
            return NotImplemented
        today = fields.Date.context_today(self)
        active = self.search(self._get_in_force_domain(today))
        pairs = {(m.company_id.id, m.organisation_id.id, m.member_id.id) for m in active}
        return [
            (
                "id",
                "in",
                [
                    m.id
                    for m in active
                    if (m.company_id.id, m.member_id.id, m.organisation_id.id) in pairs
                ],
            )
        ]

    @api.constrains("organisation_id", "member_id", "kind", "date_start", "date_end", "state")
    def _check_overlap(self):
        """A member holds one membership of a kind in an organisation on a day."""
        live = self.filtered(lambda m: m.state in ("active", "ended"))
        groups = self._read_group(
            [
                ("company_id", "in", live.company_id.ids),
                ("organisation_id", "in", live.organisation_id.ids),
                ("member_id", "in", live.member_id.ids),
                ("state", "in", ("active", "ended")),
            ],
            ["company_id", "organisation_id", "member_id", "kind"],
            ["id:recordset"],
        )
        for _company, _organisation, _member, _kind, memberships in groups:
            ordered = memberships.sorted("date_start")
            for before, after in zip(ordered, ordered[1:], strict=False):
                if after.date_start <= (before.date_end or FAR):
                    raise ValidationError(
                        self.env._(
                            "%(name)s overlaps itself: a membership already runs from %(start)s "
                            "to %(end)s. End that one first, or begin the new one later.",
                            name=after.display_name,
                            start=day_in_words(self.env, before.date_start),
                            end=day_in_words(self.env, before.date_end) or self.env._("now"),
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

    @api.ondelete(at_uninstall=False)
    def _unlink_except_not_draft(self):
        for membership in self:
            if membership.state not in ("draft", "cancelled"):
                raise UserError(
                    self.env._(
                        "%(name)s stands in the register of members: end it instead.",
                        name=membership.display_name,
                    )
                )

    def _is_in_force(self, day):
        self.ensure_one()
        return (
            self.state in ("active", "ended")
            and self.date_start <= day
            and day <= (self.date_end or FAR)
        )

    @api.model
    def _get_in_force_domain(self, day):
        """Return the domain of memberships in force on ``day``."""
        return [
            ("state", "in", ("active", "ended")),
            ("date_start", "<=", day),
            "|",
            ("date_end", "=", False),
            ("date_end", ">=", day),
        ]
