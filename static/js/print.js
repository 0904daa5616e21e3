// A button that prints the page; without scripts it is not shown, and the browser's menu prints.
for (const button of document.querySelectorAll("[data-prints]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
