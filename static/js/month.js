// Days of the month page under the arrow keys. Without this script, Tab reaches every entry.
"use strict";

const grid = document.querySelector("table.month");
const days = [...grid.querySelectorAll("td.day[id]")];
const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

const follow = (selector, hash) => {
  const link = document.querySelector(selector);
  if (link) {
    const address = new URL(link.href);
    address.hash = hash;
    window.location.assign(address);
  }
};

const focusDay = (day) => {
  days.forEach((one) => one.setAttribute("tabindex", one === day ? "0" : "-1"));
  day.focus();
};

// The hash says on which day to stand: counted from the month's first, or from its end if negative.
// A shorter month has its last day instead.
const dayAsked = (hash) => {
  if (hash === "#today") {
    return grid.querySelector(".day-today");
  }
  const number = Number(/^#day-(-?\d{1,2})$/.exec(hash)?.[1] ?? 0);
  return number < 0 ? days.at(number) : number > 0 && (days[number - 1] ?? days.at(-1));
};

const move = (position, step) => {
  const target = position + step;
  if (target < 0) {
    follow('[rel="prev"]', `day-${target}`);
  } else if (target >= days.length) {
    follow('[rel="next"]', `day-${target - days.length + 1}`);
  } else {
    focusDay(days[target]);
  }
};

const onKey = (event) => {
  const day = event.target.closest("td.day[id]");
  if (!day || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) {
    return;
  }
  const position = days.indexOf(day);
  if (event.key in STEPS) {
    move(position, STEPS[event.key]);
  } else if (event.key === "PageUp") {
    follow('[rel="prev"]', day.id);
  } else if (event.key === "PageDown") {
    follow('[rel="next"]', day.id);
  } else if (event.key === "Home") {
    const today = dayAsked("#today");
    today ? focusDay(today) : follow(".turn-today", "today");
  } else if (event.key === "Enter" && event.target === day) {
    day.querySelector("a")?.focus();
  } else {
    return;
  }
  event.preventDefault();
};

days.forEach((day) => day.setAttribute("tabindex", "-1"));
(grid.querySelector(".day-today") ?? days[0]).setAttribute("tabindex", "0");
grid.addEventListener("keydown", onKey);
const asked = dayAsked(window.location.hash);
if (asked) {
  focusDay(asked);
}
