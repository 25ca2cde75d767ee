// Calls the Scheduling system as callers do: through ServiceBroker's REST, or with SOAP of our own.

import { emulatorRoot, reach, Refused } from "./control.js";
import { envelope } from "./envelope.js";

// Gives what ServiceBroker answered; whoever refused, it is told in a sentence.
export async function byRest(operation, body, token = "") {
  const headers = { "Content-Type": "application/json" };
  if (token) headers.Authorization = `Bearer ${token}`;
  const response = await reach(new URL(`up/v5/rest/scheduling/${operation}`, emulatorRoot), { method: "PUT", headers, body: JSON.stringify(body) });
  const text = await response.text();
  let answer;
  try {
    answer = JSON.parse(text);
  } catch {
    throw new Refused(`${response.status}: the answer is no JSON: ${text.slice(0, 200)}`, { status: response.status });
  }
  if (answer.Success) return answer.Payload;
  const code = answer.Payload?.returnCode;
  throw new Refused(code ? `Scheduling says ${code.type} ${code.code}.` : `${answer.Code}: ${answer.Message}`, { status: response.status });
}

// Gives the message of the reply as an element of a document of its own.
export async function bySoap(message, values) {
  const response = await reach(new URL("soap", emulatorRoot), {
    method: "POST",
    headers: { "Content-Type": "application/soap+xml; charset=utf-8" },
    body: envelope(message, { "login/databaseUser": "SCHEMA", "login/password": "secret", "login/spUser": "console", ...values }),
  });
  const text = await response.text();
  const type = /<type>([^<]*)<\/type>/.exec(text)?.[1];
  const code = /<code>([^<]*)<\/code>/.exec(text)?.[1];
  if (type === "OK" || type === "Warning") return text;
  throw new Refused(code === undefined ? `${response.status}: ${text.replace(/<[^>]*>/g, " ").trim().slice(0, 200) || "no SOAP reply"}` : `Scheduling says ${type} ${code}.`, { status: response.status });
}
