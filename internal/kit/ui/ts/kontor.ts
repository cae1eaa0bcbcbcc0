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
import "./forms";
import "./keys";
import "./menu";
import "./palette";
import "./place";
import "./platform";
import "./popover";
import "./record";
import "./repeat";
import "./selection";
import "./shortcuts";
import "./theme";
import "./toasts";
import "./touch";

document.documentElement.toggleAttribute("data-scripted", true);
