"""The dated parameters of a type of contract, and the shape of a reason."""

from dataclasses import dataclass
from datetime import date

#: Stands for the last day where the law sets no limit.
FOREVER = date(9000, 12, 31)


@dataclass(frozen=True, slots=True)
class Terms:
    """The parameters of a type of contract; the defaults are those of rules.md.

    0 months for a period or for the total = no such limit (the last day is then ``FOREVER``).
    """

    period_max_months: int = 12  # R1
    renewals_max: int = 2  # R2
    total_max_months: int = 36  # R3
    signed_file_required: bool = True  # R4
    alert_days: tuple[int, ...] = (90, 60, 30, 7)  # R5
    declaration_due_days: int = 0  # R9
    declaration_late_days: int = 8  # R9
    quarterly_payment_day: int = 15  # R10
    associate_max_months: int = 36  # R14
    associate_alert_months: tuple[int, ...] = (12, 6, 3)  # R14
    trial_max_months: int = 8  # R16
    interviews_required: int = 2  # R17
    interviews_months: int = 12  # R17
    internship_max_months: int = 6  # R50
    internship_unpaid_months: int = 2  # R50
    suspension_moves_period: bool = False  # to confirm
    suspension_moves_associate: bool = False
    suspension_moves_trial: bool = True  # to confirm
