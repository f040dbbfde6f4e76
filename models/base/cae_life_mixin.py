from odoo import api, fields, models, tools
from odoo.exceptions import AccessError, UserError

from .life import ALWAYS_WRITABLE, Life, Permit

PERMITS = "cae_permits"
#: In the permit of a creation that is under way: what it makes is checked at its end.
CREATING = "creating"


class CaeLifeMixin(models.AbstractModel):
    """What a state locks, nobody changes, whatever the way they take.

    A model declares its table (``_life``, see ``life.py``); a later house adds the fields it brings
    by ``_life_more = {state: {field, …}}``. Creation is checked on the record as it was created,
    so that values and defaults of the context and of the database meet the same lock. Writing
    is checked before and after, so that a link to a locked parent, or to another company, is seen.
    The superuser is bound too: a ``sudo()`` somewhere else is no leave. Only a transition writes
    what is locked, under a permit that names the records and the fields.

    sudo: the state of a record and what it locks are read for whoever asks, nothing else is.
    """

    _name = "cae.life.mixin"
    _description = "Life of a record"
    _life = Life(stages={})

    cae_life_state = fields.Char(compute="_compute_cae_life_state")

    def _compute_cae_life_state(self):
        """What a screen asks to show as read only what the state locks."""
        for record, state in self._get_life_states().items():
            record.cae_life_state = state

    # Screens

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        """Show as read only what the table locks: a screen says what the model will do."""
        arch, view = super()._get_view(view_id, view_type, **options)
        if view_type in ("form", "list", "kanban"):
            self._mirror_locks(arch)
        return arch, view

    @api.model
    def _mirror_locks(self, arch):
        """Add to the fields of a view, nested lists included, the states that lock them.

        A record still to be created is open: what it may hold is checked with its state.
        """
        for node in arch:
            name = node.get("name")
            if node.tag != "field" or name not in self._fields:
                self._mirror_locks(node)
                continue
            field = self._fields[name]
            if field.type in ("one2many", "many2many") and len(node):
                lines = self.env[field.comodel_name]
                for view in node:
                    if hasattr(lines, "_mirror_locks"):
                        lines._mirror_locks(view)
                continue
            states = self._get_locking_states(name)
            if states and node.get("readonly") not in ("1", "True"):
                lock = f"id and cae_life_state in {list(states)}"
                asked = node.get("readonly")
                node.set("readonly", f"({asked}) or ({lock})" if asked else lock)

    @api.model
    def _get_locking_states(self, name):
        """Return the states in which nobody writes a field by hand, as a tuple."""
        if name not in self._get_locked_names({name}) or self._fields[name].readonly:
            return ()
        stages = self._get_life().stages
        return tuple(state for state, stage in stages.items() if name not in stage.names())

    # Table

    @api.model
    @tools.ormcache("self._name")
    def _get_life(self):
        """Return the table of this model with the fields that later houses add."""
        life = self._life
        for model_class in type(self).mro():
            more = vars(model_class).get("_life_more")
            if more:
                life = life.extended(more)
        return life

    def _get_life_states(self):
        """Return ``{record: state of its life}``; a model without one says what it follows from."""
        life = self._get_life()
        if life.parent:
            states = self.sudo()[life.parent]._get_life_states()
            return {record: states.get(record.sudo()[life.parent], life.first) for record in self}
        states = {record: record.sudo()[life.state_field] for record in self}
        for record, state in states.items():
            document, filed = life.filed.get(state, ("", ""))
            if document and record.sudo()[document]:
                states[record] = filed
        return states

    def _get_writable(self, state):
        """Return the names that this user may write by hand in this state."""
        stage = self._get_life().stages.get(state)
        if not stage:
            return frozenset()
        names = set(stage.writable)
        for role, more in stage.by_role.items():
            if self._cae_has_role(role):
                names |= more
        return frozenset(names)

    def _cae_not_locked(self, name):
        stages = self._get_life().stages
        states = self._get_life_states()
        return self.filtered(
            lambda record: states[record] in stages and name in stages[states[record]].names()
        )

    @api.model
    def _cae_has_role(self, role):
        """Return whether this user, or code that runs as nobody in particular, holds the role."""
        return not role or self.env.su or self.env.user.has_group(f"cae_tiers_lieux.group_{role}")

    # CRUD

    @api.model_create_multi
    def create(self, vals_list):
        # the attachments made on the way are checked with the record that they belong to
        creating = self._permit_create(CREATING)
        records = super(CaeLifeMixin, creating).create(vals_list)
        if not self._is_loading():
            records._check_created(vals_list)
        return records.with_context(**{PERMITS: ()})

    def write(self, vals):
        names = self._get_locked_names(vals)
        if not names or self._is_loading():
            return super().write(vals)
        if not self.env.su:
            self.check_access("write")
        changed = self._get_changed(vals, names)
        self._check_writable(changed)
        files = [name for name in names if self._fields[name].type == "binary"]
        # the attachments that store these fields ask for the same leave
        allowed = self._permit(*files) if files else self
        before = self._get_life_states()
        result = super(CaeLifeMixin, allowed).write(vals)
        self._leave_filed(changed, before)
        self._check_writable(changed)
        if any(self._fields[name].relational for name in names) and not self.env.su:
            self.check_access("write")
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_locked(self):
        life = self._get_life()
        states = self._get_life_states()
        for record in self:
            stage = life.stages.get(states[record])
            if "unlink" in record._get_permitted():
                continue
            if not stage or not stage.delete:
                raise UserError(record._get_locked_message(states[record], ()))
            if not self._cae_has_role(stage.delete):
                raise AccessError(record._get_role_message(stage.delete))

    # Checks

    @api.model
    def _is_loading(self):
        """Return whether the data of a module is being loaded: its files are our own code."""
        return self.env.su and not self.pool.ready

    @api.model
    def _get_locked_names(self, vals):
        """Return the names in ``vals`` that a life may lock.

        Lines of a one2many are guarded by their own life; what is not stored is written elsewhere.
        """
        return {
            name
            for name in vals
            if name not in ALWAYS_WRITABLE
            and (field := self._fields.get(name))
            and field.store
            and field.type != "one2many"
        }

    def _get_changed(self, vals, names):
        """Return ``{record: names that would really change}``."""
        changed = {}
        for record in self:
            sudo = record.sudo()
            own = set()
            for name in names:
                field = self._fields[name]
                if field.type == "binary":
                    own.add(name)
                    continue
                new = field.convert_to_record(field.convert_to_cache(vals[name], sudo), sudo)
                if new != sudo[name]:
                    own.add(name)
            changed[record] = own
        return changed

    def _leave_filed(self, changed, before):
        """Leave out of ``{record: names}`` those whose document was filed just now.

        It locks itself by being filed, so the stage that it stood in is the one that counts.
        """
        filed = self._get_life().filed
        for record, state in self._get_life_states().items() if filed else ():
            if before[record] != state == filed.get(before[record], ("", ""))[1]:
                del changed[record]

    def _check_writable(self, changed):
        """Refuse names that are locked in the state that each record is in now.

        :param changed: ``{record: names}``
        """
        states = self._get_life_states()
        for record, names in changed.items():
            state = states[record]
            refused = names - record._get_permitted() - self._get_writable(state)
            if not refused:
                continue
            stage = self._get_life().stages.get(state)
            for role, more in stage.by_role.items() if stage else ():
                if refused <= more:
                    raise AccessError(record._get_role_message(role))
            raise UserError(record._get_locked_message(state, refused))

    def _check_created(self, vals_list):
        """Refuse records that begin elsewhere than at the beginning, or with locked values.

        What is looked at is what somebody gave: the values, the defaults of the context and those
        of the database. What the creation itself set on the way stands under its own permits.
        """
        life = self._get_life()
        has_state = not life.parent and life.state_field in self._fields
        permitted = self._get_permitted_creation()
        defaults = {key[8:] for key in self.env.context if key.startswith("default_")}
        defaults.update(self.env["ir.default"]._get_model_defaults(self._name))
        given = dict(zip(self, (defaults.union(vals) for vals in vals_list), strict=True))
        by_state = {}
        for record, state in self._get_life_states().items():
            by_state.setdefault(state, []).append(record)
        for state, records in by_state.items():
            if has_state and state != life.first and life.state_field not in permitted:
                forged = [record for record in records if life.state_field in given[record]]
                if forged:
                    raise UserError(forged[0]._get_birth_message(life.first))
            locked = self._get_locked_births(state, permitted)
            for record in records:
                # sudo: what was just created, fields of other groups among it
                sudo = record.sudo()
                refused = {
                    name
                    for name in given[record] & locked.keys()
                    if (value := sudo[name]) and value != locked[name]
                }
                if refused:
                    raise UserError(record._get_locked_message(state, refused))

    @api.model
    def _get_locked_births(self, state, permitted):
        """Return ``{name: value at birth}`` of the fields that nobody enters in this state.

        The value is the code's own default, ``None`` for a computed one.
        """
        stage = self._get_life().stages.get(state)
        own = stage and stage.entered is not None
        entered = stage.entered if own else self._get_writable(state)
        open_names = entered | permitted | ALWAYS_WRITABLE
        plain = self.with_env(self.env(context={})).browse()
        births = {}
        for name, field in self._fields.items():
            if (
                not field.store
                or name in open_names
                or name in models.MAGIC_COLUMNS
                or field.type == "one2many"
            ):
                continue
            if field.compute or field.related:
                births[name] = None
                continue
            birth = field.default(plain) if field.default else False
            births[name] = field.convert_to_record(field.convert_to_cache(birth, plain), plain)
        return births

    # Transitions

    def _check_step(self, step):
        """Refuse a step that this user may not take, or that the state is not open to.

        :param step: a key of the table's transitions
        """
        transition = self._get_life().transitions[step]
        if not self._cae_has_role(transition.role):
            raise AccessError(self._get_role_message(transition.role))
        for record, state in self._get_life_states().items():
            if state not in transition.sources:
                raise UserError(record._get_step_message(state))

    def _take_step(self, step, **vals):
        """Write what a step writes: its target state and the values of its own fields.

        A state that follows from facts is not written: the step writes those facts. Who may take
        it was checked by ``_check_step``; the fields must be those of the table.
        """
        life = self._get_life()
        transition = life.transitions[step]
        strangers = vals.keys() - transition.writes
        if strangers:
            raise ValueError(f"{self._name}: the step {step!r} does not write {strangers}")
        state_field = self._fields.get(life.state_field)
        if transition.target and state_field and state_field.store:
            vals[life.state_field] = transition.target
        self._permit(*vals).write(vals)

    def _permit(self, *names):
        """Return these records with leave to write these fields; ``"unlink"`` to delete them."""
        permit = Permit(self._name, self.ids, names)
        return self.with_context(**{PERMITS: (*self._get_permits(), permit)})

    @api.model
    def _permit_create(self, *names):
        """Return this model with leave to create records that hold these fields."""
        permit = Permit(self._name, None, names)
        return self.with_context(**{PERMITS: (*self._get_permits(), permit)})

    def _get_permits(self):
        """Return the permits of the context: instances only, whatever else was put there."""
        permits = self.env.context.get(PERMITS)
        if not isinstance(permits, tuple):
            return ()
        return tuple(permit for permit in permits if isinstance(permit, Permit))

    def _get_permitted(self):
        self.ensure_one()
        covered = (permit.covers(self._name, self.id) for permit in self._get_permits())
        return frozenset().union(*covered)

    @api.model
    def _get_permitted_creation(self):
        covered = (permit.covers(self._name, None) for permit in self._get_permits())
        return frozenset().union(*covered)

    @api.model
    def _is_creating(self):
        """Return whether a record of this model is being created right now."""
        return CREATING in self._get_permitted_creation()

    # Sentences

    def _get_state_label(self, state):
        life = self._get_life()
        if label := life.labels.get(state):
            return self.env._(label)
        if life.parent and life.parent in self._fields:
            return self.env[self._fields[life.parent].comodel_name]._get_state_label(state)
        if life.state_field not in self._fields:
            return state
        field = self._fields[life.state_field]
        return dict(field._description_selection(self.env)).get(state, state)

    def _get_life_name(self):
        """Return what people call this record; a part without a name goes by its whole."""
        life = self._get_life()
        whole = life.parent and not self._rec_name and self[life.parent]
        return (whole or self).display_name or self.env._(self._description)

    def _get_locked_message(self, state, names):
        """Say which fields of which record are locked, in which state, and the way on."""
        labels = ", ".join(
            sorted(self._fields[name]._description_string(self.env) for name in names)
        )
        if not names:
            text = self.env._(
                "“%(record)s” (%(state)s) cannot be deleted.",
                record=self._get_life_name(),
                state=self._get_state_label(state),
            )
        else:
            text = self.env._(
                "“%(record)s” (%(state)s): %(fields)s cannot be changed by hand.",
                record=self._get_life_name(),
                state=self._get_state_label(state),
                fields=labels,
            )
        return f"{text} {self._get_way_on(state)}".strip()

    def _get_birth_message(self, first):
        return self.env._(
            "“%(record)s” begins as “%(state)s”, and goes on by its buttons.",
            record=self._get_life_name(),
            state=self._get_state_label(first),
        )

    def _get_step_message(self, state):
        text = self.env._(
            "“%(record)s” is “%(state)s”: this step is not open to it.",
            record=self._get_life_name(),
            state=self._get_state_label(state),
        )
        return f"{text} {self._get_way_on(state)}".strip()

    def _get_way_on(self, state):
        """Say what to do instead in this state, where the table tells it."""
        stage = self._get_life().stages.get(state)
        return self.env._(stage.way_on) if stage and stage.way_on else ""

    def _get_role_message(self, role):
        group = self.env.ref(f"cae_tiers_lieux.group_{role}").sudo()
        return self.env._(
            "“%(record)s”: this is for the role “%(role)s”. Ask somebody who holds it.",
            record=self[:1]._get_life_name(),
            role=group.name,
        )
