"""Careers: a record of each model with a life, in each of its states."""

from datetime import date

from ..common import PDF, SIGNATURE

DAY = date(2026, 1, 1)
SIGNED = ("running", "ended", "terminated")
COMMUNITY = "cae_tiers_lieux.cae_contract_type_cdi_community"


def make(case):
    """Return ``{model: {state: record}}``, made with the factories of ``case``."""
    contracts = make_contracts(case)
    community = make_contracts(case, case.env.ref(COMMUNITY).code)
    holder = {
        "date_start": DAY,
        "date_end": date(2026, 2, 1),
        "entrepreneur_id": case.make_entrepreneur("Dora").id,
    }
    clause = {"name": "Clause", "body": "<p>Text</p>"}
    # nobody holds a contract that never was
    held = {state: contract for state, contract in community.items() if state != "cancelled"}
    return {
        "cae.contract": contracts,
        "cae.contract.clause": make_parts(case, "cae.contract.clause", clause, contracts),
        "cae.contract.suspension": make_parts(
            case, "cae.contract.suspension", {"date_start": DAY}, contracts
        ),
        "cae.contract.holder": make_parts(case, "cae.contract.holder", holder, held),
        "cae.declaration": make_declarations(case, contracts["running"]),
        "cae.entrepreneur": {
            "free": case.make_entrepreneur("Free"),
            "held": contracts["ended"].entrepreneur_id,
            "bound": contracts["running"].entrepreneur_id,
        },
    }


def make_contracts(case, code="CAPE"):
    made = {}
    for state in ("draft", "to_sign", *SIGNED, "cancelled"):
        person = case.make_entrepreneur(f"{code} {state}")
        closed = {"date_closed": date(2026, 3, 1)} if state == "terminated" else {}
        made[state] = case.make_contract(
            person, code, DAY, date(2026, 12, 31), state=state, **closed
        )
    for side in ("entrepreneur", "coop"):
        person = case.make_entrepreneur(f"{code} signed by {side}")
        contract = case.make_contract(person, code, DAY, date(2026, 12, 31), state="to_sign")
        contract._take_step(
            "sign_on_screen",
            **{
                f"{side}_signature": SIGNATURE,
                f"{side}_signed_name": "X",
                f"{side}_signature_date": DAY,
            },
        )
        made[f"signed_by_{side}"] = contract
    return made


def make_parts(case, model, vals, contracts):
    """One part in a contract of each state, whoever might have added it."""
    env = case.env[model]._permit_create("contract_id", *vals)
    return {
        state: env.create({"contract_id": contract.id, **vals})
        for state, contract in contracts.items()
    }


def make_declarations(case, contract):
    env = case.env["cae.declaration"]
    made = {}
    for state, organisation, late in (
        ("due", "urssaf", date(2999, 1, 1)),
        ("late", "france_travail", date(2020, 1, 1)),
    ):
        vals = {
            "contract_id": contract.id,
            "organisation": organisation,
            "event": "start",
            "date_due": DAY,
            "date_late": late,
        }
        made[state] = env._permit_create("state", *vals).create(vals)
    done = {**vals, "event": "renewal", "date_done": DAY, "proof": PDF}
    made["done"] = env._permit_create("state", *done).create(done)
    return made
