// The card on the home screen: there without a connection, and how to put it there.

const DISMISSED = "home-screen-dismissed";

export function arriveOnHomeScreen() {
  const place = document.getElementById("home-screen");
  navigator.serviceWorker?.register(place.dataset.worker).catch(() => {}); // not in a private window
  offerPrompt(place.querySelector("[data-prompt]"));
  offerSteps(place.querySelector("[data-steps]"));
}

/** Where the browser can install it by itself. */
function offerPrompt(button) {
  addEventListener("beforeinstallprompt", (offer) => {
    offer.preventDefault();
    button.hidden = false;
    button.onclick = () => {
      button.hidden = true;
      offer.prompt();
    };
  });
}

/** On an iPhone or iPad, which alone say whether a page was opened from the home screen. */
function offerSteps(steps) {
  if (navigator.standalone !== false || localStorage.getItem(DISMISSED)) return;
  steps.hidden = false;
  steps.querySelector("button").onclick = () => {
    steps.hidden = true;
    localStorage.setItem(DISMISSED, "yes");
  };
}
