package contact

import (
	"context"
	"strings"
	"unicode"

	"kontor/internal/kit/i18n"
	"kontor/internal/kit/search"
)

// importField is something a column of a file can be imported into. The
// aliases are what programs and people call it, in English, Bulgarian and
// German.
type importField struct {
	key, label string
	kind       string // email, phone, date, country, web, number, money, bool, language, member, tag, email kind, phone kind; "" is any text
	many       bool   // several columns may go into it
	aliases    []string
}

// importFields lists the targets in the order of the menu.
func importFields() []importField {
	m := i18n.Mark
	return []importField{
		{"first_name", m("First name"), "", false, []string{"first name", "firstname", "given name", "forename", "first", "име", "собствено име", "лично име", "vorname", "prénom", "nombre", "имя"}},
		{"middle_name", m("Middle name"), "", false, []string{"middle name", "additional name", "middle", "презиме", "бащино име", "zweiter vorname", "отчество"}},
		{"last_name", m("Last name"), "", false, []string{"last name", "lastname", "family name", "surname", "last", "фамилия", "фамилно име", "nachname", "familienname", "nom de famille", "apellido", "apellidos"}},
		{"full_name", m("Full name"), "", false, []string{"name", "full name", "fullname", "contact name", "contact", "display name", "person", "имена", "име и фамилия", "трите имена", "име фамилия", "лице за контакт", "контакт", "контактно лице", "клиент", "vollständiger name", "ansprechpartner", "kontakt", "nom complet"}},
		{"position", m("Job title"), "", false, []string{"job title", "position", "jobtitle", "role", "job", "organization title", "длъжност", "позиция", "професия", "stelle", "funktion", "berufsbezeichnung", "poste"}},
		{"company", m("Company name"), "", false, []string{"company", "company name", "organization", "organisation", "organization name", "account name", "account", "associated company", "employer", "фирма", "име на фирма", "компания", "организация", "дружество", "наименование", "работодател", "firma", "firmenname", "unternehmen", "société", "entreprise", "empresa"}},
		{"email", m("E-mail"), "email", true, []string{"email", "e mail", "mail", "email address", "e mail address", "email addresses", "primary email", "имейл", "и мейл", "ел поща", "електронна поща", "поща", "имейл адрес", "e mail adresse", "courriel", "correo", "work email", "business email", "служебен имейл"}},
		{"email_home", m("E-mail, home"), "email", true, []string{"home email", "personal email", "private email", "личен имейл", "домашен имейл"}},
		{"email_kind", m("Kind of the next e-mail"), "email kind", true, []string{"email type", "e mail type", "email label", "e mail label"}},
		{"phone", m("Phone"), "phone", true, []string{"phone", "telephone", "phone number", "tel", "business phone", "work phone", "office phone", "primary phone", "company main phone", "телефон", "тел", "телефонен номер", "служебен телефон", "телефони", "telefon", "telefonnummer", "telefon geschäftlich", "téléphone", "teléfono"}},
		{"mobile", m("Phone, mobile"), "phone", true, []string{"mobile", "mobile phone", "cell", "cell phone", "mobile number", "gsm", "мобилен", "мобилен телефон", "джиесем", "гсм", "моб", "мобилен номер", "handy", "mobil", "mobiltelefon", "portable", "móvil"}},
		{"phone_home", m("Phone, home"), "phone", true, []string{"home phone", "private phone", "домашен телефон", "telefon privat"}},
		{"fax", m("Fax"), "phone", true, []string{"fax", "business fax", "fax number", "факс", "telefax"}},
		{"phone_other", m("Phone, other"), "phone", true, []string{"other phone", "друг телефон"}},
		{"phone_kind", m("Kind of the next phone"), "phone kind", true, []string{"phone type", "phone label"}},
		{"address", m("Address"), "", false, []string{"address", "street", "business street", "mailing street", "street address", "address line", "home street", "address street", "address formatted", "адрес", "улица", "адрес за кореспонденция", "strasse", "straße", "anschrift", "adresse", "rue"}},
		{"city", m("City"), "", false, []string{"city", "town", "business city", "mailing city", "address city", "home city", "град", "населено място", "гр", "stadt", "ort", "ville", "ciudad"}},
		{"postal_code", m("Postal code"), "", false, []string{"postal code", "postcode", "zip", "zip code", "zip postal code", "business postal code", "mailing zip postal code", "address postal code", "пощенски код", "п код", "пк", "plz", "postleitzahl", "code postal"}},
		{"country", m("Country"), "country", false, []string{"country", "country region", "business country region", "business country", "mailing country", "address country", "държава", "страна", "land", "pays", "país"}},
		{"birthday", m("Birthday"), "date", false, []string{"birthday", "birth date", "date of birth", "birthdate", "dob", "дата на раждане", "рожден ден", "роден на", "рождена дата", "geburtstag", "geburtsdatum", "date de naissance"}},
		{"notes", m("Description"), "", true, []string{"notes", "note", "comments", "comment", "description", "remarks", "бележки", "бележка", "забележка", "забележки", "коментар", "коментари", "описание", "notizen", "bemerkung", "bemerkungen", "kommentar"}},
		{"tags", m("Tags"), "tag", true, []string{"tags", "tag", "labels", "label", "categories", "category", "group membership", "groups", "group", "етикети", "етикет", "категория", "категории", "група", "групи", "тагове", "kategorie", "kategorien", "gruppe", "schlagwörter"}},
		{"linkedin", m("LinkedIn"), "web", false, []string{"linkedin", "linkedin url", "linkedin profile"}},
		{"twitter", m("X (Twitter)"), "web", false, []string{"twitter", "x", "twitter url", "twitter handle"}},
		{"facebook", m("Facebook"), "web", false, []string{"facebook", "facebook url", "фейсбук"}},
		{"owner", m("Owner"), "member", false, []string{"owner", "contact owner", "account owner", "record owner", "отговорник", "собственик", "търговец", "водещ", "besitzer", "betreuer"}},
		{"source", m("Source"), "", false, []string{"source", "lead source", "contact source", "original source", "източник", "quelle"}},
		{"language", m("Language"), "language", false, []string{"language", "preferred language", "език", "sprache"}},
		{"is_active", m("Active"), "bool", false, []string{"active", "is active", "активен", "aktiv"}},
		{"company_registration_number", m("Company, registration number"), "", false, []string{"registration number", "company registration number", "company number", "company id", "uic", "еик", "булстат", "еик булстат", "eik", "bulstat", "идентификационен номер", "handelsregisternummer", "siret"}},
		{"company_vat_number", m("Company, VAT number"), "", false, []string{"vat", "vat number", "vat no", "vat id", "tax id", "ддс", "ддс номер", "ддс no", "ин по ддс", "ид по ддс", "номер по ддс", "ust idnr", "umsatzsteuer id", "numéro de tva"}},
		{"company_website", m("Company, website"), "web", false, []string{"website", "web site", "web page", "webpage", "url", "homepage", "company website", "web", "уебсайт", "сайт", "интернет страница", "уеб страница", "webseite", "site web"}},
		{"company_industry", m("Company, industry"), "", false, []string{"industry", "sector", "company industry", "бранш", "отрасъл", "сектор", "branche"}},
		{"company_phone", m("Company, phone"), "phone", false, []string{"company phone", "телефон на фирмата"}},
		{"company_email", m("Company, e-mail"), "email", false, []string{"company email", "имейл на фирмата"}},
		{"company_address", m("Company, address"), "", false, []string{"company address", "registered address", "адрес на фирмата", "седалище", "адрес на управление", "седалище и адрес на управление"}},
		{"company_city", m("Company, city"), "", false, []string{"company city"}},
		{"company_postal_code", m("Company, postal code"), "", false, []string{"company postal code"}},
		{"company_country", m("Company, country"), "country", false, []string{"company country"}},
		{"company_employees", m("Company, employees"), "number", false, []string{"employees", "number of employees", "no of employees", "служители", "брой служители", "персонал", "mitarbeiter"}},
		{"company_annual_revenue", m("Company, annual revenue"), "money", false, []string{"annual revenue", "revenue", "turnover", "оборот", "годишен оборот", "приходи", "umsatz", "chiffre d affaires"}},
	}
}

func importFieldOf(key string) (importField, bool) {
	for _, f := range importFields() {
		if f.key == key {
			return f, true
		}
	}
	return importField{}, false
}

// importLabel is what a person reads for a field of an input, such as the one
// a message is about.
func importLabel(ctx context.Context, field string) string {
	name, rest, _ := strings.Cut(field, ".")
	switch name {
	case "emails":
		name = "email"
	case "phones":
		name = "phone"
	case "company_annual_revenue":
		rest = ""
	}
	if f, ok := importFieldOf(name); ok {
		return said(ctx, f.label)
	}
	return strings.TrimSpace(name + " " + rest)
}

// said translates a message that is marked elsewhere.
func said(ctx context.Context, message string) string {
	var none []any
	return i18n.T(ctx, message, none...)
}

// headerKey makes names of columns comparable: folded, words of letters and
// digits only, and "1 - Value" of numbered columns reduced to what it names.
func headerKey(header string) string {
	words := strings.FieldsFunc(search.Fold(header), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	kept := words[:0]
	for _, w := range words {
		if w == "value" || w != "" && strings.Trim(w, "0123456789") == "" && len(w) < 3 {
			continue
		}
		kept = append(kept, w)
	}
	return strings.Join(kept, " ")
}
