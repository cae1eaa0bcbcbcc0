// Who else has the record of this page open.
import { listen } from "./dom";

listen<string>("live:here", (html) => {
  const place = document.querySelector<HTMLElement>("[data-present]");
  if (place) place.innerHTML = html;
});
