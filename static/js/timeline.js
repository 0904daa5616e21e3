// What a bar of the year tells in full: under a finger the first touch tells it and the second
// opens it, and Escape puts it away. Pointer and keys need no script.
"use strict";

const bars = document.querySelectorAll(".timeline-bar");
const tell = (wanted) => bars.forEach((bar) => bar.classList.toggle("is-told", bar === wanted));
const quieten = (isQuiet) =>
  bars.forEach((bar) => bar.parentElement.classList.toggle("is-quiet", isQuiet));

document.addEventListener("click", (event) => {
  const bar = event.target.closest(".timeline-bar");
  if (bar && event.pointerType === "touch" && !bar.classList.contains("is-told")) {
    event.preventDefault();
  }
  tell(bar);
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    tell(null);
    quieten(true);
  }
});
for (const name of ["pointerover", "focusin"]) {
  document.addEventListener(name, (event) => {
    if (event.target.closest(".timeline-bar")) quieten(false);
  });
}
