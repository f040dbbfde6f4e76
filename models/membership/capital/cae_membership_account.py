from odoo import fields, models

# the account of the French chart each role takes when nobody chose another one
DEFAULT_CODES = {
    "capital_uncalled": "101100",
    "capital_called": "101200",
    "capital_paid": "101300",
    "member_uncalled": "109000",
    "member_called": "456250",
    "member_refund": "456700",
    "loss": "119000",
    "withholding": "421000",
    "held": "266000",
    "held_uncalled": "269000",
    "held_payable": "404100",
    "dues_paid": "628100",
    "dues_received": "758000",
}


class CaeMembershipAccount(models.Model):
    """The account a company uses for one role of memberships and capital."""

    _name = "cae.membership.account"
    _description = "Account of memberships and capital"
    _check_company_auto = True
    _order = "company_id, role"

    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env.company,
    )
    role = fields.Selection(
        selection=[
            ("capital_uncalled", "Our capital: subscribed, not called"),
            ("capital_called", "Our capital: called, not paid"),
            ("capital_paid", "Our capital: paid"),
            ("member_uncalled", "Members: subscribed, not called"),
            ("member_called", "Members: called, to pay"),
            ("member_refund", "Members: to refund"),
            ("loss", "Losses carried forward"),
            ("withholding", "Pay due, for withholdings"),
            ("held", "Shares held in others"),
            ("held_uncalled", "Shares held in others: not called"),
            ("held_payable", "Shares held in others: called, to pay"),
            ("dues_paid", "Dues paid"),
            ("dues_received", "Dues received"),
        ],
        required=True,
    )
    account_id = fields.Many2one(
        comodel_name="account.account",
        required=True,
        check_company=True,
        ondelete="restrict",
    )

    _one_per_role = models.Constraint(
        "UNIQUE (company_id, role)",
        "A company has one account for each role: edit the existing one.",
    )
