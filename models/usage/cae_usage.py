from odoo import api, fields, models

from ..base.cae_unit_mixin import DAY_PARTS, RESOURCE_KINDS
from ..space.cae_vat_status import VAT_STATUSES
from .usage_life import FACTS, LIFE


class CaeUsage(models.Model):
    """One person used one resource of a space on one local day; then its price, and why.

    The right, the price and the payers are those of the day of use, stored on the fact with two
    sentences: one for the coop, one for the space that never tells a status.

    ==========  ====================================================================
    Support     reads and records uses of its company; edits, cancels and deletes
                those that are not billed
    Accountant  the same; closing a month locks
    Manager     the same
    Network     nothing
    Portal      an entrepreneur reads their own uses; a host has no access (R47)
    ==========  ====================================================================
    """

    _name = "cae.usage"
    _description = "Use of a space"
    _inherit = ["cae.life.mixin", "cae.unit.mixin"]
    _life = LIFE
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
        comodel_name="res.partner",
        compute="_compute_host_id",
        store=True,
        precompute=True,
        index=True,
        string="Legal person of the space",
        ondelete="restrict",
        help="Who runs what was used, and bills it: the operator of the room, else the host of the "
        "space.",
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
    is_exclusive = fields.Boolean(
        compute="_compute_resource_kind",
        store=True,
        precompute=True,
        help="One person or group at a time.",
    )
    # who, and what is deduced from the person
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Person",
        required=True,
        index=True,
        ondelete="restrict",
    )
    entrepreneur_id = fields.Many2one(
        comodel_name="cae.entrepreneur",
        compute="_compute_entrepreneur_id",
        store=True,
        precompute=True,
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    visitor = fields.Selection(
        selection=[
            ("entrepreneur", "Entrepreneur"),
            ("staff", "Support team"),
            ("organisation", "Organisation"),
            ("external", "External"),
        ],
        compute="_compute_visitor",
        store=True,
        readonly=False,
        precompute=True,
        help="Empty while nobody knows: somebody says who a stranger is.",
    )
    coop_id = fields.Many2one(
        comodel_name="res.partner",
        string="CAE",
        compute="_compute_coop_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    activity_id = fields.Many2one(
        comodel_name="cae.activity",
        compute="_compute_activity_id",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
        index="btree_not_null",
        domain="[('member_ids.entrepreneur_id', '=', entrepreneur_id)]",
        ondelete="restrict",
    )

    # when and how much
    date = fields.Date(required=True, index=True, default=fields.Date.context_today)
    day_part = fields.Selection(selection=DAY_PARTS, string="Part of the day")
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
        readonly=True,
        copy=False,
    )
    plan_id = fields.Many2one(
        comodel_name="cae.plan",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The monthly plan that it is a month of.",
    )
    plan_days = fields.Integer(string="Days of the month", readonly=True, copy=False)
    plan_length = fields.Integer(string="Out of", readonly=True, copy=False)
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
    decided = fields.Char(
        readonly=True,
        copy=False,
        help="What somebody decided against what follows from the person, as names of fields.",
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

    # price, and why; stored by the rating (cae_usage_rating.py)
    problem = fields.Char(readonly=True, copy=False)
    problem_code = fields.Char(readonly=True, copy=False, index="btree_not_null")
    is_confirmed = fields.Boolean(
        string="Confirmed",
        readonly=True,
        copy=False,
        help="Somebody said that it did happen: on a closed day, or for many units.",
    )
    status = fields.Char(string="Status on the day", readonly=True, copy=False)
    convention_id = fields.Many2one(
        comodel_name="cae.convention",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    rule_id = fields.Many2one(
        comodel_name="cae.convention.rule",
        string="Condition",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    tariff_id = fields.Many2one(
        comodel_name="cae.tariff", string="Public prices", readonly=True, copy=False
    )
    tariff_line_id = fields.Many2one(
        comodel_name="cae.tariff.line", readonly=True, copy=False, ondelete="set null"
    )
    tax_included = fields.Boolean(
        string="Amounts include tax",
        readonly=True,
        copy=False,
        help="The amounts are those of the grid: they hold the VAT when it says so and the space "
        "bears some on that day (R51).",
    )
    tax_rate = fields.Float(string="VAT rate (%)", digits=(5, 2), readonly=True, copy=False)
    vat_status = fields.Selection(
        selection=VAT_STATUSES,
        string="VAT of the space",
        readonly=True,
        copy=False,
        help="On the day of use; empty while nobody noted it.",
    )
    # the rights that it drew on, kept so that no version of a convention gives them again
    clock_key = fields.Char(readonly=True, copy=False)
    counter_key = fields.Char(readonly=True, copy=False)
    counted_units = fields.Float(digits=(16, 2), readonly=True, copy=False)
    public_amount = fields.Monetary(string="Public value", readonly=True, copy=False)
    free_amount = fields.Monetary(string="Free", readonly=True, copy=False)
    reduction_amount = fields.Monetary(string="Reductions", readonly=True, copy=False)
    elsewhere_amount = fields.Monetary(string="Settled elsewhere", readonly=True, copy=False)
    net_amount = fields.Monetary(string="Net price", readonly=True, copy=False)
    billed_amount = fields.Monetary(string="To bill", readonly=True, copy=False)
    explanation = fields.Char(readonly=True, copy=False)
    explanation_host = fields.Char(string="What the space reads", readonly=True, copy=False)
    sentence = fields.Char(
        string="Why",
        compute="_compute_sentence",
        help="Why this price, or what is to be sorted out.",
    )
    share_ids = fields.One2many(
        comodel_name="cae.usage.share",
        inverse_name="usage_id",
        string="Payers",
        readonly=True,
    )

    _quantity_positive = models.Constraint(
        "CHECK (quantity > 0)", "A use counts at least a part of a unit."
    )
    _stay_in_order = models.Constraint(
        "CHECK (stop IS NULL OR start IS NULL OR stop > start)",
        "A person leaves after they arrived.",
    )
    _room_taken_once = models.Constraint(
        "EXCLUDE USING gist (int4range(resource_id, resource_id, '[]') WITH &&,"
        " tsrange(start, stop) WITH &&)"
        " WHERE (is_exclusive AND state <> 'cancelled' AND start IS NOT NULL AND stop IS NOT NULL)",
        "This room is taken at that time: choose other hours, another room, or cancel the other "
        "use.",
    )
    _external_ref_once = models.UniqueIndex(
        "(company_id, space_id, external_ref) WHERE external_ref IS NOT NULL",
        "This row was recorded already in this space.",
    )
    # those told twice wait as recorded, until somebody settles which one it was
    _one_desk_a_day = models.UniqueIndex(
        "(company_id, partner_id, space_id, date, COALESCE(day_part, ''))"
        " WHERE state IN ('rated', 'locked')"
        " AND resource_kind = 'desk' AND unit IN ('half_day', 'day')",
        "This person has already a desk in this space on this day: make it a day, or cancel it.",
    )
    _to_close = models.Index("(company_id, convention_id, date) WHERE state = 'rated'")

    # Computes

    @api.depends("space_id", "resource_id", "date")
    def _compute_host_id(self):
        """A copy, so that a space taken over by another host leaves past bills alone."""
        operators = self.env["cae.space.role"]._get_operators(self.resource_id)
        for usage in self:
            roles = operators.get(usage.resource_id)
            operator = roles and usage.date and roles._holding_on(usage.date).partner_id[:1]
            usage.host_id = operator or usage.space_id.host_id

    @api.depends("space_id")
    def _compute_resource_id(self):
        for usage in self:
            if usage.resource_id.space_id != usage.space_id:
                resources = usage.space_id.resource_ids
                desks = resources.filtered(lambda r: r.kind == "desk")
                usage.resource_id = (desks or resources)[:1]

    @api.depends("resource_id")
    def _compute_resource_kind(self):
        for usage in self:
            usage.resource_kind = usage.resource_id.kind or "desk"
            usage.is_exclusive = usage.resource_id.exclusive

    @api.depends("problem", "explanation")
    def _compute_sentence(self):
        for usage in self:
            usage.sentence = usage.problem or usage.explanation

    # CRUD

    @api.model_create_multi
    def create(self, vals_list):
        usages = super().create(vals_list)
        usages._note_given(vals_list)
        usages._join_halves()
        usages._rate()
        return usages

    def write(self, vals):
        if {"partner_id", "company_id"} & vals.keys():
            # what was decided of somebody else holds no more
            self.filtered("decided")._permit("decided").write({"decided": False})
        # who the uses were of, and who they are of: both may be left or given a clock
        persons = self.partner_id
        result = super().write(vals)
        self._note_given([vals] * len(self))
        if FACTS & vals.keys():
            self._join_halves()
            self._rate_open_of(persons | self.partner_id)
        return result

    def unlink(self):
        persons = self.partner_id
        result = super().unlink()
        self._rate_open_of(persons)
        return result

    def _check_company(self, fnames=None):
        """Pass at once when all that the uses link to is of their own company.

        Odoo's check reads one domain per record and field, a third of the cost of a long file;
        anything that is not plainly the same company is left to it.
        """
        names = [
            name for name, field in self._fields.items() if field.relational and field.check_company
        ]
        # sudo: companies are compared, nothing of the linked records is shown
        for usage in self.sudo():
            company = usage.company_id
            for name in names:
                linked = usage[name]
                if linked and ("company_id" not in linked or linked.company_id != company):
                    return super()._check_company(fnames)
        return None
