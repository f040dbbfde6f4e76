from odoo import api, fields, models
from odoo.exceptions import UserError

from ...base.words import day_in_words

UNSIGNED_STATES = ("draft", "to_sign")
SIGNED_STATES = ("running", "ended", "terminated")
COMMITTED_STATES = ("to_sign", *SIGNED_STATES)
#: Sent to signature: nobody signed, or one side did on screen (states of its life only).
WAITING_STATES = ("to_sign", "signed_by_entrepreneur", "signed_by_coop")


class CaeContract(models.Model):
    """A contract of one person with one coop, a link of a chain of renewals and amendments.

    Rights (``_life`` is the table): the support team prepares, has signed and ends contracts of its
    own companies; managers override where the law allows it, with a reason; the person reads their
    own contracts in the portal, once they are sent to signature. The fixed part of the pay shows
    only to whom HR shows wages.
    Terms are free until the contract is sent to signature, then never written: a correction is an
    amendment.

    Here: what a contract is, its chain, and who may write what. Beside it: its life, what the law
    says of it, its documents, and what it is for HR.
    """

    _name = "cae.contract"
    _description = "Contract of an entrepreneur"
    _inherit = ["cae.life.mixin", "mail.thread", "mail.activity.mixin", "cae.dated.mixin"]
    _order = "date_start desc, id desc"
    _check_company_auto = True
    _dated_end = "date_last"

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
    is_amendment = fields.Boolean(
        compute="_compute_is_amendment",
        search="_search_is_amendment",
        help="It changes a contract and holds no days of its own.",
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
    to_renew = fields.Boolean(
        compute="_compute_to_renew",
        search="_search_to_renew",
        help="Runs, ends within 90 days, and nothing follows it yet.",
    )

    # dates
    date_start = fields.Date(string="First day", tracking=True, copy=False)
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
    is_paid = fields.Boolean(string="Paid", help="R50: an internship is paid beyond two months.")
    declared_free = fields.Boolean(
        string="Declares no full-time job elsewhere",
        tracking=True,
        help="R6. The holder of a CAPE is not employed full time by somebody else.",
    )
    changes = fields.Html(
        string="What it changes",
        help="The text of an amendment, as the parties sign it.",
    )
    # the team's own words are not the person's to read through the portal
    note = fields.Html(string="Internal note", groups="base.group_user")
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
    is_signed = fields.Boolean(compute="_compute_is_signed", help="It was signed, over or not.")
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
    several_holders = fields.Boolean(related="type_id.several_holders")
    holder_ids = fields.One2many(
        comodel_name="cae.contract.holder",
        inverse_name="contract_id",
        string="Other holders",
    )

    _name_company_uniq = models.UniqueIndex(
        "(name, company_id) WHERE name IS NOT NULL",
        "Another contract of this coop has this number.",
    )
    _closed_order = models.Constraint(
        "CHECK(date_closed IS NULL OR date_closed >= date_start)",
        "A contract cannot be ended before its first day: cancel it instead.",
    )

    @api.depends("kind")
    def _compute_is_amendment(self):
        for contract in self:
            contract.is_amendment = contract.kind == "amendment"

    def _search_is_amendment(self, operator, value):
        if operator != "in" or list(value) != [True]:
            return NotImplemented
        return [("kind", "=", "amendment")]

    @api.depends("state", "kind", "date_last", "entrepreneur_id.contract_ids.state")
    def _compute_to_renew(self):
        ending = self.filtered_domain(self._get_ending_domain())
        for contract in self:
            contract.to_renew = contract in ending and not contract._get_followers()

    def _search_to_renew(self, operator, value):
        if operator != "in" or list(value) != [True]:
            return NotImplemented
        contracts = self.search(self._get_ending_domain())
        return [("id", "in", contracts.filtered(lambda c: not c._get_followers()).ids)]

    @api.depends("type_id", "date_start", "kind")
    def _compute_date_end(self):
        """Propose the longest period the law allows; an end already written stays.

        The end only follows the first day of a draft: it is a proposal that the adviser shortens.
        """
        for contract in self:
            if contract.is_amendment or (
                contract._origin and contract.state not in UNSIGNED_STATES
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

    @api.depends("state")
    def _compute_is_signed(self):
        for contract in self:
            contract.is_signed = contract.state in SIGNED_STATES

    @api.depends("name", "type_id.code", "kind", "renewal_number", "amendment_number")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for contract in self:
            contract.display_name = contract.name or self.env._("New contract")

    # CRUD

    @api.model_create_multi
    def create(self, vals_list):
        """Number the contracts and give drafts their clauses."""
        contracts = super().create(vals_list)
        for contract in contracts.filtered(lambda c: not c.name):
            contract._permit("name").name = contract._get_next_number()
        drafts = contracts._periods().filtered(lambda c: c.state == "draft" and not c.clause_ids)
        self.env["cae.contract.clause"]._add_to(drafts)
        return contracts

    # Actions

    def action_open(self):
        self.ensure_one()
        return self._get_records_action(context={})

    def action_renew(self):
        return self._open_preparation("renewal", *SIGNED_STATES)

    def action_amend(self):
        return self._open_preparation("amendment", "running")

    def action_switch(self):
        return self._open_preparation("switch", *SIGNED_STATES)

    def _open_preparation(self, mode, *states):
        """Open the wizard that prepares the contract after this one, in one of these states."""
        self._check_is_no_amendment()
        self._check_state(*states)
        return self.env["cae.contract.prepare"]._open(
            default_mode=mode,
            default_entrepreneur_id=self.entrepreneur_id.id,
            default_previous_id=self.id,
        )

    # Checks

    def _check_is_no_amendment(self):
        self.ensure_one()
        if self.is_amendment:
            raise UserError(
                self.env._(
                    "%(contract)s is an amendment: start from the contract that it amends.",
                    contract=self.display_name,
                )
            )

    # Which contracts

    def _periods(self):
        """Return those that hold days of their own: all but amendments."""
        return self.filtered(lambda c: not c.is_amendment)

    def _signed(self):
        """Return those that were signed, over or not."""
        return self.filtered("is_signed")

    def _committed(self):
        """Return those that bind, or soon will: sent to signature or signed, not cancelled."""
        return self.filtered(lambda c: c.state in COMMITTED_STATES)

    def _pick_current(self, day):
        """Return the contract in force on `day`, else the next one, else the last one."""
        contracts = self._periods()._committed().filtered("date_start").sorted("date_start")
        return (
            contracts._holding_on(day)[-1:]
            or contracts.filtered(lambda c: c.date_start > day)[:1]
            or contracts[-1:]
        )

    def _get_followers(self):
        """Return the signed contracts of the person that begin after this one."""
        # sudo: whether something follows, whoever may read it
        others = self.entrepreneur_id.sudo().contract_ids._periods()._signed()
        return others.filtered(lambda c: c.date_start > self.date_start)

    def _get_ending_domain(self):
        """Return the domain of the running contracts that end within 90 days."""
        return [
            ("state", "=", "running"),
            ("is_amendment", "=", False),
            ("date_last", "!=", False),
            ("date_last", "<=", fields.Date.add(fields.Date.context_today(self), days=90)),
        ]

    # Values

    def _get_next_number(self):
        self.ensure_one()
        sequence = self.env["ir.sequence"].with_company(self.company_id)
        number = sequence.next_by_code("cae.contract", sequence_date=self.date_start)
        return "/".join(part for part in (self.type_id.code, number) if part)

    @api.model
    def _create_next(self, vals):
        """Create a contract prepared by ``_prepare_next_vals``, with its place in the chain."""
        contract = self._permit_create(
            "kind", "origin_id", "previous_id", "renewal_number", "amendment_number"
        ).create(vals)
        if contract.kind == "renewal":
            # sudo: a renewal keeps the pay, whoever prepares it without reading it
            contract.sudo().fixed_pay = contract.sudo().previous_id.fixed_pay
        return contract

    def _prepare_next_vals(self, mode):
        """Return what the next contract takes over from this one, or from none.

        :param mode: "renewal", "amendment", "switch" (another type of contract) or "start"
        """
        values = {"previous_id": self.id}
        if mode in ("renewal", "amendment"):
            values.update(kind=mode, origin_id=(self.origin_id or self).id)
        if mode == "amendment":
            # sudo: its number counts every amendment, whoever may read them
            done = self.sudo().search_count(
                [
                    ("previous_id", "=", self.id),
                    ("is_amendment", "=", True),
                    ("state", "!=", "cancelled"),
                ]
            )
            values["amendment_number"] = done + 1
        elif self:
            values["registration_date"] = self.registration_date
        if mode == "renewal":
            values["renewal_number"] = self.renewal_number + 1
            values["declared_free"] = self.declared_free
        return values

    def _get_summary(self):
        """Return the line of a card: CAPE 2/3, until 14 March 2027."""
        if not self:
            return ""
        self.ensure_one()
        terms = self.type_id._get_terms(self.date_start)
        label = self.type_id.code
        if terms.renewals_max:
            label = f"{label} {self.renewal_number + 1}/{terms.renewals_max + 1}"
        if self.date_last:
            return self.env._(
                "%(contract)s, until %(day)s",
                contract=label,
                day=day_in_words(self.env, self.date_last),
            )
        return self.env._(
            "%(contract)s, since %(day)s",
            contract=label,
            day=day_in_words(self.env, self.date_start),
        )
