// The emulator's time. It is asked for from time to time, and goes on here in between as it does there.

import { ask } from "./control.js";

let known = null;
const listeners = [];

export function onTime(listener) {
  listeners.push(listener);
  tell();
}

export async function watch() {
  try {
    take(await ask("GET", "clock"));
  } catch {
    // The time stays as it was; whatever else the page does will say why.
  }
}

// Takes what a call to the clock answered.
export function take(clock) {
  known = { at: Date.parse(clock.now), text: clock.now, running: clock.running, seen: performance.now() };
  tell();
}

// The time now, as the emulator spells it, to the second; empty while it is not known.
export function now() {
  if (!known) return "";
  const at = known.running ? known.at + (performance.now() - known.seen) : known.at;
  return Number.isNaN(at) ? known.text : new Date(at).toISOString().replace(/\.\d+Z$/, "Z");
}

export const isRunning = () => known?.running ?? false;
export const today = () => now().split("T")[0];

function tell() {
  if (known) for (const listener of listeners) listener(now(), known.running);
}

setInterval(() => known?.running && !document.hidden && tell(), 1000);
