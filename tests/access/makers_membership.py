"""Members, dues, assemblies: a record of each model with a life, in each of its states."""

from datetime import date

from odoo import Command

from ..common import PDF

DAY = date(2026, 3, 2)


def make(case):
    """Return ``{model: {state: record}}``, made with the factories of ``case``."""
    company = case.coop_a
    organisation = company.partner_id
    college = case.env["cae.college"].create(
        {"organisation_id": organisation.id, "company_id": company.id, "name": "Users"}
    )
    memberships = make_memberships(case, organisation, college)
    weightings = make_weightings(case, college)  # before the assembly that votes by them
    assemblies = make_assemblies(case, organisation)
    return {
        "cae.membership": memberships,
        "cae.membership.college": {
            state: make_history(case, membership, college)
            for state, membership in memberships.items()
        },
        **make_dues(case, memberships["active"]),
        **assemblies,
        **weightings,
    }


def make_membership(case, name, organisation, **values):
    member = case.env["res.partner"].create({"name": name, "is_company": True})
    return case.env["cae.membership"].create(
        {
            "company_id": case.coop_a.id,
            "organisation_id": organisation.id,
            "member_id": member.id,
            "kind": "dues",
            "date_start": date(2026, 1, 1),
            **values,
        }
    )


def make_memberships(case, organisation, college):
    made = {}
    for state in ("draft", "active", "filed", "ended", "cancelled"):
        made[state] = membership = make_membership(
            case, f"Member {state}", organisation, college_id=college.id
        )
        if state in ("active", "filed", "ended"):
            membership.action_activate()
        if state == "filed":
            membership.write({"proof": PDF, "proof_name": "form.pdf"})
        if state == "ended":
            membership.action_end()
        if state == "cancelled":
            membership.action_refuse()
    return made


def make_history(case, membership, college):
    vals = {"membership_id": membership.id, "college_id": college.id, "date_start": DAY}
    return membership.college_history_ids[:1] or case.env["cae.membership.college"]._permit_create(
        *vals
    ).create(vals)


def make_dues(case, membership):
    tariff = case.env["cae.dues.tariff"].create(
        {"name": "Flat", "company_id": case.coop_a.id, "method": "flat", "amount": 50}
    )
    journal = case.env["account.journal"].create(
        {"name": "Misc", "code": "MISCX", "type": "general", "company_id": case.coop_a.id}
    )
    campaigns, dues = {}, {}
    for state in ("draft", "preview", "done"):
        vals = {
            "name": state,
            "company_id": case.coop_a.id,
            "tariff_id": tariff.id,
            "state": state,
        }
        campaigns[state] = case.env["cae.dues.campaign"]._permit_create(*vals).create(vals)
    for state in ("open", "invoiced"):
        # an entry without lines: whose number is enough for a line to be invoiced
        move = case.env["account.move"].create(
            {"move_type": "entry", "journal_id": journal.id, "company_id": case.coop_a.id}
        )
        campaign = campaigns["preview" if state == "open" else "done"]
        vals = {
            "campaign_id": campaign.id,
            "membership_id": membership.id,
            "move_id": state == "invoiced" and move.id,
        }
        dues[state] = case.env["cae.dues"]._permit_create(*vals).create(vals)
    return {"cae.dues.campaign": campaigns, "cae.dues": dues}


def make_assemblies(case, organisation):
    made = {
        "cae.assembly": {},
        "cae.assembly.voter": {},
        "cae.assembly.resolution": {},
        "cae.assembly.ballot": {},
    }
    for state in ("draft", "open", "closed"):
        assembly = case.env["cae.assembly"].create(
            {
                "name": state,
                "company_id": case.coop_a.id,
                "organisation_id": organisation.id,
                "date": DAY,
                "resolution_ids": [Command.create({"name": "Accounts"})],
            }
        )
        made["cae.assembly"][state] = assembly
        if state != "draft":
            assembly.action_list_voters()
        resolution = assembly.resolution_ids
        if state == "draft":
            vals = {"resolution_id": resolution.id, "weight": 100.0}
            case.env["cae.assembly.ballot"]._permit_create(*vals).create(vals)
            member = make_membership(case, "Voter", organisation)
            vals = {"assembly_id": assembly.id, "membership_id": member.id}
            case.env["cae.assembly.voter"]._permit_create(*vals).create(vals)
        if state == "closed":
            assembly.action_close()
        made["cae.assembly.voter"][state] = assembly.voter_ids[:1]
        made["cae.assembly.resolution"][state] = resolution
        made["cae.assembly.ballot"][state] = resolution.ballot_ids[:1]
    return made


def make_weightings(case, college):
    made = {"cae.college.weighting": {}, "cae.college.weighting.line": {}}
    for state, day in (("used", date(2026, 1, 1)), ("open", date(2027, 1, 1))):
        weighting = case.env["cae.college.weighting"].create(
            {
                "company_id": case.coop_a.id,
                "organisation_id": college.organisation_id.id,
                "date_start": day,
                "line_ids": [Command.create({"college_id": college.id, "weight": 100.0})],
            }
        )
        made["cae.college.weighting"][state] = weighting
        made["cae.college.weighting.line"][state] = weighting.line_ids
    return made
