// [data-reveal-when="name=value" or "name=one|two"]: shown only while that answer is chosen. Without this script it is always shown.
export function reveal() {
  const parts = [...document.querySelectorAll("[data-reveal-when]")];
  if (!parts.length) return;

  function chosen(name) {
    return [...document.getElementsByName(name)].filter((field) => !["radio", "checkbox"].includes(field.type) || field.checked).map((field) => field.value);
  }

  function show() {
    for (const part of parts) {
      const [name, values] = part.dataset.revealWhen.split("=");
      part.hidden = !chosen(name).some((value) => values.split("|").includes(value));
    }
  }

  document.addEventListener("change", show);
  window.addEventListener("pageshow", show);
  show();
}
