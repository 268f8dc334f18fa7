// Improves a page that already works. Each part looks for its own data attribute and does nothing where there is none.
import { autosave } from "./autosave.js";
import { copy } from "./copy.js";
import { effort } from "./effort.js";
import { keys } from "./keys.js";
import { quickExit } from "./quick-exit.js";
import { reveal } from "./reveal.js";
import { yearStrip } from "./year-strip.js";

const leaving = autosave();
quickExit(leaving);
reveal();
yearStrip();
keys();
copy();
effort();
document.querySelector("[data-error-summary]")?.focus();
