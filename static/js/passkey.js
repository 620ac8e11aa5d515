// A button that saves a passkey or signs in with one: [data-passkey="save" | "sign-in"]. It shows, with all
// that says data-with="passkey", where the browser knows passkeys.

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");

// Written out, since older phones know passkeys but not parseCreationOptionsFromJSON and toJSON.
function opened(options) {
  const named = (keys = []) => keys.map((key) => ({ ...key, id: bytes(key.id) }));
  return {
    ...options,
    challenge: bytes(options.challenge),
    user: options.user && { ...options.user, id: bytes(options.user.id) },
    excludeCredentials: named(options.excludeCredentials),
    allowCredentials: named(options.allowCredentials),
  };
}

function closed(key) {
  const response = {};
  for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (key.response[part]) response[part] = text(key.response[part]);
  }
  return { id: key.id, rawId: text(key.rawId), type: key.type, response };
}

async function post(url, body) {
  const headers = { "Content-Type": "application/json", ...JSON.parse(document.body.getAttribute("hx-headers")) };
  const answer = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
  return answer.json();
}

const ask = {
  save: (publicKey) => navigator.credentials.create({ publicKey }),
  "sign-in": (publicKey) => navigator.credentials.get({ publicKey }),
};

async function use(button) {
  const { passkey, options, answer } = button.dataset;
  const key = await ask[passkey](opened(await post(options, {})));
  const said = await post(answer, closed(key));
  if (said.go) return location.assign(said.go);
  throw new Error(said.refused);
}

function say(button, sentence) {
  const place = document.getElementById(button.getAttribute("aria-describedby"));
  place.textContent = sentence;
  place.hidden = !sentence;
}

// What the browser reports by name; whoever closed its window need not be told.
const sentence = (button, error) =>
  ({ NotAllowedError: "", AbortError: "", InvalidStateError: button.dataset.already })[error.name] ??
  (error.name === "Error" ? error.message : button.dataset.failed);

async function start(button) {
  say(button, "");
  button.disabled = true;
  try {
    await use(button);
  } catch (error) {
    say(button, sentence(button, error));
    button.disabled = false;
  }
}

function show() {
  for (const part of document.querySelectorAll('[data-with="passkey"]')) part.hidden = false;
}

if (window.PublicKeyCredential) {
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-passkey]");
    if (button) start(button);
  });
  document.addEventListener("htmx:afterSettle", show);
  show();
}
