// Give Django's widgets the names that they leave out: what is chosen in a search, and pictures
// that speak.
{
  const labelOf = (search) => search?.previousElementSibling?.labels?.[0];

  const name = () => {
    document.querySelectorAll(".select2-selection:not([data-named])").forEach((selection) => {
      const label = labelOf(selection.closest(".select2"));
      const shown = selection.querySelector(".select2-selection__rendered");
      if (!label || !shown) return;
      label.id ||= `${label.htmlFor}_label`;
      shown.removeAttribute("role");
      shown.removeAttribute("aria-readonly");
      selection.setAttribute("aria-labelledby", `${label.id} ${shown.id}`);
      selection.dataset.named = "";
    });
    document.querySelectorAll(".select2-search__field:not([aria-label])").forEach((field) => {
      const label = labelOf(document.querySelector(".select2-container--open.select2"));
      if (label) field.setAttribute("aria-label", label.textContent.trim());
    });
    document.querySelectorAll("span.help-tooltip[aria-label]:not([role])").forEach((picture) => {
      picture.setAttribute("role", "img");
    });
  };

  new MutationObserver(name).observe(document.body, { childList: true, subtree: true });
  name();
}
