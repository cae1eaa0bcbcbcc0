package textfile

import "kontor/internal/kit/i18n"

// Kind names why a file cannot be read as text.
type Kind string

// The kinds of file that are refused.
const (
	Empty           Kind = "empty"
	TooLarge        Kind = "too large"
	Truncated       Kind = "truncated"
	Binary          Kind = "binary"
	Workbook        Kind = "workbook"
	OpenDocument    Kind = "opendocument"
	OldOffice       Kind = "old office"
	WordDocument    Kind = "word document"
	Archive         Kind = "archive"
	PDF             Kind = "pdf"
	Picture         Kind = "picture"
	WebPage         Kind = "web page"
	XML             Kind = "xml"
	JSON            Kind = "json"
	RichText        Kind = "rich text"
	UnknownEncoding Kind = "unknown encoding"
	NoRows          Kind = "no rows"
)

// Fault is a file that cannot be read as text; its message is one sentence that says what it seems to be and what to do.
type Fault struct {
	Kind  Kind
	Limit int64 // bytes, with TooLarge
}

// Error is the sentence of the fault in English: translate it with i18n.T.
func (f *Fault) Error() string { return sentences[f.Kind] }

var sentences = map[Kind]string{
	Empty:           i18n.Mark("The file is empty."),
	TooLarge:        i18n.Mark("The file is too large: split it into smaller ones."),
	Truncated:       i18n.Mark("The file ends in the middle of a character, so a part of it is missing: export it again."),
	Binary:          i18n.Mark("This is no table and no address book: save it as an Excel workbook (.xlsx), CSV or vCard."),
	Workbook:        i18n.Mark("This is an Excel workbook, not text."),
	OpenDocument:    i18n.Mark("This is an OpenDocument file: save it as an Excel workbook (.xlsx) or as CSV."),
	OldOffice:       i18n.Mark("This is an old Excel or Word file: save it as an Excel workbook (.xlsx) or as CSV."),
	WordDocument:    i18n.Mark("This is a Word document: put its table into a spreadsheet and save it as CSV."),
	Archive:         i18n.Mark("This is an archive: unpack it and choose the file inside."),
	PDF:             i18n.Mark("This is a PDF document: export the list as CSV or vCard instead."),
	Picture:         i18n.Mark("This is a picture: export the list as CSV or vCard instead."),
	WebPage:         i18n.Mark("This is a web page: open it in a spreadsheet and save it as CSV."),
	XML:             i18n.Mark("This is an XML file: export the list as CSV or vCard instead."),
	JSON:            i18n.Mark("This is a JSON file: export the list as CSV or vCard instead."),
	RichText:        i18n.Mark("This is a rich text document: save it as CSV."),
	UnknownEncoding: i18n.Mark("This encoding is not known."),
	NoRows:          i18n.Mark("The file has column names but no rows."),
}
