// A form of filters and the address say the same, whichever way "back" leads to the page. Without
// this script a form is sent as any other.
"use strict";

const filters = () => document.querySelector("form[data-in-address]");

const restore = () => {
  const said = new URLSearchParams(window.location.search);
  for (const field of filters().elements) {
    const values = said.getAll(field.name);
    if (field.type === "checkbox" || field.type === "radio") {
      field.checked = values.includes(field.value);
    } else if (field.localName === "select") {
      field.selectedIndex = Math.max([...field.options].findIndex((one) => values.includes(one.value)), 0);
    } else if (field.name && field.type !== "hidden") {
      field.value = values[0] ?? "";
    }
  }
};

// The browser kept the page as it was left, with what was typed and never sent.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) restore();
});

// The same filters once more are no step of their own.
const asked = (address) => {
  const found = new URL(address, window.location.href);
  return found.pathname + new URLSearchParams([...found.searchParams].filter(([, value]) => value));
};
document.addEventListener("htmx:beforeHistoryUpdate", ({ detail: { history } }) => {
  if (history.type === "push" && asked(history.path) === asked(window.location.href)) {
    history.type = "replace";
  }
});
