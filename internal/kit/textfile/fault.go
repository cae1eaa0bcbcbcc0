package textfile

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

// Error is the sentence of the fault in English.
func (f *Fault) Error() string { return sentences[f.Kind] }

var sentences = map[Kind]string{
	Empty:           "The file is empty",
	TooLarge:        "The file is too large: split it into smaller ones",
	Truncated:       "The file ends in the middle of a character, so a part of it is missing: export it again",
	Binary:          "This is not a text file: save it as CSV or vCard",
	Workbook:        "This is an Excel workbook: save it as CSV",
	OpenDocument:    "This is an OpenDocument file: save it as CSV",
	OldOffice:       "This is an old Excel or Word file: save it as CSV",
	WordDocument:    "This is a Word document: put its table into a spreadsheet and save it as CSV",
	Archive:         "This is an archive: unpack it and choose the file inside",
	PDF:             "This is a PDF document: export the list as CSV or vCard instead",
	Picture:         "This is a picture: export the list as CSV or vCard instead",
	WebPage:         "This is a web page: open it in a spreadsheet and save it as CSV",
	XML:             "This is an XML file: export the list as CSV or vCard instead",
	JSON:            "This is a JSON file: export the list as CSV or vCard instead",
	RichText:        "This is a rich text document: save it as CSV",
	UnknownEncoding: "This encoding is not known",
	NoRows:          "The file has column names but no rows",
}
