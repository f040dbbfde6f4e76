"""Conventions, spaces, imports, sessions: a record of each model with a life, in each state."""

import base64
from datetime import date

from odoo import Command

DAY = date(2026, 3, 2)


def make(case):
    """Return ``{model: {state: record}}``, made with the factories of ``case``."""
    conventions = make_conventions(case)
    tariffs = make_tariffs(case)
    return {
        "cae.convention": conventions,
        "cae.convention.rule": {
            state: convention.rule_ids[:1] for state, convention in conventions.items()
        },
        "cae.convention.signature": make_signatures(case),
        "cae.tariff": tariffs,
        "cae.tariff.line": {state: tariff.line_ids[:1] for state, tariff in tariffs.items()},
        "cae.attestation": make_attestations(case),
        "cae.price.agreement": make_agreements(case),
        **make_plans(case),
        **make_replays(case),
        **make_sessions(case),
        **make_imports(case),
    }


def make_sessions(case):
    sessions, attendances = {}, {}
    person = case.make_entrepreneur("Sara")
    for state in ("planned", "done", "cancelled"):
        sessions[state] = session = case.env["cae.support.session"].create(
            {
                "name": state,
                "company_id": case.coop_a.id,
                "adviser_id": case.support.id,
                "date_start": "2026-03-02 08:00:00",
                "attendance_ids": [Command.create({"entrepreneur_id": person.id})],
            }
        )
        if state == "done":
            session.action_done()
        if state == "cancelled":
            session.action_cancel()
        attendances[state] = session.attendance_ids
    return {"cae.support.session": sessions, "cae.support.attendance": attendances}


def make_imports(case):
    imports, lines = {}, {}
    for state in ("draft", "checked", "undone", "done"):
        vals = {
            "company_id": case.coop_a.id,
            "state": state,
            "file": base64.b64encode(b"Date;Nom;Lieu\n02/03/2026;Uma;Ruche\n"),
            "filename": "passages.csv",
        }
        imports[state] = case.env["cae.import"]._permit_create(*vals).create(vals)
        row = {
            "import_id": imports[state].id,
            "company_id": case.coop_a.id,
            "status": "doubtful",
            "number": 1,
        }
        lines[state] = case.env["cae.import.line"]._permit_create(*row).create(row)
    return {"cae.import": imports, "cae.import.line": lines}


def make_signatures(case):
    made = {}
    for state in ("draft", "running", "ended", "cancelled"):
        host = case.env["res.partner"].create({"name": f"Signs {state}", "is_company": True})
        case.make_space(f"Signed {state}", host)
        convention = case.make_draft_convention(host=host)
        parties = host | case.coop_a.partner_id
        lines = case.env["cae.convention.signature"].create(
            [{"convention_id": convention.id, "partner_id": party.id} for party in parties]
        )
        if state in ("running", "ended"):
            convention.action_start()
        if state == "ended":
            convention.action_end()
        if state == "cancelled":
            convention.action_cancel()
        made[state] = lines[:1]
    return made


def make_replays(case):
    made = {"cae.replay": {}, "cae.replay.line": {}, "cae.replay.total": {}}
    for state in ("draft", "done", "proposed"):
        vals = {
            "name": state,
            "company_id": case.coop_a.id,
            "month_from": DAY,
            "month_to": DAY,
            "state": state,
        }
        replay = case.env["cae.replay"]._permit_create(*vals).create(vals)
        part = {"replay_id": replay.id, "company_id": case.coop_a.id}
        line = case.env["cae.replay.line"]._permit_create(*part).create(part)
        part |= {"dimension": "payer", "payer": "coop"}
        total = case.env["cae.replay.total"]._permit_create(*part).create(part)
        for name, record in (("", replay), (".line", line), (".total", total)):
            made[f"cae.replay{name}"][state] = record
    return made


def make_plans(case):
    plans, pauses = {}, {}
    for state in ("draft", "running", "ended"):
        vals = {
            "company_id": case.coop_a.id,
            "partner_id": case.env["res.partner"].create({"name": f"Plan {state}"}).id,
            "space_id": case.space.id,
            "resource_id": case.space.resource_ids[:1].id,
            "date_start": DAY,
            "date_end": date(2026, 3, 31),
            "state": state,
        }
        plans[state] = case.env["cae.plan"]._permit_create(*vals).create(vals)
        vals = {"plan_id": plans[state].id, "date_start": DAY, "date_end": DAY}
        pauses[state] = case.env["cae.plan.pause"]._permit_create(*vals).create(vals)
    return {"cae.plan": plans, "cae.plan.pause": pauses}


def make_agreements(case):
    made = {}
    for state in ("asked", "agreed", "refused"):
        person = case.env["res.partner"].create({"name": f"Asked {state}"})
        made[state] = agreement = case.env["cae.price.agreement"].create(
            {
                "company_id": case.coop_a.id,
                "partner_id": person.id,
                "host_id": case.host.id,
                "unit": "day",
                "date_start": DAY,
                "price": 9.0,
                "reason": "First month",
            }
        )
        if state == "agreed":
            agreement.action_agree()
        if state == "refused":
            agreement.action_refuse()
    return made


def make_conventions(case):
    made = {}
    for state in ("draft", "running", "ended", "cancelled"):
        host = case.env["res.partner"].create({"name": f"Host {state}", "is_company": True})
        case.make_space(f"Space {state}", host)
        made[state] = convention = case.make_draft_convention(host=host)
        if state in ("running", "ended"):
            convention.action_start()
        if state == "ended":
            convention.action_end()
        if state == "cancelled":
            convention.action_cancel()
    return made


def make_tariffs(case):
    """One that nobody was billed by, and the one of a billed use."""
    made = {}
    for state in ("open", "used"):
        host = case.env["res.partner"].create({"name": f"Priced {state}", "is_company": True})
        space = case.make_space(f"Priced {state}", host)
        made[state] = case.make_tariff(space)
        if state == "used":
            case.make_convention(host=host)
            person = case.make_person("Tess", "CESA", date(2024, 1, 1))
            case.make_uses(person, [DAY], space=space)._do_lock()
    return made


def make_attestations(case):
    made = {}
    for state in ("open", "used"):
        person = case.env["res.partner"].create({"name": f"Attested {state}"})
        made[state] = case.env["cae.attestation"].create(
            {
                "company_id": case.coop_a.id,
                "partner_id": person.id,
                "coop_id": case.coop_a.partner_id.id,
                "status": "cesa",
                "date_start": date(2026, 1, 1),
            }
        )
        if state == "used":
            use = case.make_uses(person, [date(2026, 3, 9)])
            use._permit("state").write({"state": "locked"})
    return made
