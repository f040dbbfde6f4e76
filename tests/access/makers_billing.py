"""Uses, services and statements: a record of each model with a life, in each of its states."""

from datetime import date


def make(case):
    """Return ``{model: {state: record}}``, made with the factories of ``case``."""
    case.make_convention()
    return {"cae.service": make_services(case)}


def make_services(case):
    made = {}
    for state in ("draft", "confirmed", "locked", "cancelled"):
        made[state] = service = case.env["cae.service"].create(
            {
                "name": state,
                "date": date(2026, 3, 2),
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
