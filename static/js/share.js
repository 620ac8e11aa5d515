// Hands a link to whatever the phone shares with, with its picture or the message as it stands in a field; the button shows
// where that works.

const SHARE = "[data-share]";

function show(root) {
  if (!navigator.share) return;
  for (const button of root.querySelectorAll(SHARE)) button.hidden = false;
}

async function pictureOf(button) {
  if (!button.dataset.picture) return [];
  const answer = await fetch(button.dataset.picture);
  if (!answer.ok) return [];
  const file = new File([await answer.blob()], "badge.png", { type: "image/png" });
  return navigator.canShare?.({ files: [file] }) ? [file] : [];
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest?.(SHARE);
  if (!button) return;
  const { title, message, share: url } = button.dataset;
  const said = { title, text: document.getElementById(message)?.value.trim(), url };
  try {
    const files = await pictureOf(button).catch(() => []);
    await navigator.share(files.length ? { ...said, files } : said);
  } catch {
    // They thought better of it; all is still there.
  }
});

show(document);
document.addEventListener("htmx:afterSettle", (event) => show(event.detail.elt));
