from odoo import SUPERUSER_ID, api, models


class CaeHrBridge(models.AbstractModel):
    """The only way in which contracts reach HR: an adviser without any right there signs, and HR
    holds what was signed.

    sudo: all of it runs in superuser mode, because the team has no right in HR. So it has no public
    method, follows only links that the software wrote, and writes nothing on an employee or a
    version but the fields listed here; it only unarchives an employee who comes back. What a screen
    may show of HR is what `_compare` returns: names of fields, never an amount.
    """

    _name = "cae.hr.bridge"
    _description = "Bridge to HR"

    _EMPLOYEE_FIELDS = frozenset({"name", "company_id", "work_contact_id"})
    _VERSION_FIELDS = frozenset(
        {
            "date_version",
            "contract_date_start",
            "contract_date_end",
            "trial_date_end",
            "contract_type_id",
            "wage",
            "resource_calendar_id",
            "hr_responsible_id",
        }
    )
    _DEPARTURE_FIELDS = frozenset(
        {"departure_date", "departure_reason_id", "departure_description"}
    )

    # Push

    @api.model
    def _push_contracts(self, contracts):
        """Make HR agree with signed contracts of employment and their amendments."""
        employment = contracts.filtered("is_employment")
        for contract in employment._periods().sorted("date_start"):
            self._push_contract(contract)
        for base in (employment - employment._periods()).previous_id:
            self._push_amendments(base)

    def _push_contract(self, contract):
        """Create or update the employee and the dated version of one contract."""
        values = self._prepare_version_vals(contract)
        version = contract.sudo().hr_version_id
        if version:
            version.write(self._keep_only(values, self._VERSION_FIELDS - {"date_version"}))
            return version
        employee = self._find_employee(contract)
        if not employee:
            employee = self._create_employee(contract, values)
            version = employee.version_id
        else:
            if not employee.active:
                employee.action_unarchive()
            version = self._put_version(employee, values)
        # sudo: the link to the employee is the software's, set here and nowhere by hand
        contract.entrepreneur_id.sudo()._permit("employee_id").write({"employee_id": employee.id})
        contract.sudo()._permit("hr_version_id", "hr_sent").write(
            {"hr_version_id": version.id, "hr_sent": True}
        )
        return version

    def _push_amendments(self, base):
        """Put every signed amendment of `base` in HR, in order, each on its own date.

        All are put again, so that an amendment signed late, but dated before another, does not
        leave an old pay behind it.
        """
        base = base.sudo()
        base_version = base.hr_version_id or self._push_contract(base)
        employee = base_version.employee_id
        for day, pay, same_day in self._get_pay_steps(base, base._get_amendments()):
            values = {**self._prepare_version_vals(base), "date_version": day, "wage": pay}
            version = self._put_version(employee, values)
            same_day._permit("hr_version_id").write({"hr_version_id": version.id})

    def _push_trials(self, contracts):
        """Write the end of the trial on every version of the contracts that HR has."""
        for contract in contracts.sudo()._periods().filtered("hr_version_id"):
            versions = contract.hr_version_id | contract._get_amendments().hr_version_id
            versions.write({"trial_date_end": contract.trial_end})

    def _push_end(self, contracts):
        """Write the last day of ended contracts in HR."""
        for contract in contracts.sudo()._periods().filtered("hr_version_id"):
            contract.hr_version_id.write({"contract_date_end": contract.date_last})

    def _push_departure(self, entrepreneur, day, reason, description=False):
        """Fill the departure of the person's employee, if they have one."""
        employee = entrepreneur.sudo().employee_id
        if employee:
            values = {
                "departure_date": day,
                "departure_reason_id": self._get_departure_reason(reason).id,
                "departure_description": description,
            }
            employee.write(self._keep_only(values, self._DEPARTURE_FIELDS))

    # Compare

    @api.model
    def _compare(self, contracts):
        """Return {contract id: list of what HR says otherwise}, as names of fields, no amount."""
        compared = contracts.sudo()._periods().filtered(lambda c: c.is_employment and c.hr_sent)
        if not compared:
            return {}
        amendments = compared._get_amendments().grouped("previous_id")
        differences = {}
        for contract in compared:
            version = contract.hr_version_id
            if not version.active or not version.employee_id:
                differences[contract.id] = ["missing"]
                continue
            expected = self._prepare_contract_vals(contract)
            for day, pay, _same_day in self._get_pay_steps(contract, amendments.get(contract, ())):
                if day == version.date_version:
                    expected["wage"] = pay
            found = [
                name
                for name in ("contract_date_start", "contract_date_end", "trial_date_end", "wage")
                if (version[name] or False) != (expected[name] or False)
            ]
            found += self._compare_amendments(contract, amendments.get(contract, ()))
            differences[contract.id] = list(dict.fromkeys(found))
        return differences

    def _compare_amendments(self, base, amendments):
        """Return what differs between amendments that change the pay and their HR versions."""
        found = []
        for day, pay, same_day in self._get_pay_steps(base, amendments):
            version = same_day[-1].hr_version_id
            if not version.active or version.date_version != day:
                found.append("missing")
            elif version.wage != pay:
                found.append("wage")
        return found

    def _get_pay_steps(self, base, amendments):
        """Return [(day, pay from that day, amendments of that day)], in order.

        Two amendments on one day: the last one wins, as it amends the other.
        """
        pay = base.fixed_pay
        steps = []
        if amendments:
            for day, same_day in amendments.grouped("date_start").items():
                changing = same_day.filtered("changes_fixed_pay")
                pay = changing[-1].fixed_pay if changing else pay
                steps.append((day, pay, same_day))
        return steps

    # Values

    def _prepare_contract_vals(self, contract):
        """Return what the contract itself says."""
        contract = contract.sudo()
        return {
            "contract_date_start": contract.date_start,
            "contract_date_end": contract.date_last,
            "trial_date_end": contract.trial_end,
            "contract_type_id": contract.type_id.hr_contract_type_id.id,
            "wage": contract.fixed_pay,
        }

    def _prepare_version_vals(self, contract):
        """Return what HR must hold for a contract: no working hours, a responsible with rights."""
        return {
            **self._prepare_contract_vals(contract),
            "date_version": contract.date_start,
            "resource_calendar_id": False,
            "hr_responsible_id": self._get_hr_responsible(contract.sudo().company_id).id,
        }

    def _keep_only(self, values, names):
        """Return the values of these names: what is not listed never reaches HR."""
        return {name: value for name, value in values.items() if name in names}

    def _find_employee(self, contract):
        """Return the employee to use: the person's own, unless another contract overlaps there.

        HR refuses two contracts of one employee on the same days: a concurrent employment is a
        second employee.
        """
        entrepreneur = contract.entrepreneur_id.sudo()
        employees = entrepreneur.employee_id | self.env["hr.employee"].sudo().with_context(
            active_test=False
        ).search(
            [
                ("work_contact_id", "=", entrepreneur.partner_id.id),
                ("company_id", "=", entrepreneur.company_id.id),
            ],
            order="active desc, id",
        )
        own = contract.sudo()._get_amendments().hr_version_id
        for employee in employees:
            busy = (employee.version_ids - own).filtered(
                lambda v: (
                    v.contract_date_start
                    and (not v.contract_date_end or v.contract_date_end >= contract.date_start)
                    and (not contract.date_last or v.contract_date_start <= contract.date_last)
                )
            )
            if not busy:
                return employee
        return self.env["hr.employee"].sudo()

    def _create_employee(self, contract, values):
        entrepreneur = contract.entrepreneur_id.sudo()
        company = entrepreneur.company_id
        values = {
            **values,
            "name": entrepreneur.partner_id.name,
            "company_id": company.id,
            "work_contact_id": entrepreneur.partner_id.id,
        }
        employees = self.env["hr.employee"].sudo().with_company(company)
        return employees.create(
            self._keep_only(values, self._EMPLOYEE_FIELDS | self._VERSION_FIELDS)
        )

    def _put_version(self, employee, values):
        """Create the version of a date, or write the one that stands there already.

        `create_version` gives back an existing version of that date unchanged: hence the write.
        """
        values = self._keep_only(values, self._VERSION_FIELDS)
        version = employee.version_ids.filtered(lambda v: v.date_version == values["date_version"])[
            :1
        ]
        if not version:
            # it drops `sudo` on its way: only the superuser gets through
            version = employee.with_user(SUPERUSER_ID).create_version(values)
            version = version.with_user(self.env.user).sudo()
        version.write(
            {
                name: value
                for name, value in values.items()
                if name not in ("date_version", "contract_date_start", "contract_date_end")
                or version[name] != value
            }
        )
        return version

    def _get_hr_responsible(self, company):
        """Return a user who has HR rights in the company: the adviser often has none."""
        users = self.env["res.users"].sudo()
        for group in ("hr.group_hr_manager", "hr.group_hr_user"):
            found = users.search(
                [
                    ("share", "=", False),
                    ("company_ids", "in", company.ids),
                    ("all_group_ids", "in", self.env.ref(group).ids),
                ],
                order="id",
                limit=1,
            )
            if found:
                return found
        return self.env.ref("base.user_admin").sudo()

    def _get_departure_reason(self, reason):
        """Return the departure reason of HR for a reason of exit."""
        names = {
            "breach": "hr.departure_fired",
            "deadline": "hr.departure_fired",
            "death": "cae_tiers_lieux.hr_departure_death",
        }
        return (
            self.env.ref(names.get(reason, "hr.departure_resigned"), raise_if_not_found=False)
            or self.env["hr.departure.reason"].search([], limit=1)
        ).sudo()
