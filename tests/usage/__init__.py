from . import (
    test_contact_merge,
    test_generated_months,
    test_nothing_lost,
    test_recording,
    test_rerating,
    test_street_access,
    test_plan,
    test_price_agreement,
    test_replay,
    test_price_driven,
    test_price_facts,
)
