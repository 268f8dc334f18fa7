// Keys for staff: "/" goes to [data-search]; j and k walk over [data-row] and stand on the row's [data-row-link] or first link, which Enter opens;
// any other single key presses the [data-key] of that name, inside the current row where it has one. Never while typing, and each
// person can turn them off ([data-keys-toggle]).
const OFF = "keys-off";

export function keys() {
  const rows = [...document.querySelectorAll("[data-row]")];
  const toggle = document.querySelector("[data-keys-toggle]");
  let current = -1;

  function off() {
    return localStorage.getItem(OFF) === "yes";
  }

  if (toggle) {
    const say = () => {
      toggle.textContent = off() ? "Turn these keys on" : "Turn these keys off";
    };
    toggle.hidden = false;
    toggle.addEventListener("click", () => {
      localStorage.setItem(OFF, off() ? "no" : "yes");
      say();
    });
    say();
  }

  function walk(step) {
    if (!rows.length) return;
    rows[current]?.removeAttribute("data-row-current");
    current = Math.min(Math.max(current + step, 0), rows.length - 1);
    const row = rows[current];
    row.setAttribute("data-row-current", "");
    row.scrollIntoView({ block: "nearest" });
    (row.querySelector("[data-row-link], a, button, input") ?? row).focus();
  }

  function press(key) {
    const named = `[data-key="${CSS.escape(key)}"]`;
    const found = document.activeElement?.closest("[data-row]")?.querySelector(named) ?? rows[current]?.querySelector(named) ?? document.querySelector(named);
    found?.focus();
    found?.click();
    return Boolean(found);
  }

  const does = {
    "/": () => document.querySelector("[data-search]")?.focus(),
    j: () => walk(1),
    k: () => walk(-1),
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || event.key.length !== 1 || typing() || off()) return;
    if (press(event.key)) event.preventDefault();
    else if (does[event.key]) {
      does[event.key]();
      event.preventDefault();
    }
  });
}

function typing() {
  const at = document.activeElement;
  return at.isContentEditable || at.matches("textarea, select, input:not([type=radio], [type=checkbox], [type=submit], [type=button])");
}
