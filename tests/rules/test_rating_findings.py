"""R41 to R44, R51: what a rating tells, whole: the reasons of a price, the facts of a problem."""

import time
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from cae_tiers_lieux.rules.finding import Finding
from cae_tiers_lieux.rules.rating import (
    Clocks,
    Counters,
    Payer,
    Rule,
    Share,
    rate_all,
    require_activity,
    sort_key,
)
from rating_examples import (
    ANNA,
    CAPE,
    CESA,
    COOP,
    DESK,
    HOST,
    NETWORK_SCOPE,
    SPACE,
    RuleBook,
    by_rule,
    convention,
    quota_rule,
    rated,
    use,
)

DAY = date(2026, 10, 5)
CAPE_STATUS = Finding("status", {"status": "cape", "since": None})
PUBLIC = Finding("public")


# --- reasons ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("effect", "value", "reason"),
    [
        ("free", 0, Finding("free")),
        ("public", 0, PUBLIC),
        ("discount", 20, Finding("discount", {"percent": Decimal(20)})),
        ("fixed", 9, Finding("fixed", {"price": Decimal(9)})),
        ("cap", 9, Finding("cap", {"price": Decimal(9), "reached": True})),
        ("cap", 20, Finding("cap", {"price": Decimal(20), "reached": False})),
    ],
)
def test_each_effect_tells_its_figure(effect, value, reason):
    found = by_rule(Rule(1, unit="day", effect=effect, value=Decimal(value), label="Formule"))
    assert found.reasons == (CAPE_STATUS, Finding("formula", {"label": "Formule"}), reason)


def test_a_clock_that_ran_out_tells_when():
    clocks = Clocks({(ANNA, NETWORK_SCOPE): date(2026, 6, 2)})
    found = rated(use(), clocks=clocks)
    ended = {"clock_start": date(2026, 6, 2), "free_until": date(2026, 9, 1)}
    assert found.reasons[2:] == (
        Finding("free_ended", ended),
        Finding("discount", {"percent": Decimal(20)}),
    )


def test_a_quota_tells_what_was_used_wanted_and_is_within():
    counters = Counters()
    counters.add([((ANNA, f"{NETWORK_SCOPE}/,,,", (2026, 10)), Decimal(2), Decimal(0))])
    found = by_rule(quota_rule(), use(quantity=Decimal(3)), counters=counters)
    figures = {"quota": 3, "used": 2, "wanted": 3, "within": 1}
    assert Finding("quota", {k: Decimal(v) for k, v in figures.items()}) in found.reasons


def test_a_quota_that_is_used_up_says_the_public_price_and_why():
    counters = Counters()
    counters.add([((ANNA, f"{NETWORK_SCOPE}/,,,", (2026, 10)), Decimal(3), Decimal(0))])
    found = by_rule(quota_rule(), counters=counters)
    assert [one.code for one in found.reasons] == ["status", "quota", "public"]
    assert (found.billed, found.counted, found.counter_key) == (15, 0, f"{NETWORK_SCOPE}/,,,")


def test_a_coop_outside_that_vouches_is_named():
    found = by_rule(Rule(1), use(vouched_by="CAE du Midi"))
    assert found.reasons[1] == Finding("vouched", {"coop": "CAE du Midi"})
    assert found.host_reasons == (PUBLIC,)


def test_a_host_whose_vat_nobody_knows_is_said_to_the_coop_alone():
    found = by_rule(Rule(1), vat=())
    assert found.reasons[-1] == Finding("vat_unknown")
    assert Finding("vat_unknown") not in found.host_reasons
    assert by_rule(Rule(1, effect="free"), vat=()).reasons[-1] == Finding("free")


@pytest.mark.parametrize("how", ["on_site", "expense"])
def test_a_use_settled_elsewhere_says_how(how):
    found = by_rule(Rule(1, effect="public"), use(settled=how))
    assert found.reasons == (CAPE_STATUS, PUBLIC, Finding("settled", {"how": how}))
    assert found.settled == how


# --- without a condition ------------------------------------------------------------------------


def test_a_visitor_pays_the_public_price_on_site_and_it_is_said():
    found = rated(use(status="external", settled="on_site"))
    untold = Finding("no_rule_external", {"status": "external"})
    assert found.reasons == (untold, PUBLIC, Finding("settled", {"how": "on_site"}))
    assert found.settled_elsewhere == Decimal("15.00")


def test_a_visitor_whose_employer_pays_keeps_what_was_chosen():
    assert rated(use(status="external", settled="expense")).settled == "expense"


def test_the_team_is_the_coops_at_the_public_price():
    found = rated(use(status="staff"))
    assert found.reasons == (PUBLIC,)
    assert found.shares == (Share("coop", Decimal("15.00")),)


@pytest.mark.parametrize(
    ("status", "start", "problem"),
    [("cape", date(2027, 1, 1), "no_convention"), ("candidate", date(2026, 1, 1), "no_right")],
)
def test_what_was_paid_elsewhere_needs_no_right_and_says_why(status, start, problem):
    found = rated(use(settled="on_site", status=status), [convention(start=start)])
    untold = Finding(problem, {"status": status})
    assert found.reasons == (untold, PUBLIC, Finding("settled", {"how": "on_site"}))
    assert untold not in found.host_reasons
    assert (found.problem, found.settled_elsewhere) == (None, Decimal("15.00"))


# --- problems -----------------------------------------------------------------------------------


def test_no_convention_names_the_three_parties_and_the_day():
    around = [convention(end=date(2026, 6, 30)), convention(id=2, start=date(2027, 1, 1))]
    found = rated(use(), around)
    assert (found.problem, found.net) == ("no_convention", 0)
    assert found.problem_args == {
        "day": DAY,
        "host_id": HOST,
        "coop_id": COOP,
        "space_id": SPACE,
        "last_end": date(2026, 6, 30),
        "next_start": date(2027, 1, 1),
    }


@pytest.mark.parametrize(("status", "problem"), [("candidate", "no_right"), ("cape", "no_rule")])
def test_no_right_and_no_condition_name_the_status_and_the_conventions(status, problem):
    found = rated(use(status=status, since=date(2026, 2, 1)), [convention(CESA)])
    assert found.problem == problem
    assert found.problem_args == {
        "day": DAY,
        "status": status,
        "since": date(2026, 2, 1),
        "convention_ids": (1,),
    }


@pytest.mark.parametrize("effect", ["forbidden", "case_by_case"])
def test_an_effect_that_somebody_must_settle_names_its_condition(effect):
    found = by_rule(Rule(7, effect=effect, label="Salle"))
    assert (found.problem, found.problem_args) == (
        effect,
        {"day": DAY, "rule_id": 7, "label": "Salle"},
    )


def test_beyond_a_quota_that_forbids_the_quota_is_told():
    rule = quota_rule(beyond="forbidden", label="Deux jours", id=7)
    found = by_rule(rule, use(quantity=Decimal(4)))
    assert (found.problem, found.problem_args) == (
        "forbidden",
        {"day": DAY, "rule_id": 7, "label": "Deux jours", "quota": Decimal(3)},
    )


def test_a_missing_price_names_the_space_the_room_the_unit_and_the_day():
    found = by_rule(Rule(1, effect="public"), use(unit="month"))
    assert (found.problem, found.problem_args) == (
        "no_tariff",
        {"space_id": SPACE, "resource_id": DESK, "unit": "month", "day": DAY},
    )
    assert (found.tariff_id, found.tariff_line_id) == (None, None)


def test_a_price_names_its_grid_and_its_line():
    found = by_rule(Rule(1, effect="public"))
    assert (found.tariff_id, found.tariff_line_id) == (1, 2)


# --- order and payers ---------------------------------------------------------------------------


def test_a_start_with_a_zone_is_compared_in_utc(monkeypatch):
    monkeypatch.setenv("TZ", "America/New_York")  # the clock of the machine plays no part
    time.tzset()
    paris = timezone(timedelta(hours=2))
    one = use(1, start=datetime(2026, 10, 5, 9, 0, tzinfo=paris))
    two = use(2, start=datetime(2026, 10, 5, 7, 30))
    book = RuleBook([convention()], ())
    assert sort_key(one, book)[1] == datetime(2026, 10, 5, 7, 0)
    found = rate_all([two, one], book, Clocks(), Counters())
    assert [result.use_id for result in found] == [1, 2]
    monkeypatch.undo()
    time.tzset()


def test_the_hosts_gift_is_a_decimal_even_when_nothing_is_given():
    found = rated(use(status="cesa"), [convention(replace(CESA, payers=(Payer("coop", 100),)))])
    assert found.reduction == Decimal("4.50")
    assert rated(use(), [convention(CAPE)]).reduction == 0


def test_a_part_of_an_activity_without_an_activity_is_billed_to_nobody():
    """R18: the public price stays told; the use waits in à vérifier."""
    found = rated(use(status="cesa"), [convention(replace(CESA, payers=(Payer("activity", 100),)))])
    assert require_activity(found, has_activity=True) is found
    without = require_activity(found, has_activity=False)
    assert (without.problem, without.public) == ("no_activity", found.public)
    assert (without.billed, without.net, without.shares) == (0, 0, ())
    coop = rated(use(status="cesa"), [convention(replace(CESA, payers=(Payer("coop", 100),)))])
    assert require_activity(coop, has_activity=False) is coop
