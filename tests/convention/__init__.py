from . import test_attestation, test_condition_choice, test_convention_life, test_program
