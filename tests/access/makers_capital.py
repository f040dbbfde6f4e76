"""Capital: a record of each model with a life, in each of its states."""

from datetime import date

from ..common import PDF

DAY = date(2026, 3, 2)


def make(case):
    """Return ``{model: {state: record}}``, made with the factories of ``case``.

    Without a chart of accounts: what the books would hold is entered under permits.
    """
    organisation = case.coop_a.partner_id
    member = case.env["res.partner"].create({"name": "Shareholder"})
    membership = case.env["cae.membership"].create(
        {
            "company_id": case.coop_a.id,
            "organisation_id": organisation.id,
            "member_id": member.id,
            "kind": "shares",
            "admission_body": "assembly",
            "date_admission": DAY,
            "date_start": DAY,
        }
    )
    subscriptions = make_subscriptions(case, membership)
    return {
        "cae.share.subscription": subscriptions,
        "cae.share.call": make_calls(case, subscriptions),
        "cae.share.withholding": make_withholdings(case, subscriptions["signed"]),
        "cae.share.move": {
            "posted": case.env["cae.share.move"].create(
                {
                    "company_id": case.coop_a.id,
                    "membership_id": membership.id,
                    "date": DAY,
                    "shares": 5,
                    "subscribed": 100.0,
                    "paid": 100.0,
                }
            )
        },
    }


def make_subscriptions(case, membership):
    made = {}
    for state in ("draft", "unproved", "signed", "cancelled"):
        vals = {
            "company_id": case.coop_a.id,
            "membership_id": membership.id,
            "date": DAY,
            "shares": 5,
            "unit_value": 20.0,
            "state": "signed" if state == "unproved" else state,
        }
        if state == "signed":
            vals["signed_form"] = PDF
        made[state] = case.env["cae.share.subscription"]._permit_create(*vals).create(vals)
    return made


def make_calls(case, subscriptions):
    made = {}
    for state in ("draft", "planned", "called"):
        vals = {
            "subscription_id": subscriptions["draft" if state == "draft" else "signed"].id,
            "date_due": date(2027, 1, 1),
            "amount": 50.0,
            "called": state == "called",
        }
        made[state] = case.env["cae.share.call"]._permit_create(*vals).create(vals)
    return made


def make_withholdings(case, subscription):
    made = {}
    for month, state in enumerate(("planned", "done"), 1):
        vals = {
            "subscription_id": subscription.id,
            "date": date(2026, month, 28),
            "pay": 2000.0,
            "amount": 10.0,
            "state": state,
        }
        made[state] = case.env["cae.share.withholding"]._permit_create(*vals).create(vals)
    return made
