// The clock: let it stand, let it run, set it, move it.

import { ask } from "./control.js";
import { byId } from "./element.js";
import { doing, say } from "./notice.js";
import { isRunning, now, onTime, take } from "./time.js";

onTime((shown, running) => {
  byId("face").textContent = shown.replace("T", " ");
  byId("face").dateTime = shown;
  byId("face-state").textContent = running ? "running" : "frozen";
  byId("face-state").className = `pill ${running ? "good" : "open"}`;
  byId("toggle").textContent = running ? "Freeze" : "Run";
  document.documentElement.dataset.ready = "true";
});

const tell = (clock, says) => {
  take(clock);
  say(`${says} It is ${now().replace("T", " ")}.`);
};

byId("toggle").addEventListener("click", () => doing(async () => {
  const running = !isRunning();
  tell(await ask("PUT", "clock", { running }), running ? "The clock runs." : "The clock stands.");
}));
byId("real").addEventListener("click", () => doing(async () => {
  tell(await ask("PUT", "clock", { now: new Date().toISOString(), running: true }), "The clock goes with the real time.");
}));
for (const button of byId("steps").querySelectorAll("button")) {
  button.addEventListener("click", () => doing(() => advance(Number(button.dataset.seconds))));
}
byId("advance").addEventListener("submit", (event) => {
  event.preventDefault();
  doing(() => advance(event.target.elements.seconds.valueAsNumber));
});
byId("set").addEventListener("submit", (event) => {
  event.preventDefault();
  const { elements } = event.target;
  doing(async () => tell(await ask("PUT", "clock", { now: elements.now.value.trim(), ...(elements.frozen.checked ? { running: false } : {}) }), "The clock is set."));
});

async function advance(seconds) {
  tell(await ask("POST", "clock/advance", { seconds }), seconds < 0 ? "The clock went back." : "The clock went on.");
}
