// An office form under the keyboard: where it stands at first, in a row just added, and its keys.
// Ctrl with an arrow leads to the next or the last section, Ctrl with Enter saves, and whatever is
// typed where a search waits opens it. Without this script, Tab reaches every field.
{
  const $ = window.django.jQuery;
  const FIELD = "input:not([type=hidden]):not([type=checkbox]), select, textarea";
  const SECTION = "form fieldset.module, .inline-group";

  const isShown = (element) =>
    element.getClientRects().length > 0 && !element.closest("details:not([open])");
  const fieldsOf = (part) => [...(part?.querySelectorAll(FIELD) ?? [])].filter(isShown);

  const enter = (part) => {
    const [field] = fieldsOf(part);
    const search = field?.parentElement.querySelector(".select2-selection");
    (search || field)?.focus();
  };

  // On load: the admin's own script, which comes at any time before, takes the first field. Then
  // once its queue is done, in which it turns selects into searches.
  window.addEventListener("load", () => {
    const wrong = document.querySelector("form .errorlist:not(.nonfield)");
    const search = document.activeElement?.closest("select.admin-autocomplete");
    $(() => {
      wrong?.scrollIntoView({ block: "center" });
      enter(wrong?.closest("td, .form-multiline > div, .form-row, .inline-group") ?? search?.parentElement);
    });
  });

  // Afterwards: the admin turns the row's selects into searches at this same event. A row that a
  // script added leaves the keyboard where somebody is typing.
  document.addEventListener("formset:added", (event) => {
    if (document.activeElement.closest(".add-row")) window.setTimeout(() => enter(event.target));
  });

  // Sections with a field to fill in; one within another is part of it.
  const leadTo = (step) => {
    const sections = [...document.querySelectorAll(SECTION)].filter(
      (one) => !one.parentElement.closest(SECTION) && fieldsOf(one).length,
    );
    enter(sections[sections.findIndex((one) => one.contains(document.activeElement)) + step]);
  };

  document.addEventListener("keydown", (event) => {
    const form = event.target.closest("#content-main form");
    if (!form) return;
    if (event.ctrlKey && event.key === "Enter") {
      form.querySelector(".submit-row .default")?.click();
    } else if (event.ctrlKey && event.key === "ArrowDown") {
      leadTo(1);
    } else if (event.ctrlKey && event.key === "ArrowUp") {
      leadTo(-1);
    } else {
      return;
    }
    event.preventDefault();
  });

  document.addEventListener("keydown", (event) => {
    const search = event.target.closest(".select2-selection--single");
    const isTyping = event.key === "Process" || (event.key.length === 1 && event.key !== " ");
    if (search && isTyping && !event.ctrlKey && !event.altKey && !event.metaKey) {
      $(search.closest(".select2").previousElementSibling).select2("open");
    }
  });

  // What a search offers depends on a choice made beside it; see `narrowed_by`.
  $.ajaxPrefilter((options) => {
    const asked = new URLSearchParams(options.data);
    const { narrowedBy: by } =
      [...document.querySelectorAll("select[data-narrowed-by]")].find(
        ({ dataset }) =>
          dataset.modelName === asked.get("model_name") &&
          dataset.fieldName === asked.get("field_name"),
      )?.dataset ?? {};
    const chosen = by && document.getElementById(`id_${by}`)?.value;
    if (chosen) options.data += `&${by}=${encodeURIComponent(chosen)}`;
  });
}
