from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tools.translate import LazyTranslate

from ...rules import rating
from ..base.life import Life, Stage, Transition

_lt = LazyTranslate(__name__)

#: What the parties agree on; they sign it.
TERMS = frozenset(
    "company_id host_id space_ids coop_ids program_id date_start date_end date_signed tax_included"
    " note".split()
)
#: States of what was put in force: it gives rights on its days, even once it is over.
SIGNED_STATES = ("running", "ended")


class CaeConvention(models.Model):
    """What one host and one or several coops agreed: conditions, payers, dates.

    Both sides are organisations; ``company_id`` is the company whose books and rights these are,
    so the same convention is kept by the coop, by the host, or by a network that runs the product.

    ==========  ==================================================================
    Support     reads
    Accountant  creates, edits and cancels drafts
    Manager     the same, deletes drafts and cancelled ones, puts in force, ends,
                makes a new version, changes the last day of one in force
    Network     reads those of its company
    Portal      nothing
    ==========  ==================================================================

    What was put in force keeps its parties, dates and conditions (``_life``).
    """

    _name = "cae.convention"
    _description = "Partnership convention"
    _inherit = ["cae.life.mixin", "mail.thread", "mail.activity.mixin", "cae.dated.mixin"]
    _check_company_auto = True
    _order = "date_start desc, id desc"
    _rec_names_search = ["name", "host_id.name"]

    _life = Life(
        stages={
            "draft": Stage(TERMS | {"active"}, delete="manager"),
            "running": Stage(
                by_role={"manager": frozenset({"date_end", "date_signed"})},
                way_on=_lt("Make a new version to change it."),
            ),
            "ended": Stage(
                by_role={"manager": frozenset({"active"})},
                way_on=_lt("Make a new version to change it."),
            ),
            "cancelled": Stage(
                frozenset({"active"}), delete="manager", way_on=_lt("Prepare another one.")
            ),
        },
        transitions={
            "start": Transition(("draft",), "running", "manager", frozenset({"date_signed"})),
            "end": Transition(("running",), "ended", "manager", frozenset({"date_end"})),
            "cancel": Transition(("draft",), "cancelled", "accountant"),
        },
    )

    name = fields.Char(
        string="Reference",
        required=True,
        default=lambda self: self.env._("New"),
        copy=False,
        readonly=True,
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    active = fields.Boolean(default=True)
    # parties
    host_id = fields.Many2one(
        comodel_name="res.partner",
        string="Legal person of the spaces",
        required=True,
        index=True,
        tracking=True,
        default=lambda self: (
            self.env.company.partner_id if self.env.company.cae_role == "host" else False
        ),
        ondelete="restrict",
    )
    space_ids = fields.Many2many(
        comodel_name="cae.space",
        string="Spaces",
        ondelete="restrict",
        domain="[('host_id', '=', host_id)]",
        help="Empty: every space of this legal person.",
    )
    coop_ids = fields.Many2many(
        comodel_name="res.partner",
        relation="cae_convention_coop_rel",
        column1="convention_id",
        column2="partner_id",
        ondelete="restrict",
        string="CAE",
        default=lambda self: (
            self.env.company.partner_id if self.env.company.cae_role == "coop" else False
        ),
    )
    program_id = fields.Many2one(
        comodel_name="cae.program",
        string="Programme",
        index="btree_not_null",
        tracking=True,
        ondelete="restrict",
    )
    # term
    state = fields.Selection(
        selection=[
            ("draft", "Draft"),
            ("running", "In force"),
            ("ended", "Ended"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="draft",
        tracking=True,
        copy=False,
    )
    date_start = fields.Date(tracking=True)
    date_end = fields.Date(tracking=True)
    date_signed = fields.Date(string="Signed on", tracking=True, copy=False)
    version = fields.Integer(default=1, readonly=True, copy=False)
    formula_key = fields.Char(
        readonly=True,
        copy=False,
        help="Which minimum formula of the programme it was made from.",
    )
    origin_id = fields.Many2one(
        comodel_name="cae.convention",
        string="Previous version",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    # terms
    tax_included = fields.Boolean(
        string="Agreed prices include tax",
        help="Ticked: what is paid does not change, the space takes the VAT out of it when it "
        "bears some. Not ticked: prices are net, and the VAT comes on top when the space bears "
        "some (R51).",
    )
    rule_ids = fields.One2many(
        comodel_name="cae.convention.rule",
        inverse_name="convention_id",
        string="Conditions",
        copy=True,
    )
    note = fields.Html(string="Other terms")

    # Computes

    @api.depends("name", "host_id.name", "version")
    def _compute_display_name(self):
        for convention in self:
            convention.display_name = f"{convention.name} – {convention.host_id.name or ''}"

    # Constraints

    @api.constrains("state", "date_start", "date_end", "host_id", "coop_ids", "space_ids")
    def _check_overlap(self):
        """One convention in force a day for the same host, coop, space and company."""
        signed = self.filtered(lambda c: c.state in SIGNED_STATES)
        others = self.search(
            Domain("company_id", "in", signed.company_id.ids)
            & Domain("host_id", "in", signed.host_id.ids)
            & self._domain_signed()
        )
        for convention in signed:
            for other in others - convention:
                if convention._collides_with(other):
                    raise ValidationError(
                        self.env._(
                            "%(new)s covers days, a CAE and a space that %(old)s covers already: "
                            "end that one first, or make a new version of it.",
                            new=convention.display_name,
                            old=other.display_name,
                        )
                    )

    def _collides_with(self, other):
        """Whether both cover a same day for a same company, host, coop and space."""
        self.ensure_one()
        return (
            self.company_id == other.company_id
            and self.host_id == other.host_id
            and self._shares_with(other)
            and bool(other._holding_between(self.date_start, self.date_end))
        )

    def _shares_with(self, other):
        """Whether both cover a coop and a space in common, dates apart."""
        self.ensure_one()
        return bool(self.coop_ids & other.coop_ids) and (
            not self.space_ids or not other.space_ids or bool(self.space_ids & other.space_ids)
        )

    # CRUD

    @api.model_create_multi
    def create(self, vals_list):
        numbered = self
        if not any(vals.get("name") for vals in vals_list):
            numbered = self._permit_create("name")
            vals_list = [dict(vals) for vals in vals_list]
            for vals in vals_list:
                company = self.env["res.company"].browse(vals.get("company_id"))
                sequence = self.env["ir.sequence"].with_company(company or self.env.company)
                vals["name"] = sequence.next_by_code(
                    "cae.convention", sequence_date=vals.get("date_start")
                )
        return super(CaeConvention, numbered).create(vals_list)

    # Actions

    def action_start(self):
        """Put drafts in force: from their first day on, uses are rated by them."""
        self._check_can_start()
        self._do_start()

    def action_end(self):
        """End conventions today, or on their last day when it is past."""
        self._check_can_end()
        self._do_end()

    def action_cancel(self):
        """Cancel drafts that nobody signed."""
        self._check_can_cancel()
        self._do_cancel()

    def action_new_version(self):
        """Copy the convention as the draft of its next version."""
        self.ensure_one()
        self._check_can_make_new_version()
        return self._do_new_version()._get_records_action()

    # Checks

    def _check_can_start(self):
        self._check_step("start")
        for convention in self:
            if reason := convention._get_cannot_start_reason():
                raise UserError(reason)

    def _check_can_end(self):
        self._check_step("end")

    def _check_can_cancel(self):
        self._check_step("cancel")

    def _check_can_make_new_version(self):
        """Refuse a version of what was never in force: a draft is changed instead."""
        if not self._cae_has_role("manager"):
            raise AccessError(self._get_role_message("manager"))
        for convention in self - self.filtered_domain(self._domain_signed()):
            raise UserError(
                self.env._(
                    "%(name)s was never in force: change it, or prepare another one.",
                    name=convention.display_name,
                )
            )

    def _get_cannot_start_reason(self):
        """Return the sentence that says why the convention cannot be in force, or False."""
        self.ensure_one()
        name = self.display_name
        if not self.coop_ids:
            return self.env._("%(name)s names no CAE: choose who signs it.", name=name)
        if not self.rule_ids:
            return self.env._("%(name)s has no condition: add at least one.", name=name)
        if not self.host_id.cae_space_ids:
            return self.env._(
                "%(host)s runs no space: link its space to it first.", host=self.host_id.name
            )
        return False

    # Steps

    def _do_start(self):
        today = fields.Date.context_today(self)
        for convention in self.sorted("date_start"):
            convention._end_former_version()
            convention._take_step("start", date_signed=convention.date_signed or today)

    def _end_former_version(self):
        """End the version that this one replaces on the day before, in the same act.

        :raises UserError: the former one begins later, or a use of a later day is billed by it
        """
        self.ensure_one()
        former = self.origin_id
        if former.state != "running" or not former._holding_between(self.date_start, None):
            return
        last = fields.Date.subtract(self.date_start, days=1)
        if last < former.date_start:
            raise UserError(
                self.env._(
                    "%(new)s begins on the first day of the version that it replaces, or before: "
                    "choose a later first day.",
                    new=self.display_name,
                )
            )
        former._permit("date_end").write({"date_end": last})

    def _do_end(self):
        today = fields.Date.context_today(self)
        for convention in self:
            last = max(today, convention.date_start)  # one that is still to begin lasts a day
            if convention.date_end:
                last = min(last, convention.date_end)
            convention._take_step("end", date_end=last)

    def _do_cancel(self):
        self._take_step("cancel")

    def _do_new_version(self):
        """Copy the convention as the draft of its next version.

        It begins the day after the former one ends, or next month where that one has no end.
        """
        if self.date_end:
            start = fields.Date.add(self.date_end, days=1)
        else:
            today = fields.Date.context_today(self)
            start = max(
                fields.Date.add(today, months=1).replace(day=1),
                fields.Date.add(self.date_start, days=1),
            )
        permitted = self.with_context(
            **self._permit_create("name", "origin_id", "version").env.context
        )
        return permitted.copy(
            {
                "name": self.name,
                "origin_id": self.id,
                "version": self.version + 1,
                "date_start": start,
                "date_end": False,
            }
        )

    # Business

    @api.model
    def _domain_signed(self):
        """Return the domain of the conventions that were put in force, over or not."""
        return Domain("state", "in", SIGNED_STATES)

    @api.model
    def _domain_in_force_on(self, day):
        """Return the domain of the conventions that were signed and cover ``day`` (R43)."""
        return self._domain_signed() & self._domain_holds_on(day)

    def _in_force_on(self, day):
        """Return those of these conventions that were signed and cover ``day`` (R43)."""
        return self.filtered(lambda c: c.state in SIGNED_STATES)._holding_on(day)

    def _to_rating(self):
        """Return this convention as ``rules.rating.Convention``."""
        self.ensure_one()
        return rating.Convention(
            id=self.id,
            host_id=self.host_id.id,
            coop_ids=frozenset(self.coop_ids.ids),
            space_ids=frozenset(self.space_ids.ids),
            start=self.date_start,
            end=self.date_end or None,
            rules=tuple(condition._to_rating() for condition in self.rule_ids),
            network_id=self.program_id.id or None,
            version=self.version,
            name=self.name,
            book_id=self.company_id.id,
            tax_included=self.tax_included,
        )
