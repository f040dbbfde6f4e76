"""Capital: a record of each model with a life, in each of its states."""

from datetime import date

from ..common import PDF

DAY = date(2026, 1, 15)


def make(case):
    """Return ``{model: {state: record}}``, made with the factories of ``case``.

    The cooperative is none of ours: nothing of it stands in the books, so that no chart is needed.
    """
    case.env["cae.share.value"].create(value(case, date(2020, 1, 1)))
    subscriptions = make_subscriptions(case)
    signed = subscriptions["signed"]
    moves = make_moves(case, signed)
    return {
        "cae.share.subscription": subscriptions,
        "cae.share.call": {state: s.call_ids[0] for state, s in subscriptions.items()},
        "cae.share.withholding": make_withholdings(case, signed),
        "cae.share.move": moves,
        "cae.share.value": {
            "used": case.env["cae.share.value"].search([("organisation_id", "=", case.host.id)]),
            "open": case.env["cae.share.value"].create(value(case, date(2030, 1, 1))),
        },
        "cae.loss.year": {
            "used": case.env["cae.loss.year"].create(year(case, date(2025, 12, 31))),
            "open": case.env["cae.loss.year"].create(year(case, date(2029, 12, 31))),
        },
    }


def value(case, day):
    return {"organisation_id": case.host.id, "date_start": day, "value": 20.0}


def year(case, day):
    return {"organisation_id": case.host.id, "date_end": day, "amount": 100.0, "carried": 50.0}


def make_subscriptions(case):
    case.host.cae_legal_form_id = case.env.ref("cae_tiers_lieux.legal_form_scic")
    membership = case.env["cae.membership"].create(
        {
            "member_id": case.env["res.partner"].create({"name": "Promises"}).id,
            "organisation_id": case.host.id,
            "kind": "shares",
            "admission_body": "assembly",
            "date_admission": DAY,
            "date_start": DAY,
        }
    )
    made = {}
    for state in ("draft", "signed", "filed", "cancelled"):
        made[state] = subscription = case.env["cae.share.subscription"].create(
            {"membership_id": membership.id, "shares": 10, "date": DAY, "calls": 1}
        )
        subscription.action_schedule()
        if state in ("signed", "filed"):
            subscription.action_sign()
        if state == "filed":
            subscription.signed_form = PDF
        if state == "cancelled":
            subscription.action_cancel()
    return made


def make_withholdings(case, subscription):
    env = case.env["cae.share.withholding"]
    vals = {"subscription_id": subscription.id, "pay": 1000.0, "amount": 10.0}
    done = {**vals, "date": date(2026, 2, 28), "state": "done"}
    return {
        "planned": env.create({**vals, "date": date(2026, 1, 31)}),
        "done": env._permit_create(*done).create(done),
    }


def make_moves(case, subscription):
    """One line of each kind; a refund bears a part of the losses."""
    ledger = case.env["cae.share.move"]
    made = {"subscription": subscription.share_move_ids}
    vals = {
        "membership_id": subscription.membership_id.id,
        "subscription_id": subscription.id,
        "date": DAY,
        "label": "Line",
    }
    for kind in ledger._get_life().stages.keys() - made.keys():
        loss = {"loss": 5.0} if kind == "refund" else {}
        line = {**vals, "kind": kind, **loss}
        if kind == "opening":
            line.pop("subscription_id")
        made[kind] = ledger._add_to_ledger([line])
    return made
