from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..base.words import day_in_words


class CaeService(models.Model):
    """What one side did for the other outside uses of a space: animation hours, a training…

    Revenue or cost lands on the activity when one is given, else on the coop's shared services.

    ==========  =================================================================
    Support     records services of its company; edits, confirms, cancels and
                deletes those that are not billed
    Accountant  the same; closing a month locks
    Manager     the same
    Others      nothing
    ==========  =================================================================
    """

    _name = "cae.service"
    _description = "Service between a coop and a space"
    _inherit = ["mail.thread"]
    _check_company_auto = True
    _order = "date desc, id desc"

    name = fields.Char(string="Description", required=True)
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(required=True, default=fields.Date.context_today)
    direction = fields.Selection(
        selection=[
            ("coop_to_host", "From the CAE to the space"),
            ("host_to_coop", "From the space to the CAE"),
        ],
        required=True,
        default="coop_to_host",
    )
    host_id = fields.Many2one(
        comodel_name="res.partner",
        string="Legal person of the space",
        required=True,
        index=True,
    )
    coop_id = fields.Many2one(
        comodel_name="res.partner",
        string="CAE",
        required=True,
        index=True,
        default=lambda self: (
            self.env.company.partner_id if self.env.company.cae_role == "coop" else False
        ),
    )
    convention_id = fields.Many2one(
        comodel_name="cae.convention",
        compute="_compute_convention_id",
        store=True,
        readonly=False,
        check_company=True,
        index="btree_not_null",
    )
    activity_id = fields.Many2one(
        comodel_name="cae.activity",
        check_company=True,
        index="btree_not_null",
        help="The activity that sold it, or that pays for it; empty for the CAE itself.",
    )
    product_id = fields.Many2one(
        comodel_name="product.product",
        default=lambda self: self.env.ref(
            "cae_tiers_lieux.product_service", raise_if_not_found=False
        ),
    )
    quantity = fields.Float(digits=(16, 2), default=1.0, required=True, aggregator=False)
    unit_name = fields.Char(string="Unit", default=lambda self: self.env._("hour"))
    price_unit = fields.Monetary(string="Unit price (net)", required=True, aggregator=False)
    amount = fields.Monetary(compute="_compute_amount", store=True)
    state = fields.Selection(
        selection=[
            ("draft", "Draft"),
            ("confirmed", "Confirmed"),
            ("locked", "Billed"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="draft",
        index=True,
        copy=False,
        tracking=True,
    )

    _amounts_positive = models.Constraint(
        "CHECK (quantity > 0 AND price_unit >= 0)",
        "A service has a quantity above zero and a price that is not negative.",
    )

    # Computes

    @api.depends("host_id", "coop_id", "date", "company_id")
    def _compute_convention_id(self):
        """Find the convention in force that day: it is what authorises the bill."""
        conventions = self.env["cae.convention"]
        signed = conventions.search(
            Domain("company_id", "in", self.company_id.ids)
            & Domain("host_id", "in", self.host_id.ids)
            & conventions._domain_signed()
        )
        for service in self:
            service.convention_id = signed.filtered(
                lambda c, s=service: (
                    c.company_id == s.company_id
                    and c.host_id == s.host_id
                    and s.coop_id in c.coop_ids
                )
            )._in_force_on(service.date)[:1]

    @api.depends("quantity", "price_unit")
    def _compute_amount(self):
        for service in self:
            service.amount = service.currency_id.round(service.quantity * service.price_unit)

    # CRUD

    def write(self, vals):
        if set(vals) - {"state", "message_follower_ids", "message_ids"}:
            self._check_not_locked()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_locked(self):
        self._check_not_locked()

    # Actions

    def action_confirm(self):
        """Confirm services: the next closing bills them."""
        self._check_not_locked()
        self._check_can_confirm()
        self._do_confirm()

    def action_draft(self):
        """Take services back to draft."""
        self._check_not_locked()
        self._do_reset()

    def action_cancel(self):
        """Cancel services that were not done."""
        self._check_not_locked()
        self._do_cancel()

    # Checks

    def _check_not_locked(self):
        locked = self.filtered(lambda s: s.state == "locked")[:1]
        if locked:
            raise UserError(
                self.env._(
                    "“%(service)s” stands on a statement already: cancel that statement first.",
                    service=locked.name,
                )
            )

    def _check_can_confirm(self):
        lost = self.filtered(lambda s: not s.convention_id)[:1]
        if lost:
            raise UserError(
                self.env._(
                    "No convention is in force between %(coop)s and %(host)s on %(day)s: a bill "
                    "needs one.",
                    coop=lost.coop_id.name,
                    host=lost.host_id.name,
                    day=day_in_words(self.env, lost.date),
                )
            )

    # Steps

    def _do_confirm(self):
        self.state = "confirmed"

    def _do_reset(self):
        self.state = "draft"

    def _do_cancel(self):
        self.state = "cancelled"

    def _do_lock(self):
        """Take these services on a statement: nothing of them changes any more."""
        self.write({"state": "locked"})

    def _do_unlock(self):
        """Give these services back: their statement was cancelled, another may take them."""
        self.write({"state": "confirmed"})
