import { registry } from "@web/core/registry";

/** From the table of cross-memberships: the pair, the missing direction, put in force. */
registry.category("web_tour.tours").add("cae_membership_cross", {
    steps: () => [
        {
            content: "the space is a member of the CAE, not the reverse",
            trigger: ".o_cae_matrix tr:contains('Tour Host') .o_cae_cell_host",
            run: "click",
        },
        {
            content: "the page of the pair says what is missing",
            trigger: ".alert-warning:contains('Tour Host')",
        },
        {
            content: "start the missing direction",
            trigger: "button[name='action_start_right']:visible",
            run: "click",
        },
        {
            content: "the membership is filled in",
            trigger: ".o_field_widget[name='organisation_id'] input:value('Tour Host')",
        },
        {
            content: "put it in force",
            trigger: "button[name='action_activate']",
            run: "click",
        },
        {
            content: "it is in force, and mutual",
            trigger: ".o_arrow_button_current[data-value='active']",
        },
        {
            content: "the other direction is one click away",
            trigger: "button[name='action_open_pair']",
            run: "click",
        },
        {
            content: "members of each other",
            trigger: ".alert-success:visible",
        },
    ],
});
