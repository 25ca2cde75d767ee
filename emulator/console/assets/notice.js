// The one line that tells what came of what a person did. It is read out, so nothing speaks here that nobody asked for.

import { byId } from "./element.js";

let timer = 0;

export function say(text) {
  show(text, "good");
  timer = setTimeout(hide, 6000);
}

export function complain(error) {
  show(error.message ?? String(error), "bad");
}

export function hide() {
  byId("notice").hidden = true;
}

function show(text, kind) {
  clearTimeout(timer);
  const notice = byId("notice");
  notice.className = `notice ${kind}`;
  notice.hidden = false;
  notice.textContent = text;
}

// Does what a person asked for, and tells where it does not work.
export async function doing(work) {
  try {
    return await work();
  } catch (error) {
    complain(error);
    return undefined;
  }
}

// Asks first; the dialog's buttons have the values yes and no.
export function confirmed(dialog) {
  return new Promise((resolve) => {
    dialog.returnValue = "no";
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
    dialog.showModal();
  });
}
