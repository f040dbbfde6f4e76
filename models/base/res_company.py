from odoo import fields, models
from odoo.exceptions import UserError

from .cae_account_role import CHART_ACCOUNTS, chart_code


class ResCompany(models.Model):
    """The account of each role in a company's books: one look-up for every house."""

    _inherit = "res.company"

    cae_account_role_ids = fields.One2many(
        comodel_name="cae.account.role", inverse_name="company_id", string="Accounts by role"
    )

    def _cae_account(self, role):
        """Return the account of one role: see ``_cae_accounts``."""
        return self._cae_accounts([role])[role]

    def _cae_accounts(self, roles):
        """Return ``{role: account}``: the chosen ones, else those of the chart of accounts.

        The accounts of a chart are found by its template, renumbered or not, else by their number
        in the French chart. As many queries for ten roles as for one.

        :raises UserError: for a role nothing was chosen and the chart has no account
        """
        self.ensure_one()
        # sudo: whoever makes an entry need not read the configuration nor the chart
        company = self.sudo().with_company(self)
        found = {line.role: line.account_id for line in company.cae_account_role_ids}
        for look_up in (company._cae_accounts_of_template, company._cae_accounts_of_number):
            if lacking := [role for role in roles if role not in found]:
                found.update(look_up(lacking))
        for role in roles:
            if role not in found:
                raise UserError(self._cae_lacks_account_sentence(role))
        return {role: found[role].with_env(self.env) for role in roles}

    def _cae_accounts_of_template(self, roles):
        """Return ``{role: account}`` by the template that the chart was loaded from.

        A branch without a chart of its own has that of its parent.
        """
        owners = self | self.parent_ids[0]
        data = self.env["ir.model.data"].search_fetch(
            [
                ("module", "=", "account"),
                ("model", "=", "account.account"),
                ("name", "in", [f"{o.id}_{CHART_ACCOUNTS[r]}" for o in owners for r in roles]),
            ],
            ["name", "res_id"],
        )
        ids = {row.name: row.res_id for row in data}
        found = {}
        for role in roles:
            names = (f"{owner.id}_{CHART_ACCOUNTS[role]}" for owner in owners)
            if account_id := next((ids[name] for name in names if name in ids), None):
                found[role] = self.env["account.account"].browse(account_id)
        return found

    def _cae_accounts_of_number(self, roles):
        """Return ``{role: account}`` by the number of the French chart."""
        accounts = self.env["account.account"]
        codes = {role: chart_code(role) for role in roles}
        found = accounts.search(
            [*accounts._check_company_domain(self), ("code", "in", list(codes.values()))]
        )
        by_code = {account.code: account for account in found}
        return {role: by_code[code] for role, code in codes.items() if code in by_code}

    def _cae_lacks_account_sentence(self, role):
        names = self.env["cae.account.role"]._fields["role"]._description_selection(self.env)
        return self.env._(
            "%(company)s has no account %(code)s for « %(role)s »: load the French chart of "
            "accounts, or choose an account in Configuration, Accounts by role.",
            company=self.name,
            code=chart_code(role),
            role=dict(names)[role],
        )

    def _cae_lang(self):
        """Return the language of what is stored and printed for this company's books.

        French for a company of France: the language of who records, or of who made the company,
        plays no part.
        """
        # sudo: the country of a company, which every user of it knows
        company = self.sudo()
        if company.country_id.code == "FR" and self.env["res.lang"]._get_data(code="fr_FR"):
            return "fr_FR"
        return company.partner_id.lang or self.env.lang

    def _cae_side(self):
        """Return what tells the books of a host or a network from those of the coops.

        A host and a coop of one database both keep the same presence, each in its own books; two
        coops never do: a person of both came once.
        """
        # sudo: the role of a company, which every user of it knows
        return "" if self.sudo().cae_role == "coop" else f"{self.id}/"
