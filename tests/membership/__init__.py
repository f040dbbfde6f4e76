from . import (
    test_membership_access,
    test_membership_assembly,
    test_membership_associate,
    test_membership_capital,
    test_membership_cross,
    test_membership_dues,
    test_membership_register,
    test_membership_sentences,
    test_membership_shares,
    test_membership_tour,
)
