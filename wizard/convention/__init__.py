from . import cae_attestation_load
