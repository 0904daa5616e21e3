// Prints what ical.js reads from the feed on standard input: one [UID, first day, day after, title,
// description] a line. Packages are found through NODE_PATH.
const loaded = require("ical.js");
const ICAL = loaded.default || loaded;
const text = require("fs").readFileSync(0, "utf8");
const calendar = new ICAL.Component(ICAL.parse(text));
for (const component of calendar.getAllSubcomponents("vevent")) {
  const event = new ICAL.Event(component);
  const days = [`${event.startDate}`, `${event.endDate}`];
  console.log(JSON.stringify([event.uid, ...days, event.summary, event.description]));
}
