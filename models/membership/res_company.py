from odoo import Command, fields, models
from odoo.exceptions import UserError

from .capital.cae_membership_account import DEFAULT_CODES


class ResCompany(models.Model):
    """Accounts and journals of memberships and capital: found or made when they are needed."""

    _inherit = "res.company"

    cae_capital_journal_id = fields.Many2one(
        comodel_name="account.journal",
        string="Capital journal",
        check_company=True,
        domain="[('type', '=', 'general')]",
        help="Entries of subscriptions, calls, withholdings and refunds. Made when first needed.",
    )

    def _cae_membership_account(self, role):
        """Return the company's account for a role: the chosen one, else the chart's."""
        self.ensure_one()
        chosen = (
            self.env["cae.membership.account"]
            .sudo()
            .search([("company_id", "=", self.id), ("role", "=", role)], limit=1)
        )
        if chosen:
            return chosen.account_id
        accounts = self.env["account.account"].sudo().with_company(self)
        code = DEFAULT_CODES[role]
        account = accounts.search(
            [*accounts._check_company_domain(self), ("code", "=", code)], limit=1
        )
        if not account:
            names = dict(
                self.env["cae.membership.account"]._fields["role"]._description_selection(self.env)
            )
            raise UserError(
                self.env._(
                    "%(company)s has no account %(code)s for « %(role)s »: choose one in "
                    "Configuration, Accounts of memberships.",
                    company=self.name,
                    code=code,
                    role=names[role],
                )
            )
        return account

    def _cae_get_capital_journal(self):
        """Return the journal of capital operations, made on first use."""
        self.ensure_one()
        if not self.cae_capital_journal_id:
            journals = self.env["account.journal"].sudo().with_company(self)
            self.sudo().cae_capital_journal_id = journals.search(
                [("company_id", "=", self.id), ("code", "=", "CAPIT")], limit=1
            ) or journals.create(self._cae_prepare_capital_journal_vals())
        return self.cae_capital_journal_id

    def _cae_prepare_capital_journal_vals(self):
        self.ensure_one()
        return {
            "name": self.env._("Capital operations"),
            "code": "CAPIT",
            "type": "general",
            "company_id": self.id,
        }

    def _cae_post_capital_entry(self, day, label, lines):
        """Post one entry in the capital journal.

        :param lines: tuples (role, partner, signed balance, due date); zero lines are dropped.
        :return: the posted ``account.move``, empty when every line is zero.
        """
        self.ensure_one()
        self.env["cae.rule.message"]._cae_require_accountant()
        # sudo: the entry follows from a capital operation the user was allowed to make; Odoo's
        # accounting rights stay required to change it afterwards.
        moves = self.env["account.move"].sudo().with_company(self)
        lines = [line for line in lines if not self.currency_id.is_zero(line[2])]
        if not lines:
            return moves
        accounts = {role: self._cae_membership_account(role) for role in {x[0] for x in lines}}
        move = moves.create(
            {
                "move_type": "entry",
                "journal_id": self._cae_get_capital_journal().id,
                "date": day,
                "ref": label,
                "line_ids": [
                    Command.create(
                        {
                            "account_id": accounts[role].id,
                            "partner_id": partner.id,
                            "name": label,
                            "balance": balance,
                            "date_maturity": due or day,
                        }
                    )
                    for role, partner, balance, due in lines
                ],
            }
        )
        move._post(soft=False)
        return move
