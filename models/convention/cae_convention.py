from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools.translate import LazyTranslate

from ...rules import rating
from ..base.life import Life, Stage, Transition

_lt = LazyTranslate(__name__)

#: What the parties agree on; they sign it.
TERMS = frozenset(
    "company_id host_id space_ids coop_ids program_id date_start date_end date_signed tax_included"
    " notice_months note".split()
)
#: States of what was put in force: it gives rights on its days, even once it is over.
SIGNED_STATES = ("running", "ended")


class CaeConvention(models.Model):
    """What one host and one or several coops agreed: conditions, payers, dates.

    Both sides are organisations; ``company_id`` is the company whose books and rights these are,
    so the same convention is kept by the coop, by the host, or by a network that runs the product.

    ==========  ==================================================================
    Support     reads
    Accountant  creates, edits and cancels drafts, proposes them to the other side, declines
                what it proposes, notes the yearly review
    Manager     the same, deletes drafts and cancelled ones, puts in force, ends,
                makes a new version, changes the last day of one in force
    Network     reads those of its company
    Portal      nothing
    ==========  ==================================================================

    What was put in force keeps its parties, dates and conditions (``_life``).
    """

    _name = "cae.convention"
    _description = "Partnership convention"
    _inherit = [
        "cae.life.mixin",
        "mail.thread",
        "mail.activity.mixin",
        "cae.dated.mixin",
        "cae.reminder.mixin",
    ]
    _check_company_auto = True
    _order = "date_start desc, id desc"
    _rec_names_search = ["name", "host_id.name"]

    _life = Life(
        stages={
            "draft": Stage(TERMS | {"active"}, delete="manager"),
            "running": Stage(
                by_role={"manager": frozenset({"date_end", "date_signed"})},
                way_on=_lt("A manager makes a new version to change it."),
            ),
            "ended": Stage(
                by_role={"manager": frozenset({"active"})},
                way_on=_lt("A manager makes a new version to change it."),
            ),
            "cancelled": Stage(
                frozenset({"active"}), delete="manager", way_on=_lt("Prepare another one.")
            ),
        },
        transitions={
            "start": Transition(
                ("draft",), "running", "manager", frozenset({"date_signed", "date_in_force"})
            ),
            "record_review": Transition(
                ("running",), "", "accountant", frozenset({"date_reviewed"})
            ),
            "give_notice": Transition(("running",), "", "manager", frozenset({"date_end"})),
            "end": Transition(("running",), "ended", "manager", frozenset({"date_end"})),
            "cancel": Transition(("draft",), "cancelled", "accountant"),
            "propose": Transition(("draft",), "", "accountant", frozenset({"date_proposed"})),
            "decline": Transition(("draft",), "cancelled", "accountant"),
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
    signature_ids = fields.One2many(
        comodel_name="cae.convention.signature",
        inverse_name="convention_id",
        string="Signatures",
    )
    unsigned = fields.Char(
        string="Still to sign",
        compute="_compute_unsigned",
        help="A CAE that did not sign has no right yet; the others have theirs.",
    )
    notice_months = fields.Integer(string="Notice (months)", default=3)
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

    @api.depends("signature_ids.partner_id", "host_id", "coop_ids")
    def _compute_unsigned(self):
        for convention in self:
            some = bool(convention.signature_ids)
            missing = convention._get_unsigned().filtered(lambda _party, some=some: some)
            convention.unsigned = ", ".join(missing.mapped("name")) or False

    # Constraints

    @api.constrains("state", "date_start", "date_end", "host_id", "coop_ids", "space_ids")
    def _check_overlap(self):
        """One convention in force a day for the same host, coop, space and company."""
        signed = self.filtered(lambda c: c.state in SIGNED_STATES)
        others = self.search(
            Domain("company_id", "in", signed.company_id.ids)
            & Domain("host_id", "in", signed.host_id.ids)
            & self._domain_signed()
        ).grouped(lambda c: (c.company_id, c.host_id))
        for convention in signed:
            same_books = others[convention.company_id, convention.host_id]
            for other in same_books - convention:
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

    # Business

    def _get_signed_coops(self):
        """Return the coops that signed: in force coop by coop. Without any line, all of them."""
        self.ensure_one()
        if not self.signature_ids:
            return self.coop_ids
        return self.coop_ids & self.signature_ids.partner_id

    def _get_unsigned(self):
        """Return the parties whose signature is not noted."""
        self.ensure_one()
        return (self.host_id | self.coop_ids) - self.signature_ids.partner_id

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
            coop_ids=frozenset(self._get_signed_coops().ids),
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
