from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools.translate import LazyTranslate

from ...base.life import Life, Stage, Transition
from ..assembly.cae_college import CATEGORIES

_lt = LazyTranslate(__name__)

#: Who owes: written before the members are listed.
WHO = frozenset("company_id direction date_start date_end college_ids category".split())
#: How much, and how it is asked for: written until the invoices are made.
HOW = frozenset("name tariff_id document date_invoice payment_term_id".split())


class CaeDuesCampaign(models.Model):
    """The dues of one year: who owes what, previewed, then invoiced, then reminded.

    ==========  =====================================
    Support     reads
    Accountant  prepares, invoices, reminds
    Manager     the same, and deletes what is not
                invoiced (``_life``)
    ==========  =====================================
    """

    _name = "cae.dues.campaign"
    _description = "Dues campaign"
    _inherit = [
        "cae.life.mixin",
        "mail.thread",
        "mail.activity.mixin",
        "cae.dated.mixin",
        "cae.reminder.mixin",
    ]
    _reminded_group = "cae_tiers_lieux.group_accountant"
    _check_company_auto = True
    _order = "date_start desc, id desc"

    _life = Life(
        stages={
            "draft": Stage(WHO | HOW, delete="manager"),
            "preview": Stage(
                HOW,
                delete="manager",
                way_on=_lt("Its members are listed: set it back to draft first."),
            ),
            "done": Stage(way_on=_lt("It is invoiced: prepare another campaign.")),
        },
        transitions={
            "preview": Transition(("draft", "preview"), "preview", "accountant"),
            "back_to_draft": Transition(("preview",), "draft", "accountant"),
            "invoice": Transition(("draft", "preview", "done"), "done", "accountant"),
            "remind": Transition(("preview", "done"), "", "accountant"),
        },
    )

    name = fields.Char(required=True, tracking=True)
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    direction = fields.Selection(
        selection=[("in", "Received from our members"), ("out", "Paid to others")],
        required=True,
        default="in",
    )
    date_start = fields.Date(
        default=lambda self: fields.Date.context_today(self).replace(month=1, day=1)
    )
    date_end = fields.Date(
        required=True,
        help="Last day of the period.",
        default=lambda self: fields.Date.context_today(self).replace(month=12, day=31),
    )
    college_ids = fields.Many2many(
        comodel_name="cae.college",
        ondelete="restrict",
        check_company=True,
        help="Empty: every member.",
    )
    category = fields.Selection(selection=CATEGORIES, help="Empty: every category.")
    tariff_id = fields.Many2one(
        comodel_name="cae.dues.tariff", required=True, check_company=True, ondelete="restrict"
    )
    tariff_method = fields.Selection(related="tariff_id.method", string="How dues are set")
    document = fields.Selection(
        selection=[("invoice", "Invoices"), ("receipt", "Receipts")],
        required=True,
        default="invoice",
    )
    date_invoice = fields.Date(string="Invoice date", default=fields.Date.context_today)
    payment_term_id = fields.Many2one(
        comodel_name="account.payment.term",
        default=lambda self: self.env.ref(
            "account.account_payment_term_30days", raise_if_not_found=False
        ),
    )
    state = fields.Selection(
        selection=[("draft", "Draft"), ("preview", "To check"), ("done", "Invoiced")],
        required=True,
        default="draft",
        copy=False,
        tracking=True,
    )
    dues_ids = fields.One2many(comodel_name="cae.dues", inverse_name="campaign_id")
    dues_count = fields.Integer(string="Members", compute="_compute_totals")
    total = fields.Monetary(compute="_compute_totals")
    total_paid = fields.Monetary(string="Paid", compute="_compute_totals")

    @api.depends("dues_ids.amount", "dues_ids.move_id.payment_state")
    def _compute_totals(self):
        for campaign in self:
            lines = campaign.dues_ids
            campaign.dues_count = len(lines)
            campaign.total = sum(lines.mapped("amount"))
            campaign.total_paid = sum(
                lines.filtered(lambda d: d.payment_state in ("paid", "in_payment")).mapped("amount")
            )

    # Actions

    def action_preview(self):
        """Work out who owes what; lines that were edited by hand are kept."""
        self._check_can_preview()
        self._do_preview()

    def action_back_to_draft(self):
        """Take the list away, amounts written by hand with it, to choose other members."""
        self._check_can_back_to_draft()
        self._do_back_to_draft()

    def action_invoice(self):
        """Make the invoices or receipts of the campaign, as drafts in the right journal."""
        self._check_can_invoice()
        self._do_invoice()
        return self.action_view_moves()

    def action_remind(self):
        """Write to the members whose dues are late, and plan a call for those without e-mail."""
        self._check_can_remind()
        self._do_remind()

    def action_view_moves(self):
        """Open the invoices or receipts of the campaign."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Invoices of dues"),
            "res_model": "account.move",
            "view_mode": "list,form",
            "domain": [("id", "in", self.dues_ids.move_id.ids)],
        }

    # Checks

    def _check_can_preview(self):
        self._check_step("preview")

    def _check_can_back_to_draft(self):
        self._check_step("back_to_draft")

    def _check_can_invoice(self):
        """Refuse a campaign with nothing to invoice. :raises UserError: the first one"""
        self._check_step("invoice")
        for campaign in self:
            if reason := campaign._get_cannot_invoice_reason():
                raise UserError(reason)

    def _get_cannot_invoice_reason(self):
        """Return the sentence that says why the campaign cannot be invoiced, or False."""
        self.ensure_one()
        if self.state == "done" and not self.dues_ids.filtered(lambda d: not d.move_id):
            return self.env._("%(name)s is invoiced already.", name=self.name)
        if not self.dues_ids.filtered("amount"):
            return self.env._(
                "%(name)s has nothing to invoice: preview it, and check its tariff.",
                name=self.name,
            )
        return False

    def _check_can_remind(self):
        """Refuse campaigns in which nobody is late. :raises UserError: they all are paid"""
        self._check_step("remind")
        if not self._get_late_dues():
            raise UserError(
                self.env._("Nobody is late in this campaign: there is nothing to send.")
            )

    # Steps

    def _do_preview(self):
        """List the dues of who is a member in the period: new lines added, lines of others out.

        What the tariff gives is worked out again, but for amounts that somebody wrote.
        """
        for campaign in self:
            memberships = campaign._get_memberships()
            campaign.dues_ids.filtered(
                lambda d, kept=memberships: d.membership_id not in kept and not d.move_id
            ).unlink()
            campaign.dues_ids._compute_amount()
            missing = [
                {
                    "campaign_id": campaign.id,
                    "membership_id": membership.id,
                    "figure": membership.dues_figure,
                }
                for membership in memberships - campaign.dues_ids.membership_id
            ]
            if missing:
                self.env["cae.dues"]._permit_create(*missing[0]).create(missing)
        self._take_step("preview")

    def _do_back_to_draft(self):
        self.dues_ids.unlink()
        self._take_step("back_to_draft")

    def _do_invoice(self):
        for campaign in self:
            todo = campaign.dues_ids.filtered(lambda d: d.amount and not d.move_id)
            # sudo: the invoice follows from a campaign the accountant was allowed to run
            moves = (
                self.env["account.move"]
                .sudo()
                .with_company(campaign.company_id)
                .create([dues._prepare_move_vals() for dues in todo])
            )
            for dues, move in zip(todo, moves, strict=True):
                dues._permit("move_id").write({"move_id": move.id})
        self._take_step("invoice")

    def _do_remind(self):
        """Send the reminder of each late member, and plan the calls of whoever reminds them."""
        late = self._get_late_dues()
        with_mail = late.filtered("member_id.email")
        template = self.env.ref("cae_tiers_lieux.cae_dues_mail_template")
        template.send_mail_batch(with_mail.ids)
        users = self._get_reminded_users()
        for dues in late - with_mail:
            dues.campaign_id.activity_schedule(
                "cae_tiers_lieux.mail_activity_type_dues_late",
                summary=self.env._("Dues late: %(name)s has no e-mail", name=dues.member_id.name),
                user_id=users[dues.campaign_id].id,
            )
        today = fields.Date.context_today(self)
        late._permit("date_reminded").write({"date_reminded": today})

    # Business

    def _get_own_responsible(self):
        """Return who reminds the late members: the calls are theirs too."""
        return self.env.user

    def _get_late_dues(self):
        return self.dues_ids.filtered(lambda d: d.direction == "in" and d.is_late)

    def _get_memberships(self):
        """Return the memberships by dues that run during the period, in the direction chosen."""
        self.ensure_one()
        memberships = self.env["cae.membership"]
        domain = (
            Domain("company_id", "=", self.company_id.id)
            & Domain("direction", "=", self.direction)
            & Domain("kind", "=", "dues")
            & memberships._domain_in_force_between(self.date_start, self.date_end)
        )
        if self.college_ids:
            domain &= Domain("college_id", "in", self.college_ids.ids)
        if self.category:
            domain &= Domain("category", "=", self.category)
        return memberships.search(domain)
