from decimal import Decimal

from odoo import api, models
from odoo.fields import Domain

from ....rules import members


class CaeMembership(models.Model):
    """The register of members and the list of voters, on any day."""

    _inherit = "cae.membership"

    @api.model
    def _get_register(self, company, organisation, day, with_left=True):
        """Return the register of members of an organisation as it stood on ``day`` (R32).

        :param with_left: keep the members who had left by then, with no share.
        :return: dicts in order of entry; the number of queries does not depend on the members.
        """
        domain = (
            Domain("company_id", "=", company.id)
            & Domain("organisation_id", "=", organisation.id)
            & Domain("state", "in", ("active", "ended"))
            & Domain("date_start", "<=", day)
        )
        if not with_left:
            domain &= Domain(self._get_in_force_domain(day))
        memberships = self.search(domain, order="date_start, number, id")
        balances = self.env["cae.share.move"]._get_balances(memberships, day)
        return [membership._prepare_register_row(balances, day) for membership in memberships]

    def _prepare_register_row(self, balances, day):
        self.ensure_one()
        balance = balances[self.id]
        left = self.date_end if self.date_end and self.date_end < day else False
        return {
            "membership": self,
            "number": self.number or "",
            "member": self.member_id,
            "address": self.member_id.contact_address_inline or "",
            "kind": self.kind,
            "category": self.category,
            "college": self.college_id,
            "date_start": self.date_start,
            "date_end": left,
            "admission_body": self.admission_body,
            "date_admission": self.date_admission,
            "shares": balance.shares,
            "subscribed": float(balance.subscribed),
            "paid": float(balance.paid),
        }

    @api.model
    def _get_voters(self, company, organisation, day):
        """Return who may vote on ``day``, with college, representative and weight (R25).

        Where members hold shares, only those who hold some on that day vote; a member votes once.

        :return: dicts ordered by college and name; ``weight`` is an exact fraction, in percent.
        """
        memberships = self.search(
            Domain(self._get_in_force_domain(day))
            & Domain("company_id", "=", company.id)
            & Domain("organisation_id", "=", organisation.id)
        )
        if organisation.cae_legal_form_id.has_capital:
            balances = self.env["cae.share.move"]._get_balances(memberships, day)
            memberships = memberships.filtered(
                lambda m: m.kind == "shares" and balances[m.id].shares > 0
            )
        # one vote a member, shares first
        ordered = memberships.sorted(lambda m: (m.kind != "shares", m.date_start, m.id))
        chosen = {}
        for membership in ordered:
            chosen.setdefault(membership.member_id, membership)
        weights = self.env["cae.college.weighting"]._get_weights(company, organisation, day)
        counts = {}
        for membership in chosen.values():
            key = membership.college_id.id if weights else False
            counts[key] = counts.get(key, 0) + 1
        shares = members.votes(weights or {False: Decimal(100)}, counts)
        rows = [
            {
                "membership": membership,
                "member": member,
                "college": membership.college_id,
                "representative": membership.representative_id,
                "weight": shares.get(membership.college_id.id if weights else False, 0),
            }
            for member, membership in chosen.items()
        ]
        return sorted(
            rows, key=lambda row: (row["college"].sequence, row["college"].id, row["member"].name)
        )

    @api.model
    def _get_structure_problems(self, company, organisation, day):
        """Return what R23, R26 and R27 warn about, as sentences."""
        rows = self._get_voters(company, organisation, day)
        memberships = self.browse([row["membership"].id for row in rows])
        balances = self.env["cae.share.move"]._get_balances(memberships, day)
        groups = []
        for category in sorted({row["membership"].category or "" for row in rows}):
            own = [row for row in rows if (row["membership"].category or "") == category]
            capitals = [balances[row["membership"].id].subscribed for row in own]
            votes = sum(row["weight"] for row in own)
            groups.append(
                members.Group(
                    category,
                    len(own),
                    sum(capitals, Decimal(0)),
                    Decimal(str(round(float(votes), 4))),
                    max(capitals, default=Decimal(0)),
                )
            )
        rules = organisation._cae_capital_rules(day)[organisation.id]
        required = ("employee",) if rules.categories_min else ()
        problems = members.structure_problems(groups, rules, required=required)
        names = dict(self._fields["category"]._description_selection(self.env))
        sentences = self.env["cae.rule.message"]
        for problem in problems:
            if "category" in problem.args:
                problem.args["category"] = names[problem.args["category"]]
        return [sentences._cae_problem_message(problem) for problem in problems]
