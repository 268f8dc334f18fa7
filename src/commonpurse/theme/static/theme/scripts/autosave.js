// form[data-autosave="address"]: what is typed is saved after a pause and when the page is hidden.
// The server answers {saved_at: "14:02", event: "uuid"}. One save is under way at a time; a save whose answer was lost is sent again
// unchanged with the same client_uuid, so that it counts once.
const PAUSE_MS = 700;
const WAITS_MS = [1000, 2000, 5000, 10000, 30000];
const SUBMIT_WAITS_MS = 2000;

export function autosave() {
  const leaving = [...document.querySelectorAll("form[data-autosave]")].map(saved);
  return () => Promise.all(leaving.map((leave) => leave()));
}

// One form; what it says stands within it. Returns what to do when the page goes.
function saved(form) {
  const status = form.querySelector("[data-save-status]");
  let changed = false;
  let pause = 0;
  let underWay = null; // the body that was sent and not yet answered
  let sending = null;
  let stopped = false;
  let unanswered = []; // client_uuids that were sent: a later save names them, so that its own page is never taken for a second editor

  function say(words, waiting = false) {
    if (!status) return;
    status.textContent = words;
    status.classList.toggle("cp-saved--waiting", waiting);
  }

  function set(name, value) {
    const field = form.elements.namedItem(name);
    if (field) field.value = value;
  }

  function post(body, keepalive = false) {
    return fetch(form.dataset.autosave, { method: "POST", body, keepalive, headers: { "X-Requested-With": "autosave", Accept: "application/json" } });
  }

  function nextBody() {
    set("client_uuid", uuid());
    changed = false;
    const body = new FormData(form);
    name([...unanswered, body.get("client_uuid")]);
    return body;
  }

  function name(sent) {
    unanswered = sent;
    set("unanswered", sent.join(" "));
  }

  function answered(body) {
    name(unanswered.slice(unanswered.indexOf(body.get("client_uuid")) + 1));
  }

  async function once() {
    const response = await post(underWay);
    const answer = response.headers.get("content-type")?.includes("application/json") ? await response.json() : null;
    if (response.ok && answer) {
      answered(underWay);
      underWay = null;
      if (answer.event) set("base_event", answer.event);
      set("client_uuid", uuid());
      if (!changed) say(`saved at ${answer.saved_at}`);
      return true;
    }
    if (response.status >= 500 || response.status === 429) {
      throw new Error("try again");
    }
    // Refused: signed out, changed by somebody else, not a whole answer. Trying again would not help; the words stay in the form.
    answered(underWay);
    underWay = null;
    changed = true;
    stopped = response.status !== 400 && response.status !== 422;
    set("client_uuid", uuid());
    say(answer?.message ?? "not saved yet - press the button below to save", true);
    return false;
  }

  async function send() {
    for (let tries = 0; (underWay || changed) && !stopped; ) {
      underWay ??= nextBody();
      try {
        if (!(await once())) break;
        tries = 0;
      } catch {
        say("not saved yet - we keep trying", true);
        await new Promise((done) => setTimeout(done, WAITS_MS[Math.min(tries++, WAITS_MS.length - 1)]));
      }
    }
  }

  function flush() {
    clearTimeout(pause);
    sending ??= send().finally(() => {
      sending = null;
    });
    return sending;
  }

  form.addEventListener("input", () => {
    changed = true;
    if (!underWay && !stopped) say(""); // what it said was about what stood there before
    clearTimeout(pause);
    pause = setTimeout(flush, PAUSE_MS);
  });
  form.addEventListener("change", flush);
  window.addEventListener("online", flush);

  // Before the form itself goes, a save under way may finish, so that the form is based on it.
  let going = false;
  form.addEventListener("submit", async (event) => {
    if (going || !sending) return;
    event.preventDefault();
    clearTimeout(pause);
    await Promise.race([sending, new Promise((done) => setTimeout(done, SUBMIT_WAITS_MS))]);
    going = true;
    if (underWay && changed) set("client_uuid", uuid());
    form.requestSubmit(event.submitter);
  });

  // The page goes: send what is not saved. The answer may be waited for, and never has to be.
  function leaving() {
    clearTimeout(pause);
    if (!changed && !underWay) return Promise.resolve();
    if (changed) underWay = nextBody();
    return post(underWay, true).catch(() => {});
  }

  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && (changed || underWay)) flush();
  });
  window.addEventListener("pagehide", leaving);
  return leaving;
}

// crypto.randomUUID exists only on https and on this machine.
function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
