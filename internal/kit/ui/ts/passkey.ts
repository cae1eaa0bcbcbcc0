// A button asks a passkey of this device, and sends its form with the answer.
import { on } from "./dom";

type Question = { publicKey: PublicKeyCredentialRequestOptionsJSON & PublicKeyCredentialCreationOptionsJSON };

async function answer(purpose: string): Promise<string> {
  const response = await fetch(`/passkey/question?for=${purpose}`, { method: "POST" });
  if (!response.ok) throw new Error(response.statusText);
  const { publicKey } = (await response.json()) as Question;
  const made = purpose === "add"
    ? navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(publicKey) })
    : navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(publicKey) });
  return JSON.stringify(await made);
}

async function send(button: HTMLElement): Promise<void> {
  const form = button.closest("form")!;
  const name = form.elements.namedItem("name");
  if (button.dataset.passkey === "add" && name instanceof HTMLInputElement && !name.reportValidity()) return;
  const error = form.querySelector<HTMLElement>("[data-passkey-error]")!;
  error.hidden = true;
  button.ariaBusy = "true";
  try {
    form.querySelector<HTMLInputElement>("[data-passkey-answer]")!.value = await answer(button.dataset.passkey!);
    form.submit();
  } catch {
    button.ariaBusy = null;
    error.hidden = false;
  }
}

on("click", "[data-passkey]", (_event, button) => void send(button));
