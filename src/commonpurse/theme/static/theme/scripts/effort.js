// body[data-effort]: counts the seconds in which somebody is active on a page of a journey, and tells them when the page is left.
// Active: the page can be seen, and in the last half minute something was typed, pressed, moved or scrolled. Opening it counts as that.
// Nothing is told but the page's own signed name and a number; the number is all of the page's so far, so told twice is once.
const ACTIVE_MS = 30_000;
const SIGNS = ["input", "keydown", "pointerdown", "pointermove", "touchstart", "wheel", "scroll"];

export function effort() {
  const { effort: page, effortTo: address } = document.body.dataset;
  const csrf = document.querySelector("[name=csrfmiddlewaretoken]")?.value;
  if (!page || !csrf) return;
  let milliseconds = 0;
  let told = null;
  let visible = document.visibilityState === "visible";
  let counted = performance.now(); // up to this moment
  let activeUntil = counted + ACTIVE_MS;

  function count() {
    const moment = performance.now();
    if (visible) milliseconds += Math.max(0, Math.min(moment, activeUntil) - counted);
    counted = moment;
  }

  function active() {
    count();
    activeUntil = counted + ACTIVE_MS;
  }

  function tell() {
    count();
    const seconds = Math.round(milliseconds / 1000);
    if (seconds === told) return;
    told = seconds;
    const body = new FormData();
    body.set("page", page);
    body.set("seconds", seconds);
    body.set("csrfmiddlewaretoken", csrf);
    if (!navigator.sendBeacon?.(address, body)) fetch(address, { method: "POST", body, keepalive: true }).catch(() => {});
  }

  for (const sign of SIGNS) addEventListener(sign, active, { passive: true, capture: true });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") {
      tell();
      visible = false;
    } else {
      active();
      visible = true;
    }
  });
  addEventListener("pagehide", tell);
}
