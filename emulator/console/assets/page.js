// What every page has: the theme, the emulator's time, the way back to the start.

import { ask } from "./control.js";
import { byId } from "./element.js";
import { confirmed, doing, say } from "./notice.js";
import { Repeat } from "./repeat.js";
import { onTime, watch } from "./time.js";

const THEMES = ["auto", "light", "dark"];

function showTheme(theme) {
  const button = byId("theme");
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  button.textContent = `Theme: ${theme}`;
  button.setAttribute("aria-label", `Theme: ${theme}`);
}

byId("theme").addEventListener("click", () => {
  const now = document.documentElement.dataset.theme ?? "auto";
  const next = THEMES[(THEMES.indexOf(now) + 1) % THEMES.length];
  showTheme(next);
  try {
    localStorage.setItem("theme", next === "auto" ? "" : next);
  } catch {
    // It holds for this page, then.
  }
});
showTheme(document.documentElement.dataset.theme ?? "auto");

byId("reset").addEventListener("click", () =>
  doing(async () => {
    if (!(await confirmed(byId("reset-dialog")))) return;
    await ask("POST", "reset");
    say("The state is what the scenario says.");
    dispatchEvent(new Event("emulator-changed"));
  }),
);

onTime((shown, running) => {
  byId("now").textContent = `${shown.replace("T", " ").slice(0, 19)}`;
  byId("now").dateTime = shown;
  byId("now-state").textContent = running ? "running" : "frozen";
  byId("now-state").className = `pill ${running ? "good" : "open"}`;
});
new Repeat(watch, 5000).start();

// Where a page does not fit, the navigation is one line: what is current should be in sight.
document.querySelector("nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
