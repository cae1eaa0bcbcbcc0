// Files that are chosen, dropped or pasted are sent one after the other, and show how far they are.
import { on } from "./dom";
import type {} from "./htmx";
import { partial } from "./main";

interface Waiting {
  form: HTMLFormElement;
  file: File;
  line: HTMLElement;
  meter: HTMLProgressElement;
}

const waiting: Waiting[] = [];
let sending = false;

function take(form: HTMLFormElement, files: Iterable<File>): void {
  for (const file of files) {
    const line = document.createElement("li");
    const name = document.createElement("span");
    const meter = document.createElement("progress");
    name.textContent = meter.ariaLabel = file.name;
    meter.max = 1;
    line.append(name, meter);
    form.querySelector(".uploads")?.append(line);
    waiting.push({ form, file, line, meter });
  }
  next();
}

function next(): void {
  const job = sending ? undefined : waiting.shift();
  if (!job) return;
  sending = true;
  const request = new XMLHttpRequest();
  const body = new FormData();
  body.append("file", job.file);
  request.upload.onprogress = (event) => (job.meter.value = event.loaded / event.total);
  request.onloadend = () => {
    sending = false;
    done(job, request);
    next();
  };
  request.open("POST", job.form.action);
  for (const [name, value] of Object.entries(partial)) request.setRequestHeader(name, value);
  request.send(body);
}

function done(job: Waiting, request: XMLHttpRequest): void {
  if (request.status !== 200) {
    const { failed, large, many } = job.form.dataset;
    const known: Record<number, string | undefined> = { 413: large, 422: request.responseText, 429: many };
    job.line.setAttribute("data-failed", "");
    job.line.textContent = known[request.status] ?? `${job.file.name}: ${failed}`;
    return;
  }
  job.line.remove();
  const list = document.getElementById("file-list");
  if (!list) return;
  const renaming = list.querySelector(".rename")?.closest("li");
  list.outerHTML = request.responseText;
  if (renaming) document.getElementById(renaming.id)?.replaceWith(renaming);
  const fresh = document.getElementById("file-list");
  if (fresh) window.htmx.process(fresh);
}

on("change", "form[data-upload] input[type=file]", (_event, element) => {
  const input = element as HTMLInputElement;
  if (!input.form || !input.files) return;
  take(input.form, [...input.files]);
  input.value = "";
});

document.addEventListener("paste", (event) => {
  const form = document.querySelector<HTMLFormElement>("form[data-upload]");
  const files = event.clipboardData?.files;
  if (!form || !files?.length) return;
  event.preventDefault();
  take(form, files);
});
