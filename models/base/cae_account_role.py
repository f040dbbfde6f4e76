from odoo import api, fields, models

#: What an account is used for, and the account of the French chart that fits (template ids of
#: ``l10n_fr_account``: ``pcg_`` and the number without its last zeros).
CHART_ACCOUNTS = {
    "space_bought": "pcg_6132",
    "service_bought": "pcg_6226",
    "space_sold": "pcg_706",
    "service_sold": "pcg_706",
    "capital_uncalled": "pcg_1011",
    "capital_called": "pcg_1012",
    "capital_paid": "pcg_1013",
    "member_uncalled": "pcg_109",
    "member_called": "pcg_45625",
    "member_refund": "pcg_4567",
    "loss": "pcg_119",
    "withholding": "pcg_421",
    "held": "pcg_266",
    "held_uncalled": "pcg_269",
    "held_payable": "pcg_4041",
    "dues_paid": "pcg_6281",
    "dues_received": "pcg_758",
    "deposit_paid": "pcg_2751",
    "deposit_received": "pcg_1651",
}


def chart_code(role):
    """Return the number that the account of a role has in the French chart: 613200."""
    return CHART_ACCOUNTS[role].removeprefix("pcg_").ljust(6, "0")


class CaeAccountRole(models.Model):
    """The account that a company uses for one role, where it is not that of the French chart.

    ==========  ==========================
    Support     reads
    Accountant  reads
    Manager     creates, edits, deletes
    ==========  ==========================

    ``res.company._cae_account`` reads it for whoever makes an entry.
    """

    _name = "cae.account.role"
    _description = "Account by role"
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
        string="Used for",
        selection=[
            # cross-billing
            ("space_bought", "Uses of spaces bought"),
            ("service_bought", "Services bought from spaces or CAE"),
            ("space_sold", "Uses of spaces sold"),
            ("service_sold", "Services sold to spaces or CAE"),
            ("deposit_paid", "Deposits paid"),
            ("deposit_received", "Deposits received"),
            # members, capital, dues
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
    default_code = fields.Char(
        string="By default",
        compute="_compute_default_code",
        help="Account of the French chart that is used without this line.",
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

    @api.depends("role")
    def _compute_default_code(self):
        for line in self:
            line.default_code = line.role and chart_code(line.role)
