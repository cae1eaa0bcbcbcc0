// Everything that runs on every page. Each module attaches one behaviour to data- attributes; none needs to be called.
import "./htmx";
import "htmx.org/dist/ext/hx-preload.js";
import "./busy";
import "./combobox";
import "./confirm";
import "./copy";
import "./cursor";
import "./dialog";
import "./drop";
import "./edit";
import "./failures";
import "./filter";
import "./forms";
import "./inbox";
import "./keys";
import "./live";
import "./live-form";
import "./live-here";
import "./live-list";
import "./live-record";
import "./look";
import "./mention";
import "./menu";
import "./order";
import "./palette";
import "./place";
import "./platform";
import "./popover";
import "./record";
import "./repeat";
import "./return";
import "./selection";
import "./shortcuts";
import "./tabs";
import "./theme";
import "./tick";
import "./touch";
import { partial } from "./page";
import { toast } from "./toasts";

declare global {
  interface Window {
    kontor: { partial: typeof partial; toast: typeof toast };
  }
}

// For the scripts of single pages.
window.kontor = { partial, toast };

document.documentElement.toggleAttribute("data-scripted", true);
