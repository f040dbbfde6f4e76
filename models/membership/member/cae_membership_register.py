import io
from decimal import Decimal

from odoo import api, models
from odoo.fields import Domain
from openpyxl import Workbook
from openpyxl.styles import Font

from ....rules import members
from ...base.money import money
from ...base.payload import plain_cell
from ...base.words import day_in_words
from ..sentences import say_finding
from .cae_membership import REGISTERED

COLUMN_WIDTHS = (10, 32, 40, 10, 24, 24, 20) + (13,) * 6


class CaeMembership(models.Model):
    """The register of members, the list of voters and what the law says of both, on any day."""

    _inherit = "cae.membership"

    # Numbers

    def _give_numbers(self):
        """Give each member the next number in the register of the organisation."""
        last = self._get_last_numbers()
        for membership in self.filtered(lambda m: not m.number):
            key = (membership.company_id, membership.organisation_id)
            last[key] = last.get(key, 0) + 1
            membership._permit("number").write({"number": f"{last[key]:04}"})

    def _get_last_numbers(self):
        """Return ``{(company, organisation): last number of its register}``."""
        rows = self._read_group(
            self._domain_of_organisation(self.company_id, self.organisation_id)
            & Domain("number", "!=", False),
            ["company_id", "organisation_id"],
            ["number:array_agg"],
        )
        return {
            (company, organisation): max((int(n) for n in numbers if n.isdigit()), default=0)
            for company, organisation, numbers in rows
        }

    # Register

    @api.model
    def _get_register(self, company, organisation, day, with_left=True):
        """Return the register of members of an organisation as it stood on ``day`` (R32).

        :param with_left: keep the members who had left by then, with no share.
        :return: dicts in order of entry, their labels in the language of the user; the number of
            queries does not depend on the members.
        """
        domain = self._domain_of_organisation(company, organisation)
        if with_left:
            domain &= Domain("state", "in", REGISTERED) & Domain("date_start", "<=", day)
        else:
            domain &= self._domain_in_force_on(day)
        memberships = self.search(domain, order="date_start, number, id")
        balances = self.env["cae.share.move"]._get_balances(memberships, day)
        labels = {
            name: dict(self._fields[name]._description_selection(self.env))
            for name in ("kind", "category", "admission_body")
        }
        colleges = memberships._get_colleges_on(day)
        return [
            membership._prepare_register_row(
                balances[membership.id], colleges[membership], labels, day
            )
            for membership in memberships
        ]

    def _get_colleges_on(self, day):
        """Return ``{membership: (college, category)}`` as they stood on ``day``."""
        # sudo: the history of what its reader reads today
        versions = (
            self.env["cae.membership.college"]
            .sudo()
            ._versions_on(day, [("membership_id", "in", self.ids)])
        )
        found = {}
        for membership in self:
            # sudo: ids are compared
            version = versions.get(membership.sudo(), membership)
            found[membership] = (
                membership.college_id.browse(version.college_id.id),
                version.category,
            )
        return found

    def _prepare_register_row(self, balance, college, labels, day):
        """Return the line of a member.

        :param balance: ``rules.capital.Balance`` on ``day``
        :param college: ``(college, category)`` on ``day``
        :param labels: ``{selection field: {value: label}}``
        """
        self.ensure_one()
        left = self.date_end if self.date_end and self.date_end < day else False
        return {
            "number": self.number or "",
            "member": self.member_id,
            "address": self.member_id.contact_address_inline or "",
            "kind": labels["kind"][self.kind],
            "category": labels["category"].get(college[1], ""),
            "college": college[0].name or "",
            "admission_body": labels["admission_body"].get(self.admission_body, ""),
            "date_admission": self.date_admission,
            "date_start": self.date_start,
            "date_end": left,
            "shares": balance.shares,
            "subscribed": float(balance.subscribed),
            "paid": float(balance.paid),
        }

    @api.model
    def _sum_register(self, rows):
        """Return the shares, subscribed and paid capital of the rows of a register."""
        return {name: sum(row[name] for row in rows) for name in ("shares", "subscribed", "paid")}

    @api.model
    def _get_register_xlsx(self, organisation, day, rows):
        """Return the spreadsheet of the rows of a register, as bytes."""
        book = Workbook()
        sheet = book.active
        sheet.title = self.env._("Register")
        title = self.env._(
            "Register of members of %(name)s on %(day)s",
            name=organisation.name,
            day=day_in_words(self.env, day),
        )
        columns = self._get_register_columns()
        sheet.append([plain_cell(title)])
        sheet["A1"].font = Font(bold=True, size=13)
        sheet.append([])
        sheet.append(list(columns.values()))
        for cell in sheet[3]:
            cell.font = Font(bold=True)
        for row in rows:
            shown = {**row, "member": row["member"].name}
            sheet.append(
                [None if shown[name] is False else plain_cell(shown[name]) for name in columns]
            )
        totals = {"number": self.env._("Total"), **self._sum_register(rows)}
        sheet.append([totals.get(name) for name in columns])
        for letter, width in zip("ABCDEFGHIJKLM", COLUMN_WIDTHS, strict=True):
            sheet.column_dimensions[letter].width = width
        sheet.freeze_panes = "C4"
        stream = io.BytesIO()
        book.save(stream)
        return stream.getvalue()

    @api.model
    def _get_register_columns(self):
        """Return ``{key of a row: title}`` of the columns of the spreadsheet, in their order."""
        return {
            "number": self.env._("Number"),
            "member": self.env._("Member"),
            "address": self.env._("Address"),
            "kind": self.env._("By"),
            "category": self.env._("Category"),
            "college": self.env._("College"),
            "admission_body": self.env._("Admitted by"),
            "date_admission": self.env._("Admitted on"),
            "date_start": self.env._("Joined on"),
            "date_end": self.env._("Left on"),
            "shares": self.env._("Shares"),
            "subscribed": self.env._("Subscribed"),
            "paid": self.env._("Paid"),
        }

    # Voters

    @api.model
    def _get_voters(self, company, organisation, day):
        """Return who may vote on ``day``, with college, representative and weight (R25).

        Where members hold shares, only those who hold some on that day vote; a member votes once.

        :return: dicts ordered by college and name; ``weight`` is an exact fraction, in percent.
        """
        memberships = self.search(
            self._domain_of_organisation(company, organisation) & self._domain_in_force_on(day)
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
        colleges = memberships._get_colleges_on(day)
        counts = {}
        for membership in chosen.values():
            key = colleges[membership][0].id if weights else False
            counts[key] = counts.get(key, 0) + 1
        shares = members.votes(weights or {False: Decimal(100)}, counts)
        rows = [
            {
                "membership": membership,
                "member": member,
                "college": colleges[membership][0],
                "category": colleges[membership][1],
                "representative": membership.representative_id,
                "weight": shares.get(colleges[membership][0].id if weights else False, 0),
            }
            for member, membership in chosen.items()
        ]
        return sorted(
            rows,
            key=lambda row: (row["college"].sequence, row["college"].id, row["member"].name or ""),
        )

    # Structure

    @api.model
    def _get_structure_warnings(self, company, organisation, day):
        """Return what R23, R26 and R27 warn about on ``day``, as sentences."""
        groups = self._get_category_groups(self._get_voters(company, organisation, day), day)
        rules = organisation._cae_capital_rules(day)[organisation.id]
        required = ("employee",) if rules.categories_min else ()
        names = dict(self._fields["category"]._description_selection(self.env))
        sentences = []
        for finding in members.structure_problems(groups, rules, required=required):
            category = finding.args.get("category")
            more = {"category": names[category]} if category else {}
            sentences.append(say_finding(self.env, finding, **more))
        return sentences

    @api.model
    def _get_category_groups(self, voters, day):
        """Return one ``rules.members.Group`` for each category that votes.

        :param voters: the dicts of ``_get_voters``
        """
        memberships = self.browse([voter["membership"].id for voter in voters])
        balances = self.env["cae.share.move"]._get_balances(memberships, day)
        groups = []
        for category in sorted({voter["category"] or "" for voter in voters}):
            own = [voter for voter in voters if (voter["category"] or "") == category]
            capitals = [balances[voter["membership"].id].subscribed for voter in own]
            votes = sum(voter["weight"] for voter in own)
            groups.append(
                members.Group(
                    category,
                    len(own),
                    sum(capitals, Decimal(0)),
                    money(float(votes), 4),
                    max(capitals, default=Decimal(0)),
                )
            )
        return groups
