from odoo import Command, fields, models


class ResCompany(models.Model):
    """The journal and the entries of capital; the legal form that the members' house knows."""

    _inherit = "res.company"

    cae_capital_journal_id = fields.Many2one(
        comodel_name="account.journal",
        string="Capital journal",
        check_company=True,
        domain="[('type', '=', 'general')]",
        help="Entries of subscriptions, calls, withholdings and refunds. Made when first needed.",
    )

    def _cae_legal_form_name(self):
        """Return the name that somebody typed, else that of the legal form of the organisation."""
        # sudo: the name of a legal form is no secret, and who prints a contract may not read it
        return super()._cae_legal_form_name() or self.partner_id.sudo().cae_legal_form_id.name or ""

    def _cae_get_capital_journal(self):
        """Return the journal of capital operations, made on first use."""
        self.ensure_one()
        if not self.cae_capital_journal_id:
            # sudo: the journal is made on the first operation, whoever makes it
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
        :return: the posted ``account.move``, empty when every line is zero
        :raises AccessError: the user may not add to the capital ledger
        """
        self.ensure_one()
        self.env["cae.share.move"].check_access("create")
        # sudo: the entry follows from a capital operation the user was allowed to make; Odoo's
        # accounting rights stay required to change it afterwards.
        moves = self.env["account.move"].sudo().with_company(self)
        lines = [line for line in lines if not self.currency_id.is_zero(line[2])]
        if not lines:
            return moves
        accounts = self._cae_accounts({role for role, _partner, _balance, _due in lines})
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
