import { registry } from "@web/core/registry";

const HOSTS = 60;
const COOPS = 13;

/** Put a file, as an old spreadsheet saves it (Latin-1), where the visible upload button is. */
function upload(field, name, lines) {
    const bytes = Uint8Array.from(lines.join("\r\n"), (letter) => letter.charCodeAt(0));
    const files = new DataTransfer();
    files.items.add(new File([bytes], name, { type: "text/csv" }));
    const input = document.querySelector(`${field} input[type='file']`);
    input.files = files.files;
    input.dispatchEvent(new Event("change"));
}

function directory() {
    const lines = ["Nom du tiers-lieu;Adresse;Code postal;Commune"];
    for (let place = 0; place < HOSTS; place++) {
        lines.push(`L'Étincelle n°${place};${place}, allée d'Été;${34000 + place};Sète`);
    }
    return lines;
}

function members() {
    const lines = ["Organisme;Type;Depuis;Choix"];
    for (let coop = 0; coop < COOPS; coop++) {
        lines.push(`Coopérative n°${coop};CAE;1er janvier 2026;`);
    }
    for (let place = 0; place < HOSTS; place++) {
        lines.push(`L'ÉTINCELLE N°${place};Tiers-lieu;;${place % 2 ? "Gratuit" : "réduit 50 %"}`);
    }
    return lines;
}

const MATRIX = ".o_field_widget[name='matrix_html']";
const LAST_CELL = `tbody tr:nth-child(${HOSTS}) td:nth-child(${COOPS + 1})`;

/** A programme of 13 coops and 60 spaces, in French: two files, the matrix, all in force. */
registry.category("web_tour.tours").add("cae_program_from_files", {
    steps: () => [
        {
            content: "a new import of spaces",
            trigger: ".o_list_button_add",
            run: "click",
        },
        {
            content: "choose the directory",
            trigger: ".o_field_widget[name='file'] .o_select_file_button",
            run: () => upload(".o_field_widget[name='file']", "annuaire.csv", directory()),
        },
        {
            content: "check it",
            trigger: ".o_form_statusbar button.btn-primary[name='action_check']",
            run: "click",
        },
        {
            content: "nothing is to be decided: import it",
            trigger: ".o_form_statusbar button[name='action_import']",
            run: "click",
        },
        {
            content: "sixty spaces",
            trigger: ".alert-success:contains('60')",
        },
        {
            content: "the menu of the spaces",
            trigger: "[data-menu-xmlid='cae_tiers_lieux.menu_cae_spaces']",
            run: "click",
        },
        {
            content: "the programmes",
            trigger: "[data-menu-xmlid='cae_tiers_lieux.cae_program_menu']",
            run: "click",
        },
        {
            content: "the programme, whose formula is written",
            trigger: ".o_data_row:contains('Passerelles') .o_data_cell",
            run: "click",
        },
        {
            content: "load the members",
            trigger: "button:contains('Charger les membres')",
            run: "click",
        },
        {
            content: "choose their list",
            trigger: ".modal .o_field_widget[name='file'] .o_select_file_button",
            run: () => upload(".modal .o_field_widget[name='file']", "membres.csv", members()),
        },
        {
            content: "it says what it will do",
            trigger: ".modal .alert-success:contains('Nouveaux membres : 73')",
        },
        {
            content: "load it",
            trigger: ".modal button[name='action_load']",
            run: "click",
        },
        {
            content: "the matrix holds a cell for each pair, to be made",
            trigger: `body:not(:has(.modal)) ${MATRIX} ${LAST_CELL} .text-bg-danger`,
        },
        {
            content: "prepare the conventions",
            trigger: "button[name='action_prepare_conventions']",
            run: "click",
        },
        {
            content: "sixty drafts",
            trigger: `.o_data_row:nth-child(${HOSTS})`,
        },
        {
            content: "choose them all",
            trigger: "thead .o_list_record_selector input",
            run: "click",
        },
        {
            content: "put them in force",
            trigger: "button[name='action_start']",
            run: "click",
        },
        {
            content: "they are",
            trigger: `.o_data_row:nth-child(${HOSTS}) .text-bg-success`,
        },
        {
            content: "back on the programme",
            trigger: ".breadcrumb-item:contains('Passerelles') a",
            run: "click",
        },
        {
            content: "everybody signed with everybody",
            trigger: `${MATRIX} ${LAST_CELL} .text-bg-success`,
        },
    ],
});
