from odoo import Command, api, fields, models
from odoo.tools.translate import LazyTranslate

from ...base.life import Life, Stage
from ...base.words import day_in_words

_lt = LazyTranslate(__name__)


class CaeDues(models.Model):
    """What one member owes in one campaign, and the invoice or receipt that says so.

    ==========  ==========================================================
    Support     reads
    Accountant  edits and deletes what is not invoiced
    Manager     the same
    ==========  ==========================================================
    """

    _name = "cae.dues"
    _description = "Dues of a member"
    _inherit = ["cae.life.mixin"]
    _check_company_auto = True
    _order = "campaign_id, id"
    _rec_name = "member_id"

    _life = Life(
        stages={
            "open": Stage(
                # listed by the preview alone
                frozenset({"figure", "amount"}),
                entered=frozenset(),
                delete="accountant",
                way_on=_lt("Its campaign lists who owes: refresh it."),
            ),
            "invoiced": Stage(way_on=_lt("Cancel its invoice, and prepare another campaign.")),
        },
        labels={"open": _lt("To invoice"), "invoiced": _lt("Invoiced")},
    )

    campaign_id = fields.Many2one(
        comodel_name="cae.dues.campaign", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="campaign_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    direction = fields.Selection(related="campaign_id.direction")
    membership_id = fields.Many2one(
        comodel_name="cae.membership",
        required=True,
        check_company=True,
        ondelete="restrict",
        index=True,
    )
    member_id = fields.Many2one(related="membership_id.member_id", store=True)
    organisation_id = fields.Many2one(related="membership_id.organisation_id", store=True)
    figure = fields.Float(help="Turnover or headcount the amount is computed from.")
    amount = fields.Monetary(compute="_compute_amount", store=True, readonly=False)
    amount_decided = fields.Boolean(
        readonly=True, copy=False, help="Somebody wrote another amount than the tariff gives."
    )
    move_id = fields.Many2one(
        comodel_name="account.move",
        string="Invoice",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    payment_state = fields.Selection(related="move_id.payment_state")
    is_late = fields.Boolean(string="Late", compute="_compute_is_late")
    date_reminded = fields.Date(string="Reminded on", readonly=True, copy=False)

    _member_once = models.Constraint(
        "UNIQUE (campaign_id, membership_id)", "A member owes once in a campaign."
    )
    _amount_positive = models.Constraint("CHECK (amount >= 0)", "Dues are not negative.")

    @api.depends("figure", "campaign_id.tariff_id")
    def _compute_amount(self):
        for dues in self:
            if not dues.move_id and not dues.amount_decided:
                dues.amount = dues._get_tariff_amount()

    def _get_tariff_amount(self):
        self.ensure_one()
        return float(self.campaign_id.tariff_id._get_amount(self.figure))

    @api.depends("move_id.payment_state", "move_id.invoice_date_due", "move_id.state")
    def _compute_is_late(self):
        today = fields.Date.context_today(self)
        for dues in self:
            move = dues.move_id.sudo()  # sudo: whether it is paid, nothing else of the books
            dues.is_late = (
                move.state == "posted"
                and move.payment_state in ("not_paid", "partial")
                and bool(move.invoice_date_due)
                and move.invoice_date_due < today
            )

    # CRUD

    @api.model_create_multi
    def create(self, vals_list):
        dues = super().create(vals_list)
        for each, vals in zip(dues, vals_list, strict=True):
            if "amount" in vals:
                each._note_decision()
        return dues

    def write(self, vals):
        result = super().write(vals)
        if "amount" in vals:
            for dues in self:
                dues._note_decision()
        return result

    def _note_decision(self):
        """Remember that somebody wrote another amount than the tariff gives."""
        decided = bool(self.currency_id.compare_amounts(self.amount, self._get_tariff_amount()))
        if decided != self.amount_decided:
            self._permit("amount_decided").write({"amount_decided": decided})

    # Life

    def _get_life_states(self):
        # sudo: whether there is an invoice, and nothing of it
        return {dues: "invoiced" if dues.sudo().move_id else "open" for dues in self}

    # Invoice

    def _prepare_move_vals(self):
        """Return the values of the invoice or receipt: one line, dues and nothing else (R34)."""
        self.ensure_one()
        campaign = self.campaign_id
        side = "out" if campaign.direction == "in" else "in"
        partner = self.member_id if side == "out" else self.organisation_id
        kind = "invoice" if campaign.document == "invoice" else "receipt"
        return {
            "move_type": f"{side}_{kind}",
            "partner_id": partner.id,
            "company_id": campaign.company_id.id,
            "invoice_date": campaign.date_invoice,
            "invoice_payment_term_id": campaign.payment_term_id.id,
            "ref": campaign.name,
            "invoice_line_ids": [Command.create(self._prepare_line_vals(side))],
        }

    def _prepare_line_vals(self, side):
        self.ensure_one()
        campaign = self.campaign_id
        company = campaign.company_id
        role = "dues_received" if side == "out" else "dues_paid"
        tax = company.account_sale_tax_id if side == "out" else company.account_purchase_tax_id
        return {
            "name": self.env._(
                "Dues from %(start)s to %(end)s: %(name)s",
                start=day_in_words(self.env, campaign.date_start),
                end=day_in_words(self.env, campaign.date_end),
                name=self.membership_id.display_name,
            ),
            "cae_dues_id": self.id,
            "quantity": 1.0,
            "price_unit": self.amount,
            "account_id": company._cae_account(role).id,
            "tax_ids": [Command.set(tax.ids if campaign.tariff_id.taxable else [])],
        }
