from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class CaeConvention(models.Model):
    """What one host and one or several coops agreed: conditions, payers, dates.

    Both sides are organisations; ``company_id`` is the company whose books and rights these are,
    so the same convention is kept by the coop, by the host, or by a network that runs the product.

    ==========  ============================================================
    Support     reads
    Accountant  creates, edits a draft
    Manager     the same, puts in force, ends, makes a new version
    Network     reads those of its company
    Portal      nothing
    ==========  ============================================================
    """

    _name = "cae.convention"
    _description = "Partnership convention"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _check_company_auto = True
    _order = "date_start desc, id desc"
    _rec_names_search = ["name", "host_id.name"]

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
    )
    space_ids = fields.Many2many(
        comodel_name="cae.space",
        string="Spaces",
        domain="[('host_id', '=', host_id)]",
        help="Empty: every space of this legal person.",
    )
    coop_ids = fields.Many2many(
        comodel_name="res.partner",
        relation="cae_convention_coop_rel",
        column1="convention_id",
        column2="partner_id",
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
    date_start = fields.Date(string="From", required=True, tracking=True)
    date_end = fields.Date(string="To", tracking=True)
    date_signed = fields.Date(string="Signed on", tracking=True, copy=False)
    version = fields.Integer(default=1, readonly=True, copy=False)
    origin_id = fields.Many2one(
        comodel_name="cae.convention",
        string="Previous version",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    # terms
    rule_ids = fields.One2many(
        comodel_name="cae.convention.rule",
        inverse_name="convention_id",
        string="Conditions",
        copy=True,
    )
    note = fields.Html(string="Other terms")

    _dates_in_order = models.Constraint(
        "CHECK (date_end IS NULL OR date_end >= date_start)",
        "A convention ends on or after the day it begins.",
    )

    @api.depends("name", "host_id.name", "version")
    def _compute_display_name(self):
        for convention in self:
            convention.display_name = f"{convention.name} – {convention.host_id.name or ''}"

    @api.constrains("state", "date_start", "date_end", "host_id", "coop_ids", "space_ids")
    def _check_overlap(self):
        """One convention in force a day for the same host, coop, space and company."""
        running = self.filtered(lambda c: c.state in ("running", "ended"))
        others = self.search(
            [
                ("company_id", "in", running.company_id.ids),
                ("host_id", "in", running.host_id.ids),
                ("state", "in", ("running", "ended")),
            ]
        )
        for convention in running:
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

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("name", self.env._("New")) == self.env._("New"):
                company = vals.get("company_id") or self.env.company.id
                vals["name"] = (
                    self.env["ir.sequence"]
                    .with_company(company)
                    .next_by_code("cae.convention", sequence_date=vals.get("date_start"))
                )
        return super().create(vals_list)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_not_draft(self):
        kept = self.filtered(lambda c: c.state not in ("draft", "cancelled"))
        if kept:
            raise UserError(
                self.env._(
                    "%(convention)s was in force: end it, its uses refer to it.",
                    convention=kept[0].display_name,
                )
            )

    def action_start(self):
        """Put drafts in force: from their first day on, uses are rated by them."""
        self._check_can_start()
        self._do_start()

    def action_end(self):
        """End conventions today, or on their last day when it is past."""
        today = fields.Date.context_today(self)
        for convention in self.filtered(lambda c: c.state == "running"):
            last = min(convention.date_end or today, max(today, convention.date_start))
            convention.write({"state": "ended", "date_end": last})

    def action_cancel(self):
        """Cancel drafts that nobody signed."""
        self.filtered(lambda c: c.state == "draft").state = "cancelled"

    def action_new_version(self):
        """Copy the convention as the draft of its next version, from the day after it ends."""
        self.ensure_one()
        start = fields.Date.add(self.date_end, days=1) if self.date_end else self.date_start
        copy = self.copy(
            {
                "name": self.name,
                "origin_id": self.id,
                "version": self.version + 1,
                "date_start": start,
                "date_end": False,
            }
        )
        return copy._get_form_action()

    def _check_can_start(self):
        for convention in self:
            if reason := convention._get_cannot_start_reason():
                raise UserError(reason)

    def _get_cannot_start_reason(self):
        """Return the sentence that says why the convention cannot be in force, or False."""
        self.ensure_one()
        name = self.display_name
        if self.state != "draft":
            return self.env._("%(name)s is not a draft any more.", name=name)
        if not self.coop_ids:
            return self.env._("%(name)s names no CAE: choose who signs it.", name=name)
        if not self.rule_ids:
            return self.env._("%(name)s has no condition: add at least one.", name=name)
        if not self.host_id.cae_space_ids:
            return self.env._(
                "%(host)s runs no space: link its space to it first.", host=self.host_id.name
            )
        return False

    def _do_start(self):
        today = fields.Date.context_today(self)
        for convention in self:
            convention.write({"state": "running", "date_signed": convention.date_signed or today})

    def _collides_with(self, other):
        self.ensure_one()
        far = fields.Date.to_date("9999-12-31")
        return (
            self.company_id == other.company_id
            and self.host_id == other.host_id
            and self.date_start <= (other.date_end or far)
            and other.date_start <= (self.date_end or far)
            and bool(self.coop_ids & other.coop_ids)
            and (
                not self.space_ids or not other.space_ids or bool(self.space_ids & other.space_ids)
            )
        )

    def _get_form_action(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
        }

    def _is_in_force(self, day):
        """Whether the convention was signed and covers ``day`` (R43)."""
        self.ensure_one()
        return (
            self.state in ("running", "ended")
            and self.date_start <= day
            and (not self.date_end or day <= self.date_end)
        )
