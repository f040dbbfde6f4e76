"""The databases of this checkout: cloned from the template in a second, dropped whole."""

import os
import shutil

from . import odoo_env, paths, postgres, python_env, template
from .ui import Stop, step


class Databases:
    """This checkout's cluster, running for as long as the block lasts."""

    def __init__(self, durable=False, extra_addons=()):
        self.durable = durable
        self.extra_addons = extra_addons

    def __enter__(self):
        odoo_env.package()
        python_env.odoo_python()
        made_from = template.folder()
        self.folder = postgres.area() / "checkouts" / paths.CHECKOUT / f"pg-{made_from.name}"
        self.filestore = paths.DATA / "filestore"
        with paths.lock(f"checkout-{paths.CHECKOUT}", "it prepares this checkout's databases"):
            if not self.folder.exists():
                paths.need_space(paths.HOME, 1, "this checkout's databases")
                with step("this checkout's own PostgreSQL, from the template"):
                    self.folder.parent.mkdir(parents=True, exist_ok=True)
                    # older clusters, of another template, stay until ./dev clean
                    postgres.copy_data(made_from / "cluster", self.folder)
                    for name in (template.DEPS, template.COMPANIES):
                        self._copy_filestore(made_from / "filestore" / name, name)
        self.cluster = postgres.Cluster(self.folder, durable=self.durable)
        self.cluster.__enter__()
        try:
            self.config = odoo_env.write_config(
                self.cluster, paths.STATE / "odoo.conf", paths.DATA, self.extra_addons
            )
            self.env = odoo_env.environment(self.config)
        except BaseException:
            self.cluster.__exit__(None, None, None)
            raise
        return self

    def __exit__(self, *exc):
        return self.cluster.__exit__(*exc)

    def names(self):
        """The databases there are, the templates aside."""
        rows = self.cluster.sql(
            "SELECT datname FROM pg_database WHERE NOT datistemplate"
            f" AND datname NOT IN ('postgres', '{template.DEPS}', '{template.COMPANIES}')"
            " ORDER BY datname"
        )
        return [name for (name,) in rows]

    def clone(self, name, source=template.COMPANIES):
        """Make database ``name`` a copy of ``source``, files included."""
        check_name(name)
        self.drop(name)
        self.cluster.sql(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')
        self._copy_filestore(self.filestore / source, name)

    def rename(self, old, new):
        """Give a database its final name once it is whole."""
        self.drop(new)
        self.cluster.sql(f'ALTER DATABASE "{old}" RENAME TO "{new}"')
        shutil.rmtree(self.filestore / new, ignore_errors=True)
        if (self.filestore / old).exists():
            (self.filestore / old).rename(self.filestore / new)

    def drop(self, name):
        """Remove a database and its files, whether or not it exists."""
        check_name(name)
        self.cluster.sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        shutil.rmtree(self.filestore / name, ignore_errors=True)

    def _copy_filestore(self, source, name):
        """Copy a filestore by links: Odoo never rewrites a stored file."""
        target = self.filestore / name
        shutil.rmtree(target, ignore_errors=True)
        target.parent.mkdir(parents=True, exist_ok=True)

        def place(one, other):
            try:
                os.link(one, other)
            except OSError:
                shutil.copy2(one, other)

        if source.exists():
            shutil.copytree(source, target, copy_function=place)
        else:
            target.mkdir()


def check_name(name):
    """Refuse names that PostgreSQL or a shell would read otherwise."""
    if not name.replace("_", "").replace("-", "").isalnum() or not name[0].isalpha():
        raise Stop(f"{name!r} is no database name: use letters, digits, - and _.")
    if len(name) > 60:
        raise Stop(f"The database name {name!r} is longer than 60 characters.")
