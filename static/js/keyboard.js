// Where the keyboard stands: at what is wrong in a refused form, and in a row just added.
{
  const FIELD = "input:not([type=hidden]):not([type=checkbox]), select, textarea";

  const enter = (row, nth = 0) => {
    const fields = row ? [...row.querySelectorAll(FIELD)] : [];
    const field = fields[nth] || fields[0];
    const search = field && field.parentElement.querySelector(".select2-selection");
    (search || field)?.focus();
  };

  // On load: the admin's own script, which comes at any time before, takes the first field. Then
  // once its queue is done, in which it turns selects into searches.
  window.addEventListener("load", () => {
    const list = document.querySelector("form .errorlist:not(.nonfield, .nonform)");
    window.django.jQuery(() => enter(list?.closest("td, .form-row")));
  });

  // Afterwards: the admin turns the row's selects into searches at this same event.
  document.addEventListener("formset:added", (event) => {
    const isNumbered = event.target.querySelector(".field-order");
    window.setTimeout(() => enter(event.target, isNumbered ? 1 : 0));
  });
}
