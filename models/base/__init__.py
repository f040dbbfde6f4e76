from . import cae_rule_message, cae_unit_mixin
