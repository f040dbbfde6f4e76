"""./dev clean: give the disk back."""

import shutil

from . import paths, postgres
from .ui import say


def clean(everything):
    """Remove what belongs to this checkout, or all that ./dev ever made for this user."""
    area = postgres.area()
    clusters = [area / "checkouts" / paths.CHECKOUT]
    if everything:
        clusters = [*area.glob("checkouts/*")]
    for checkout in clusters:
        for folder in checkout.glob("pg-*"):
            cluster = postgres.Cluster(folder)
            cluster.stop()
            shutil.rmtree(cluster.sockets, ignore_errors=True)
    doomed = [area, paths.HOME] if everything else [*clusters, paths.STATE]
    for folder in doomed:
        if folder.exists():
            shutil.rmtree(folder)
            say(f"removed {folder}")
    return 0
