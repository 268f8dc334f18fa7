// form[data-quick-exit="neutral address"]: leave at once, by its button or by pressing Shift three times.
// The page is covered first, what was typed is sent on its way, and this page is replaced in the history; pages before it stay there.
const PRESSES = 3;
const WITHIN_MS = 5000;
const SAVE_WAITS_MS = 500; // signing out before the save has arrived would lose it; the page is covered meanwhile

export function quickExit(saveNow) {
  const form = document.querySelector("form[data-quick-exit]");
  if (!form) return;

  async function leave() {
    const cover = document.createElement("div");
    cover.className = "cp-left";
    document.body.append(cover);
    document.title = "Weather";
    await Promise.race([saveNow(), new Promise((done) => setTimeout(done, SAVE_WAITS_MS))]);
    fetch(form.action, { method: "POST", body: new FormData(form), keepalive: true, redirect: "manual" }).catch(() => {});
    window.location.replace(form.dataset.quickExit);
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    leave();
  });

  let presses = [];
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Shift") {
      presses = [];
    } else if (!event.repeat) {
      presses = [...presses, Date.now()].slice(-PRESSES);
      if (presses.length === PRESSES && presses[2] - presses[0] < WITHIN_MS) leave();
    }
  });

  // Coming back with the browser's back button shows the page anew, never the covered one.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) window.location.reload();
  });
}
