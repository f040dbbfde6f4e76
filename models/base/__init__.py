from . import (
    base,
    cae_dated_mixin,
    cae_life_mixin,
    cae_reminder_mixin,
    cae_rule_message,
    cae_unit_mixin,
    cae_version_mixin,
    ir_attachment,
)
