// [data-year-strip="id of a field"]: a year of 52 weeks to tap, above a field that asks for a number of weeks.
// It only counts: the number in the field is what is kept, and typing it there does the same. Without this script there is the field.
const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
const WEEKS = [5, 4, 4, 5, 4, 4, 5, 4, 4, 5, 4, 4];

export function yearStrip() {
  for (const place of document.querySelectorAll("[data-year-strip]")) {
    const field = document.getElementById(place.dataset.yearStrip);
    if (field) build(place, field);
  }
}

function build(place, field) {
  const told = element("p", "cp-year__told", { role: "status" });
  const months = MONTHS.map((name, at) => month(name, WEEKS[at]));
  const weeks = months.flatMap((one) => one.weeks);
  const all = months.flatMap((one) => [one.whole, ...one.weeks]);
  const strip = element("div", "cp-year__months");
  strip.append(...months.map((one) => one.row));
  const intro = element("p", "", { id: `${field.id}-year` });
  intro.textContent = "Tap the weeks that are hard, and they are counted for you. Or write the number below. Only the number is kept.";
  place.setAttribute("role", "group");
  place.setAttribute("aria-labelledby", intro.id);
  place.append(intro, strip, told);
  place.hidden = false;

  function marked() {
    return weeks.filter((week) => week.ariaPressed === "true").length;
  }

  function show() {
    for (const one of months) one.whole.ariaPressed = String(one.weeks.every((week) => week.ariaPressed === "true"));
  }

  function count() {
    show();
    const number = marked();
    field.value = number || "";
    told.textContent = number ? `${number} ${number === 1 ? "week" : "weeks"} marked` : "No week marked";
    for (const kind of ["input", "change"]) field.dispatchEvent(new CustomEvent(kind, { bubbles: true, detail: "year-strip" }));
  }

  function stand(button) {
    for (const one of all) one.tabIndex = one === button ? 0 : -1;
  }

  function reached(button, key) {
    const at = all.indexOf(button);
    const row = months.findIndex((one) => one.row.contains(button));
    const inRow = [months[row].whole, ...months[row].weeks].indexOf(button);
    const beside = (other) => [months[other].whole, ...months[other].weeks][Math.min(inRow, months[other].weeks.length)];
    return {
      ArrowRight: all[at + 1],
      ArrowLeft: all[at - 1],
      ArrowDown: row < 11 ? beside(row + 1) : undefined,
      ArrowUp: row > 0 ? beside(row - 1) : undefined,
      Home: all[0],
      End: all.at(-1),
    }[key];
  }

  strip.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    stand(button);
    const on = String(button.ariaPressed !== "true");
    const whole = months.find((one) => one.whole === button);
    for (const week of whole ? whole.weeks : [button]) week.ariaPressed = on;
    count();
  });
  strip.addEventListener("keydown", (event) => {
    const button = event.target.closest("button");
    const next = button && reached(button, event.key);
    if (!["ArrowRight", "ArrowLeft", "ArrowDown", "ArrowUp", "Home", "End"].includes(event.key)) return;
    event.preventDefault();
    if (!next) return;
    stand(next);
    next.focus();
  });
  // A number that is typed is what counts: marks that say something else would only confuse.
  field.addEventListener("input", (event) => {
    if (event.detail === "year-strip" || !marked()) return;
    for (const week of weeks) week.ariaPressed = "false";
    show();
    told.textContent = "";
  });
  stand(all[0]);
  show();
}

function month(name, number) {
  const whole = button("cp-year__name", name.slice(0, 3), `All of ${name}`);
  const weeks = Array.from({ length: number }, (_, at) => button("cp-year__week", "", `${name}, week ${at + 1}`));
  const row = element("div", "cp-year__month");
  row.append(whole, ...weeks);
  return { row, whole, weeks };
}

function button(className, text, label) {
  const made = element("button", className, { type: "button", "aria-label": label, "aria-pressed": "false" });
  made.textContent = text;
  return made;
}

function element(name, className, attributes = {}) {
  const made = document.createElement(name);
  made.className = className;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}
