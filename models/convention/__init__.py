from . import cae_attestation, cae_contract, cae_convention, cae_convention_rule, cae_program
