"""Uses, services and statements: a record of each model with a life, in each of its states."""

from datetime import date

DAY = date(2026, 3, 2)


def make(case):
    """Return ``{model: {state: record}}``, made with the factories of ``case``."""
    convention = case.make_convention()
    uses = make_uses(case)
    services = make_services(case)
    statements = make_statements(case, convention)
    return {
        "cae.usage": uses,
        "cae.usage.share": {state: make_share(case, use) for state, use in uses.items()},
        "cae.service": services,
        "cae.statement": statements,
        "cae.statement.line": {
            state: make_line(case, statement, services["locked"])
            for state, statement in statements.items()
        },
    }


def make_uses(case):
    person = case.make_person("Uma", "CESA", date(2024, 1, 1))
    made = {
        "recorded": case.make_uses(person, [date(2020, 1, 6)]),  # before any convention
        "rated": case.make_uses(person, [date(2026, 3, 3)]),
        "locked": case.make_uses(person, [date(2026, 3, 4)]),
        "cancelled": case.make_uses(person, [date(2026, 3, 5)]),
    }
    made["locked"]._do_lock()
    made["cancelled"].action_cancel()
    return made


def make_share(case, use):
    vals = {"usage_id": use.id, "company_id": use.company_id.id, "payer": "coop", "amount": 1.0}
    return use.share_ids[:1] or case.env["cae.usage.share"]._permit_create(*vals).create(vals)


def make_services(case):
    made = {}
    for state in ("draft", "confirmed", "locked", "cancelled"):
        made[state] = service = case.env["cae.service"].create(
            {
                "name": state,
                "date": DAY,
                "company_id": case.coop_a.id,
                "coop_id": case.coop_a.partner_id.id,
                "host_id": case.host.id,
                "price_unit": 100,
            }
        )
        if state in ("confirmed", "locked"):
            service.action_confirm()
        if state == "locked":
            service._do_lock()
        if state == "cancelled":
            service.action_cancel()
    return made


def make_statements(case, convention):
    made = {}
    for month, state in enumerate(("draft", "invoiced", "cancelled"), 1):
        vals = {
            "name": state,
            "company_id": case.coop_a.id,
            "convention_id": convention.id,
            "host_id": case.host.id,
            "coop_id": case.coop_a.partner_id.id,
            "month": date(2026, month, 1),
            "state": state,
        }
        made[state] = case.env["cae.statement"]._permit_create(*vals).create(vals)
    return made


def make_line(case, statement, service):
    vals = {
        "statement_id": statement.id,
        "company_id": statement.company_id.id,
        "live": False,
        "direction": "coop_to_host",
        "service_id": service.id,
        "date": DAY,
    }
    return case.env["cae.statement.line"]._permit_create(*vals).create(vals)
