// The phone's own way to send something: the message as it stands, with the link.
// Where there is none, the button stays hidden; copying is always there.

for (const button of document.querySelectorAll("[data-share]")) {
  const words = document.getElementById(button.dataset.message);
  const copying = document.querySelector(`[data-copy][data-of="${button.dataset.message}"]`);
  const whole = () => `${words.value.trim()} ${button.dataset.share}`;
  button.hidden = !navigator.share;
  button.addEventListener("click", () => {
    navigator.share({ text: words.value.trim(), url: button.dataset.share }).catch(() => {});
  });
  words.addEventListener("input", () => {
    if (copying) copying.dataset.copy = whole();
  });
}
