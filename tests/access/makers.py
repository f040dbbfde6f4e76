"""A record of each model that has a life, in each of its states: what the generated attack walks.

A model or a state without a maker fails ``test_every_life_is_attacked``.
"""

import base64
from datetime import date

from ..common import PDF, CaeStreetCommon

DAY = date(2026, 1, 1)
PNG = base64.b64encode(b"\x89PNG signature")
SIGNED = ("running", "ended", "terminated")
COMMUNITY = "cae_tiers_lieux.cae_contract_type_cdi_community"


class Makers(CaeStreetCommon):
    """Factories by model; each returns ``{state of its life: record}``."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.convention = cls.make_convention()
        cls.contracts = cls.make_contracts()
        cls.records = {
            "cae.contract": cls.contracts,
            "cae.contract.clause": cls.make_clauses(),
            "cae.contract.suspension": cls.make_parts(
                "cae.contract.suspension", {"date_start": DAY}
            ),
            "cae.contract.holder": cls.make_parts(
                "cae.contract.holder",
                {
                    "date_start": DAY,
                    "date_end": date(2026, 2, 1),
                    "entrepreneur_id": cls.make_entrepreneur("Dora").id,
                },
                contracts=cls.make_contracts(cls.env.ref(COMMUNITY).code),
            ),
            "cae.declaration": cls.make_declarations(),
            "cae.service": cls.make_services(),
        }

    @classmethod
    def make_contracts(cls, code="CAPE"):
        made = {}
        for state in ("draft", "to_sign", *SIGNED, "cancelled"):
            person = cls.make_entrepreneur(f"{code} {state}")
            closed = {"date_closed": date(2026, 3, 1)} if state == "terminated" else {}
            made[state] = cls.make_contract(
                person, code, DAY, date(2026, 12, 31), state=state, **closed
            )
        for side in ("entrepreneur", "coop"):
            person = cls.make_entrepreneur(f"{code} signed by {side}")
            contract = cls.make_contract(person, code, DAY, date(2026, 12, 31), state="to_sign")
            contract._take_step(
                "sign_on_screen",
                **{
                    f"{side}_signature": PNG,
                    f"{side}_signed_name": "X",
                    f"{side}_signature_date": DAY,
                },
            )
            made[f"signed_by_{side}"] = contract
        return made

    @classmethod
    def make_parts(cls, model, vals, contracts=None):
        """One part in a contract of each state, whoever might have added it."""
        contracts = contracts or cls.contracts
        env = cls.env[model]._permit_create("contract_id", *vals)
        return {
            state: env.create({"contract_id": contract.id, **vals})
            for state, contract in contracts.items()
            if model != "cae.contract.holder" or state != "cancelled"
        }

    @classmethod
    def make_clauses(cls):
        return cls.make_parts("cae.contract.clause", {"name": "Clause", "body": "<p>Text</p>"})

    @classmethod
    def make_declarations(cls):
        contract = cls.contracts["running"]
        env = cls.env["cae.declaration"]
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

    @classmethod
    def make_services(cls):
        made = {}
        for state in ("draft", "confirmed", "locked", "cancelled"):
            made[state] = service = cls.env["cae.service"].create(
                {
                    "name": state,
                    "date": date(2026, 3, 2),
                    "company_id": cls.coop_a.id,
                    "coop_id": cls.coop_a.partner_id.id,
                    "host_id": cls.host.id,
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
