from odoo import api, fields, models
from odoo.exceptions import UserError

from ..base.cae_unit_mixin import RESOURCE_KINDS

# What a locked use never loses: corrections are new records (design, invariant 3).
FACTS = {
    "space_id",
    "resource_id",
    "partner_id",
    "entrepreneur_id",
    "coop_id",
    "activity_id",
    "visitor",
    "date",
    "start",
    "stop",
    "unit",
    "quantity",
    "settled_by",
    "company_id",
}


class CaeUsage(models.Model):
    """One person used one resource of a space on one local day; then its price, and why.

    The right, the price and the payers are those of the day of use, stored on the fact with two
    sentences: one for the coop, one for the space that never tells a status.

    ==========  ====================================================================
    Support     reads and records uses of its company, corrects those not locked
    Accountant  the same, and cancels; closing a month locks
    Manager     the same
    Portal      an entrepreneur reads their own uses; a host has no access (R47)
    ==========  ====================================================================
    """

    _name = "cae.usage"
    _description = "Use of a space"
    _inherit = ["cae.unit.mixin"]
    _check_company_auto = True
    _order = "date desc, id desc"
    _rec_name = "partner_id"

    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    # where
    space_id = fields.Many2one(
        comodel_name="cae.space",
        required=True,
        index=True,
        ondelete="restrict",
    )
    host_id = fields.Many2one(
        related="space_id.host_id",
        store=True,
        precompute=True,
        index=True,
        string="Legal person of the space",
    )
    resource_id = fields.Many2one(
        comodel_name="cae.space.resource",
        string="Room or equipment",
        compute="_compute_resource_id",
        store=True,
        readonly=False,
        precompute=True,
        ondelete="restrict",
        domain="[('space_id', '=', space_id)]",
    )
    resource_kind = fields.Selection(
        selection=RESOURCE_KINDS,
        compute="_compute_resource_kind",
        store=True,
        precompute=True,
        string="Kind",
    )
    # who; see cae_usage_person.py for what is deduced from the person
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Person",
        required=True,
        index=True,
        ondelete="restrict",
    )
    # when and how much
    date = fields.Date(required=True, index=True, default=fields.Date.context_today)
    start = fields.Datetime(string="Arrived")
    stop = fields.Datetime(string="Left")
    quantity = fields.Float(digits=(16, 2), default=1.0, required=True)
    source = fields.Selection(
        selection=[
            ("manual", "By hand"),
            ("import", "File"),
            ("booking", "Booking"),
            ("kiosk", "Kiosk"),
            ("plan", "Monthly plan"),
        ],
        default="manual",
        required=True,
    )
    external_ref = fields.Char(
        string="External reference", copy=False, help="Unique per space: a row is taken once."
    )
    settled_by = fields.Selection(
        selection=[
            ("statement", "Monthly statement"),
            ("on_site", "Paid on site"),
            ("expense", "Expense report"),
        ],
        string="Settled by",
        compute="_compute_settled_by",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        help="A use paid on site or by an expense is counted and never billed again.",
    )
    note = fields.Char()
    state = fields.Selection(
        selection=[
            ("recorded", "To sort out"),
            ("rated", "Rated"),
            ("locked", "Billed"),
            ("cancelled", "Cancelled"),
        ],
        default="recorded",
        required=True,
        index=True,
        copy=False,
        readonly=True,
    )

    _quantity_positive = models.Constraint(
        "CHECK (quantity > 0)", "A use counts at least a part of a unit."
    )
    _stay_in_order = models.Constraint(
        "CHECK (stop IS NULL OR start IS NULL OR stop > start)",
        "A person leaves after they arrived.",
    )
    _external_ref_once = models.UniqueIndex(
        "(company_id, space_id, external_ref) WHERE external_ref IS NOT NULL",
        "This row was recorded already in this space.",
    )
    _one_desk_a_day = models.UniqueIndex(
        "(company_id, partner_id, space_id, date) WHERE state != 'cancelled'"
        " AND resource_kind = 'desk' AND unit IN ('half_day', 'day')",
        "This person has already a desk in this space on this day: make it a day, or cancel it.",
    )
    _to_close = models.Index("(company_id, convention_id, date) WHERE state = 'rated'")

    @api.depends("space_id")
    def _compute_resource_id(self):
        for usage in self:
            if usage.resource_id.space_id != usage.space_id:
                resources = usage.space_id.resource_ids
                desks = resources.filtered(lambda r: r.kind == "desk")
                usage.resource_id = (desks or resources)[:1]

    @api.depends("visitor")
    def _compute_settled_by(self):
        """An external visitor pays at the counter unless somebody says otherwise."""
        for usage in self:
            if usage.visitor == "external":
                usage.settled_by = "on_site"
            else:
                usage.settled_by = usage.settled_by or "statement"

    @api.depends("resource_id.kind")
    def _compute_resource_kind(self):
        for usage in self:
            usage.resource_kind = usage.resource_id.kind or "desk"

    @api.model_create_multi
    def create(self, vals_list):
        usages = super().create(vals_list)
        usages._rate()
        return usages

    def write(self, vals):
        facts = FACTS & set(vals)
        if facts:
            self._check_not_locked()
        res = super().write(vals)
        if facts:
            self._rate()
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_except_locked(self):
        self._check_not_locked()

    def action_rate(self):
        """Rate again what is not billed, after a convention, a contract or a price changed."""
        self._rate()

    def action_cancel(self):
        """Cancel uses that did not happen; their record stays."""
        self._check_not_locked()
        self.write({"state": "cancelled", "problem": False})
        self.share_ids.sudo().unlink()

    def action_paid_on_site(self):
        """Count these uses and never bill them: the person paid at the space."""
        self.write({"settled_by": "on_site"})

    def _check_not_locked(self):
        locked = self.filtered(lambda u: u.state == "locked")[:1]
        if locked:
            raise UserError(
                self.env._(
                    "The use of %(person)s on %(day)s stands on a statement already: record a "
                    "correction instead of changing it.",
                    person=locked.partner_id.name,
                    day=locked.date,
                )
            )
