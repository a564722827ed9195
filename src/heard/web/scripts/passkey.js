// Asks the browser to make or to use a passkey, and sends its answer with the form.
const form = document.querySelector("[data-passkey]");
const problem = document.querySelector("[data-passkey-problem]");

function said(words) {
  problem.textContent = words;
  problem.hidden = false;
  problem.focus();
}

async function answered() {
  const options = JSON.parse(form.dataset.options);
  if (form.dataset.passkey === "new") {
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
    return navigator.credentials.create({ publicKey });
  }
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
  return navigator.credentials.get({ publicKey });
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (!window.PublicKeyCredential?.parseRequestOptionsFromJSON) {
    said("This browser is too old for passkeys, or this address is not secure.");
    return;
  }
  try {
    form.elements.answer.value = JSON.stringify((await answered()).toJSON());
  } catch {
    said("The passkey was not used: it was cancelled, took too long, or is of another site.");
    return;
  }
  form.submit();
});
