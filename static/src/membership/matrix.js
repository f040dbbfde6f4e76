import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { deserializeDate, formatDate } from "@web/core/l10n/dates";

/** The table of cross-memberships: CAE in columns, operators of spaces in rows. */
export class CaeMembershipMatrix extends Component {
    static template = "cae_tiers_lieux.MembershipMatrix";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ table: null, filter: "all", search: "" });
        onWillStart(() => this.load(null));
    }

    async load(day) {
        this.state.table = await this.orm.call("cae.membership", "get_matrix", [], { day });
    }

    onDateChange(ev) {
        return this.load(ev.target.value || null);
    }

    get rows() {
        const { filter, search, table } = this.state;
        const words = search.trim().toLowerCase();
        return table.rows.filter(
            (row) =>
                (!words || row.name.toLowerCase().includes(words)) &&
                (filter === "all" || row.cells.some((cell) => this.bucket(cell) === filter))
        );
    }

    bucket(cell) {
        return cell.state === "host" || cell.state === "coop" ? "one_way" : cell.state;
    }

    setFilter(filter) {
        this.state.filter = this.state.filter === filter ? "all" : filter;
    }

    label(cell) {
        return {
            mutual: _t("Mutual"),
            host: _t("Space → CAE"),
            coop: _t("CAE → space"),
            none: _t("Neither"),
        }[cell.state];
    }

    since(cell) {
        return cell.since ? formatDate(deserializeDate(cell.since)) : "";
    }

    kinds(cell) {
        const names = { shares: _t("shares"), dues: _t("dues") };
        return [cell.host_kind, cell.coop_kind]
            .filter(Boolean)
            .map((kind) => names[kind])
            .join(" / ");
    }

    async openPair(row, cell) {
        const action = await this.orm.call("cae.membership.pair", "action_open", [
            row.id,
            cell.coop_id,
        ]);
        return this.action.doAction(action);
    }
}

registry.category("actions").add("cae_membership_matrix", CaeMembershipMatrix);
