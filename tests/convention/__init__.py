from . import (
    test_attestation,
    test_attestation_exchange,
    test_condition_choice,
    test_convention_life,
    test_convention_proposal,
    test_convention_review,
    test_program,
    test_program_form,
    test_program_member_file,
    test_program_clock,
)
