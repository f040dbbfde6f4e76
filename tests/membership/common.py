"""A coop that is a SCIC with shares of 20 €, people and organisations to become its members."""

from contextlib import contextmanager
from datetime import date

from odoo import Command
from odoo.exceptions import UserError

from ..common import CaeCommon


class CaeMembershipCommon(CaeCommon):
    """Coop A is a SCIC whose share is worth 20 €; its books follow the French chart."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.coop_a.cae_role = "coop"
        cls.org = cls.coop_a.partner_id
        cls.set_form(cls.org, "scic")
        cls.env["cae.share.value"].create(
            {"organisation_id": cls.org.id, "date_start": date(2020, 1, 1), "value": 20.0}
        )

    @contextmanager
    def refused(self, sentence):
        """Check that something is refused by a sentence, and forget what it had begun."""
        with self.assertRaises(UserError) as caught:
            yield
        self.assertRegex(str(caught.exception), sentence)

    @classmethod
    def load_chart(cls):
        """Load the French chart of coop A: 2.8 seconds."""
        cls.coop_a.country_id = cls.env.ref("base.fr")
        cls.env["account.chart.template"].try_loading("fr", company=cls.coop_a, install_demo=False)

    @classmethod
    def set_form(cls, partner, code):
        """Give an organisation its legal form."""
        partner.cae_legal_form_id = cls.env.ref(f"cae_tiers_lieux.legal_form_{code}")

    @classmethod
    def make_organisation(cls, name, form="association", kind="host"):
        """Create an organisation."""
        partner = cls.env["res.partner"].create(
            {"name": name, "is_company": True, "cae_member_kind": kind}
        )
        cls.set_form(partner, form)
        return partner

    @classmethod
    def make_membership(cls, member, organisation=None, kind="shares", active=True, **values):
        """Create a membership, in force since the first of January 2026 by default."""
        start = values.setdefault("date_start", date(2026, 1, 1))
        if kind == "shares":
            values.setdefault("admission_body", "assembly")
            values.setdefault("date_admission", start)
        membership = cls.env["cae.membership"].create(
            {
                "member_id": member.id,
                "organisation_id": (organisation or cls.org).id,
                "kind": kind,
                **values,
            }
        )
        if active:
            membership.action_activate()
        return membership

    @classmethod
    def make_subscription(cls, membership, shares=25, day=date(2026, 1, 15), sign=True, **values):
        """Create a subscription of shares of 20 €."""
        subscription = cls.env["cae.share.subscription"].create(
            {"membership_id": membership.id, "shares": shares, "date": day, **values}
        )
        if sign:
            subscription.action_sign()
        return subscription

    @classmethod
    def add_shares(cls, membership, shares, day=date(2026, 1, 1), kind="opening"):
        """Add a line to the ledger, an opening balance by default: shares fully paid, no entry."""
        values = {
            "membership_id": membership.id,
            "date": day,
            "kind": kind,
            "shares": shares,
            "subscribed": shares * 20.0,
            "paid": shares * 20.0,
        }
        return cls.env["cae.share.move"]._permit_create(*values).create(values)

    @classmethod
    def pay(cls, line, amount, day):
        """Post a bank entry and match it with a called line, as accounting does."""
        bank = cls.env["account.journal"].search(
            [("company_id", "=", line.company_id.id), ("type", "=", "bank")], limit=1
        )
        sign = 1 if line.balance > 0 else -1
        move = cls.env["account.move"].create(
            {
                "journal_id": bank.id,
                "date": day,
                "line_ids": [
                    Command.create(
                        {"account_id": bank.default_account_id.id, "balance": sign * amount}
                    ),
                    Command.create(
                        {
                            "account_id": line.account_id.id,
                            "partner_id": line.partner_id.id,
                            "balance": -sign * amount,
                        }
                    ),
                ],
            }
        )
        move.action_post()
        counterpart = move.line_ids.filtered(lambda x: x.account_id == line.account_id)
        (line | counterpart).reconcile()
        return counterpart

    @classmethod
    def account_balance(cls, code):
        """Return the balance of an account of coop A."""
        account = cls.env["account.account"].search(
            [*cls.env["account.account"]._check_company_domain(cls.coop_a), ("code", "=", code)]
        )
        lines = cls.env["account.move.line"].search(
            [("account_id", "=", account.id), ("parent_state", "=", "posted")]
        )
        return round(sum(lines.mapped("balance")), 2)
