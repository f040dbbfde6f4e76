"""Records of the base house for the generated attack."""


def make(case):
    """Return a job in each of its states."""
    jobs = {}
    for state in ("waiting", "done", "failed"):
        vals = {
            "name": f"Try {state}",
            "company_id": case.coop_a.id,
            "user_id": case.manager.id,
            "res_model": "cae.space",
            "res_id": case.space.id,
            "state": state,
        }
        jobs[state] = case.env["cae.job"]._permit_create(*vals).create(vals)
    return {"cae.job": jobs}
