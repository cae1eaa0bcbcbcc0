// What a script of one page takes from the script of every page, which has run before it: the same page name and toasts.
export const { partial, toast } = window.kontor;
