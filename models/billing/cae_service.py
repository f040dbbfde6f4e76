from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools.translate import LazyTranslate

from ..base.life import Life, Stage, Transition
from ..base.words import day_in_words

_lt = LazyTranslate(__name__)

TERMS = frozenset(
    "name company_id date direction host_id coop_id convention_id activity_id product_id"
    " quantity unit_name price_unit".split()
)


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
    _inherit = ["cae.life.mixin", "mail.thread"]
    _check_company_auto = True
    _order = "date desc, id desc"

    _life = Life(
        stages={
            "draft": Stage(TERMS, delete="support"),
            "confirmed": Stage(
                TERMS - {"company_id"},
                delete="support",
                way_on=_lt("Take it back to draft first."),
            ),
            "locked": Stage(way_on=_lt("An accountant cancels the statement that bills it first.")),
            "cancelled": Stage(way_on=_lt("Take it back to draft first.")),
        },
        transitions={
            "confirm": Transition(("draft", "cancelled"), "confirmed", "support"),
            "draft": Transition(("confirmed", "cancelled"), "draft", "support"),
            "cancel": Transition(("draft", "confirmed"), "cancelled", "support"),
            "lock": Transition(("confirmed",), "locked"),
            "unlock": Transition(("locked",), "confirmed"),
        },
    )

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
        ondelete="restrict",
    )
    coop_id = fields.Many2one(
        comodel_name="res.partner",
        string="CAE",
        required=True,
        index=True,
        default=lambda self: (
            self.env.company.partner_id if self.env.company.cae_role == "coop" else False
        ),
        ondelete="restrict",
    )
    convention_id = fields.Many2one(
        comodel_name="cae.convention",
        compute="_compute_convention_id",
        store=True,
        readonly=False,
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    activity_id = fields.Many2one(
        comodel_name="cae.activity",
        check_company=True,
        index="btree_not_null",
        help="The activity that sold it, or that pays for it; empty for the CAE itself.",
        ondelete="restrict",
    )
    product_id = fields.Many2one(
        comodel_name="product.product",
        default=lambda self: self.env.ref(
            "cae_tiers_lieux.product_service", raise_if_not_found=False
        ),
        ondelete="restrict",
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

    @api.model
    def _follow_conventions(self, parties):
        """Look for the convention of open services again where theirs is missing or not in force.

        :param parties: ``{(company id, host id)}`` whose conventions changed
        """
        # sudo: what a convention authorises does not depend on who signs it
        services = self.sudo().search(
            Domain("state", "in", ("draft", "confirmed"))
            & Domain.OR(
                Domain("company_id", "=", company) & Domain("host_id", "=", host)
                for company, host in parties
            )
        )
        lost = services.filtered(
            lambda s: s.convention_id not in s.convention_id._in_force_on(s.date)
        )
        self.env.add_to_compute(
            self._fields["convention_id"], lost | services.filtered(lambda s: not s.convention_id)
        )

    # Actions

    def action_confirm(self):
        """Confirm services: the next closing bills them."""
        self._check_can_confirm()
        self._do_confirm()

    def action_draft(self):
        """Take services back to draft."""
        self._check_step("draft")
        self._do_reset()

    def action_cancel(self):
        """Cancel services that were not done."""
        self._check_step("cancel")
        self._do_cancel()

    # Checks

    def _check_can_confirm(self):
        self._check_step("confirm")
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
        self._take_step("confirm")

    def _do_reset(self):
        self._take_step("draft")

    def _do_cancel(self):
        self._take_step("cancel")

    def _do_lock(self):
        """Take these services on a statement: nothing of them changes any more."""
        self._take_step("lock")

    def _do_unlock(self):
        """Give these services back: their statement was cancelled, another may take them."""
        self._take_step("unlock")
