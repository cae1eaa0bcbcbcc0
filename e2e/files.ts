import { join, resolve } from "node:path";

const kit = resolve(__dirname, "../internal/kit");
const sheet = (name: string) => join(kit, "sheet/testdata", name);
const cards = (name: string) => join(kit, "vcard/testdata", name);

/** Files as people really have them, with how many rows or cards they hold. */
export const files: { path: string; rows: number }[] = [
  { path: sheet("google-contacts.csv"), rows: 60 },
  { path: sheet("outlook.csv"), rows: 60 },
  { path: sheet("hubspot-contacts.csv"), rows: 60 },
  { path: sheet("salesforce-report.csv"), rows: 60 },
  { path: sheet("klienti-cp1251.csv"), rows: 60 },
  { path: sheet("excel-unicode.txt"), rows: 60 },
  { path: sheet("messy.csv"), rows: 44 },
  { path: cards("John_Doe_EVOLUTION.vcf"), rows: 1 },
  { path: cards("John_Doe_GMAIL.vcf"), rows: 1 },
  { path: cards("John_Doe_IPHONE.vcf"), rows: 1 },
  { path: cards("John_Doe_MAC_ADDRESS_BOOK.vcf"), rows: 1 },
  { path: cards("John_Doe_MS_OUTLOOK.vcf"), rows: 1 },
  { path: cards("gmail-list.vcf"), rows: 3 },
  { path: cards("outlook-2007.vcf"), rows: 1 },
  { path: cards("rfc2426-example.vcf"), rows: 2 },
  { path: cards("rfc6350-example.vcf"), rows: 1 },
];

/** The client list of a Bulgarian accounting program: Windows-1251, with semicolons. */
export const clients = sheet("klienti-cp1251.csv");

/** A file typed by hand, with everything in it that goes wrong. */
export const messy = sheet("messy.csv");
