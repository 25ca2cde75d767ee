// Talks to the emulator. Addresses are relative to where this page is, so it works behind a prefix; and they are made from
// the origin, which has no name and password in it, so it works with HTTP Basic.

const here = new URL(location.pathname, location.origin);
export const consoleRoot = new URL(document.documentElement.dataset.console, here);
export const controlRoot = new URL("../", consoleRoot);
export const emulatorRoot = new URL("../../", consoleRoot);

// What an emulator says no to: a sentence for people, and the field where there is one.
export class Refused extends Error {
  constructor(message, { status = 0, field = "" } = {}) {
    super(message);
    this.status = status;
    this.field = field;
  }
}

export async function ask(method, path, body) {
  const options = { method, headers: {}, cache: "no-store" };
  if (body !== undefined) {
    options.headers["Content-Type"] = "application/json";
    options.body = JSON.stringify(body);
  }
  return answerOf(await reach(new URL(path, controlRoot), options));
}

export async function data(path) {
  return answerOf(await reach(new URL(`data/${path}`, consoleRoot), {}));
}

// A path with a query; what is empty is left out.
export function withQuery(path, values) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) if (value !== "" && value !== null && value !== undefined) query.set(name, value);
  return query.size ? `${path}?${query}` : path;
}

export async function reach(url, options) {
  try {
    return await fetch(url, options);
  } catch {
    throw new Refused("The emulator does not answer.");
  }
}

async function answerOf(response) {
  const text = await response.text();
  let read = null;
  try {
    read = text ? JSON.parse(text) : null;
  } catch {
    // It is told below.
  }
  if (response.ok) return read;
  const error = read?.error ?? {};
  throw new Refused(error.message ?? `${response.status} ${text.slice(0, 200)}`, { status: response.status, field: error.field });
}
