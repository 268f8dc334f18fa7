// [data-copy="id"]: one press copies the text of that part and says so in [data-copied]. Without this script the button stays hidden.
export function copy() {
  const button = document.querySelector("[data-copy]");
  const part = button && document.getElementById(button.dataset.copy);
  if (!part) return;
  const status = document.querySelector("[data-copied]");
  button.hidden = false;

  function mark() {
    const range = document.createRange();
    range.selectNodeContents(part);
    const selection = window.getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
  }

  // The clipboard is open to pages of a secure address only; on a council's own plain one the older way works.
  async function copied() {
    try {
      await navigator.clipboard.writeText(part.textContent);
      return true;
    } catch {
      mark();
      return document.execCommand("copy");
    }
  }

  button.addEventListener("click", async () => {
    const done = await copied();
    if (!done) part.focus();
    status.textContent = done ? "Copied. Paste it where you need it." : "The text is marked. Press Ctrl and C to copy it.";
  });
}
