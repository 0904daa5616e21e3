// A button that copies an address; without scripts it is not shown, and the address is selected by hand.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copies]");
  if (!button) return;
  const address = document.getElementById(button.dataset.copies);
  const said = document.getElementById(`${button.dataset.copies}-copied`);
  address.select();
  try {
    await navigator.clipboard.writeText(address.value);
  } catch {
    document.execCommand("copy"); // where the page is not served by HTTPS
  }
  said.textContent = said.dataset.words;
});
