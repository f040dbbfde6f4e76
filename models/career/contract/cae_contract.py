from odoo import api, fields, models

# A write with this object in its context comes from the contract's own transitions. It cannot be
# forged by RPC: the client sends JSON, never this very object.
LIFE = object()

STATES_IN_FORCE = ("running", "ended", "terminated")
STATES_FREE = ("draft", "to_sign")


class CaeContract(models.Model):
    """A contract of one person with one coop, a link of a chain of renewals and amendments.

    Rights: the support team prepares, has signed and ends contracts of its own companies; managers
    override where the law allows it, with a reason; the person reads their own contracts in the
    portal. The fixed part of the pay shows only to whom HR shows wages.
    Terms are free until the signature, then never written: a correction is an amendment.
    """

    _name = "cae.contract"
    _description = "Contract of an entrepreneur"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "date_start desc, id desc"
    _check_company_auto = True

    name = fields.Char(string="Number", readonly=True, copy=False, index="trigram")
    entrepreneur_id = fields.Many2one(
        comodel_name="cae.entrepreneur",
        required=True,
        index=True,
        ondelete="restrict",
        tracking=True,
    )
    partner_id = fields.Many2one(
        related="entrepreneur_id.partner_id",
        string="Person",
        store=True,
        index=True,
    )
    company_id = fields.Many2one(
        related="entrepreneur_id.company_id",
        string="Coop",
        store=True,
        index=True,
    )
    adviser_id = fields.Many2one(related="entrepreneur_id.adviser_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    type_id = fields.Many2one(
        comodel_name="cae.contract.type",
        string="Contract type",
        required=True,
        ondelete="restrict",
        index=True,
        tracking=True,
    )
    nature = fields.Selection(related="type_id.nature", store=True)
    is_employment = fields.Boolean(related="type_id.is_employment")

    # chain
    kind = fields.Selection(
        selection=[
            ("initial", "First contract"),
            ("renewal", "Renewal"),
            ("amendment", "Amendment"),
        ],
        required=True,
        default="initial",
        readonly=True,
    )
    origin_id = fields.Many2one(
        comodel_name="cae.contract",
        string="First contract of the chain",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    previous_id = fields.Many2one(
        comodel_name="cae.contract",
        string="Follows",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    next_ids = fields.One2many(
        comodel_name="cae.contract",
        inverse_name="previous_id",
        string="Followed by",
    )
    renewal_number = fields.Integer(readonly=True, copy=False)
    amendment_number = fields.Integer(readonly=True, copy=False)

    # dates
    date_start = fields.Date(
        string="First day", required=True, tracking=True, copy=False, index=True
    )
    date_end = fields.Date(
        string="Contract term",
        compute="_compute_date_end",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
        copy=False,
        help="Last day. Empty for an open-ended contract.",
    )
    date_closed = fields.Date(
        string="Ended early on",
        readonly=True,
        copy=False,
        tracking=True,
        help="Last day of a contract that was ended before its term.",
    )
    date_last = fields.Date(
        string="Last day",
        compute="_compute_date_last",
        store=True,
        index=True,
        help="The day after which the contract gives no right.",
    )
    coop_signature_date = fields.Date(string="Signed by the coop", tracking=True, copy=False)
    entrepreneur_signature_date = fields.Date(
        string="Signed by the entrepreneur",
        tracking=True,
        copy=False,
    )
    signature_date = fields.Date(
        string="Signature",
        compute="_compute_signature_date",
        store=True,
        help="The day of the last of the two signatures: the associate deadline runs from it.",
    )
    signed_file = fields.Binary(attachment=True, copy=False)
    signed_filename = fields.Char(copy=False)

    # content
    fixed_pay = fields.Monetary(
        string="Fixed part (monthly, gross)",
        groups="hr.group_hr_manager",
        help="Shown only to whom HR shows wages.",
    )
    minimum_activity = fields.Char(
        help="Objectives and minimum activity that the CESA sets (R13).",
    )
    trial_agreed = fields.Date(
        string="Trial agreed until",
        copy=False,
        tracking=True,
        help="Empty: the longest trial that the law allows (R16).",
    )
    registration_date = fields.Date(
        string="Activity registered on",
        tracking=True,
        help="R11, R12. Until that day, papers of the activity carry the mention of the CAPE.",
    )
    declared_free = fields.Boolean(
        string="Declares no full-time job elsewhere",
        tracking=True,
        help="R6. The holder of a CAPE is not employed full time by somebody else.",
    )
    changes = fields.Html(
        string="What it changes",
        help="The text of an amendment, as the parties sign it.",
    )
    note = fields.Html(string="Internal note", groups="cae_tiers_lieux.group_support")
    active = fields.Boolean(default=True)

    # life
    state = fields.Selection(
        selection=[
            ("draft", "Draft"),
            ("to_sign", "To sign"),
            ("running", "Running"),
            ("ended", "Over"),
            ("terminated", "Ended early"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    end_reason = fields.Text(readonly=True, copy=False)
    notice_date = fields.Date(string="Notice given on", readonly=True, copy=False)
    override_reason = fields.Text(
        readonly=True,
        copy=False,
        tracking=True,
        groups="cae_tiers_lieux.group_support",
    )
    override_user_id = fields.Many2one(
        comodel_name="res.users",
        string="Overridden by",
        readonly=True,
        copy=False,
        groups="cae_tiers_lieux.group_support",
    )
    suspension_ids = fields.One2many(
        comodel_name="cae.contract.suspension",
        inverse_name="contract_id",
    )

    _name_company_uniq = models.UniqueIndex(
        "(name, company_id) WHERE name IS NOT NULL",
        "Another contract of this coop has this number.",
    )
    _dates_order = models.Constraint(
        "CHECK(date_end IS NULL OR date_end >= date_start)",
        "A contract cannot end before its first day. Correct one of the two dates.",
    )
    _closed_order = models.Constraint(
        "CHECK(date_closed IS NULL OR date_closed >= date_start)",
        "A contract cannot be ended before its first day: cancel it instead.",
    )

    @api.depends("type_id", "date_start", "kind")
    def _compute_date_end(self):
        """Propose the longest period the law allows; an end already written stays.

        The end only follows the first day of a draft: it is a proposal that the adviser shortens.
        """
        for contract in self:
            if contract.kind == "amendment" or (
                contract._origin and contract.state not in STATES_FREE
            ):
                continue
            if not contract.type_id or not contract.date_start:
                continue
            contract.date_end = contract._get_longest_end()

    @api.depends("date_end", "date_closed")
    def _compute_date_last(self):
        for contract in self:
            contract.date_last = min(
                (day for day in (contract.date_end, contract.date_closed) if day),
                default=False,
            )

    @api.depends("coop_signature_date", "entrepreneur_signature_date")
    def _compute_signature_date(self):
        for contract in self:
            days = (contract.coop_signature_date, contract.entrepreneur_signature_date)
            contract.signature_date = max(days) if all(days) else False

    @api.depends("name", "type_id.code", "kind", "renewal_number", "amendment_number")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for contract in self:
            contract.display_name = contract.name or self.env._("New contract")
