from . import (
    cae_attestation_load,
    cae_convention_decline,
    cae_convention_review,
    cae_program_clock_load,
    cae_program_member_load,
)
