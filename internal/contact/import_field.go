package contact

import (
	"kontor/internal/importing"
	"kontor/internal/kit/i18n"
)

// importFields lists what columns can go into, in the order of the menu.
func importFields() []importing.Field {
	m := i18n.Mark
	return []importing.Field{
		{Key: "first_name", Label: m("First name"), Aliases: []string{"first name", "firstname", "given name", "forename", "first", "име", "собствено име", "лично име", "vorname", "prénom", "nombre", "имя"}},
		{Key: "middle_name", Label: m("Middle name"), Aliases: []string{"middle name", "additional name", "middle", "презиме", "бащино име", "zweiter vorname", "отчество"}},
		{Key: "last_name", Label: m("Last name"), Aliases: []string{"last name", "lastname", "family name", "surname", "last", "фамилия", "фамилно име", "nachname", "familienname", "nom de famille", "apellido", "apellidos"}},
		{Key: "full_name", Label: m("Full name"), Aliases: []string{"name", "full name", "fullname", "contact name", "contact", "display name", "person", "имена", "име и фамилия", "трите имена", "име фамилия", "лице за контакт", "контакт", "контактно лице", "клиент", "vollständiger name", "ansprechpartner", "kontakt", "nom complet"}},
		{Key: "position", Label: m("Job title"), Aliases: []string{"job title", "position", "jobtitle", "role", "job", "organization title", "длъжност", "позиция", "професия", "stelle", "funktion", "berufsbezeichnung", "poste"}},
		{Key: "company", Label: m("Company name"), Aliases: []string{"company", "company name", "organization", "organisation", "organization name", "account name", "account", "associated company", "employer", "фирма", "име на фирма", "компания", "организация", "дружество", "наименование", "работодател", "firma", "firmenname", "unternehmen", "société", "entreprise", "empresa"}},
		{Key: "email", Label: m("E-mail"), Kind: "email", Many: true, Aliases: []string{"email", "e mail", "mail", "email address", "e mail address", "email addresses", "primary email", "имейл", "и мейл", "ел поща", "електронна поща", "поща", "имейл адрес", "e mail adresse", "courriel", "correo", "work email", "business email", "служебен имейл"}},
		{Key: "email_home", Label: m("E-mail, home"), Kind: "email", Many: true, Aliases: []string{"home email", "personal email", "private email", "личен имейл", "домашен имейл"}},
		{Key: "email_kind", Label: m("Kind of the next e-mail"), Kind: "email kind", Many: true, Aliases: []string{"email type", "e mail type", "email label", "e mail label"}},
		{Key: "phone", Label: m("Phone"), Kind: "phone", Many: true, Aliases: []string{"phone", "telephone", "phone number", "tel", "business phone", "work phone", "office phone", "primary phone", "company main phone", "телефон", "тел", "телефонен номер", "служебен телефон", "телефони", "telefon", "telefonnummer", "telefon geschäftlich", "téléphone", "teléfono"}},
		{Key: "mobile", Label: m("Phone, mobile"), Kind: "phone", Many: true, Aliases: []string{"mobile", "mobile phone", "cell", "cell phone", "mobile number", "gsm", "мобилен", "мобилен телефон", "джиесем", "гсм", "моб", "мобилен номер", "handy", "mobil", "mobiltelefon", "portable", "móvil"}},
		{Key: "phone_home", Label: m("Phone, home"), Kind: "phone", Many: true, Aliases: []string{"home phone", "private phone", "домашен телефон", "telefon privat"}},
		{Key: "fax", Label: m("Fax"), Kind: "phone", Many: true, Aliases: []string{"fax", "business fax", "fax number", "факс", "telefax"}},
		{Key: "phone_other", Label: m("Phone, other"), Kind: "phone", Many: true, Aliases: []string{"other phone", "друг телефон"}},
		{Key: "phone_kind", Label: m("Kind of the next phone"), Kind: "phone kind", Many: true, Aliases: []string{"phone type", "phone label"}},
		{Key: "address", Label: m("Address"), Aliases: []string{"address", "street", "business street", "mailing street", "street address", "address line", "home street", "address street", "address formatted", "адрес", "улица", "адрес за кореспонденция", "strasse", "straße", "anschrift", "adresse", "rue"}},
		{Key: "city", Label: m("City"), Aliases: []string{"city", "town", "business city", "mailing city", "address city", "home city", "град", "населено място", "гр", "stadt", "ort", "ville", "ciudad"}},
		{Key: "postal_code", Label: m("Postal code"), Aliases: []string{"postal code", "postcode", "zip", "zip code", "zip postal code", "business postal code", "mailing zip postal code", "address postal code", "пощенски код", "п код", "пк", "plz", "postleitzahl", "code postal"}},
		{Key: "country", Label: m("Country"), Kind: "country", Aliases: []string{"country", "country region", "business country region", "business country", "mailing country", "address country", "държава", "страна", "land", "pays", "país"}},
		{Key: "birthday", Label: m("Birthday"), Kind: "birthday", Aliases: []string{"birthday", "birth date", "date of birth", "birthdate", "dob", "дата на раждане", "рожден ден", "роден на", "рождена дата", "geburtstag", "geburtsdatum", "date de naissance"}},
		{Key: "notes", Label: m("Description"), Many: true, Aliases: []string{"notes", "note", "comments", "comment", "description", "remarks", "бележки", "бележка", "забележка", "забележки", "коментар", "коментари", "описание", "notizen", "bemerkung", "bemerkungen", "kommentar"}},
		{Key: "tags", Label: m("Tags"), Kind: "tag", Many: true, Aliases: []string{"tags", "tag", "labels", "label", "categories", "category", "group membership", "groups", "group", "етикети", "етикет", "категория", "категории", "група", "групи", "тагове", "kategorie", "kategorien", "gruppe", "schlagwörter"}},
		{Key: "linkedin", Label: m("LinkedIn"), Kind: "web", Aliases: []string{"linkedin", "linkedin url", "linkedin profile"}},
		{Key: "twitter", Label: m("X (Twitter)"), Kind: "web", Aliases: []string{"twitter", "x", "twitter url", "twitter handle"}},
		{Key: "facebook", Label: m("Facebook"), Kind: "web", Aliases: []string{"facebook", "facebook url", "фейсбук"}},
		{Key: "owner", Label: m("Owner"), Kind: "member", Aliases: []string{"owner", "contact owner", "account owner", "record owner", "отговорник", "собственик", "търговец", "водещ", "besitzer", "betreuer"}},
		{Key: "source", Label: m("Source"), Aliases: []string{"source", "lead source", "contact source", "original source", "източник", "quelle"}},
		{Key: "language", Label: m("Language"), Kind: "language", Aliases: []string{"language", "preferred language", "език", "sprache"}},
		{Key: "is_active", Label: m("Active"), Kind: "bool", Aliases: []string{"active", "is active", "активен", "aktiv"}},
		{Key: "company_registration_number", Label: m("Company, registration number"), Aliases: []string{"registration number", "company registration number", "company number", "company id", "uic", "еик", "булстат", "еик булстат", "eik", "bulstat", "идентификационен номер", "handelsregisternummer", "siret"}},
		{Key: "company_vat_number", Label: m("Company, VAT number"), Aliases: []string{"vat", "vat number", "vat no", "vat id", "tax id", "ддс", "ддс номер", "ддс no", "ин по ддс", "ид по ддс", "номер по ддс", "ust idnr", "umsatzsteuer id", "numéro de tva"}},
		{Key: "company_website", Label: m("Company, website"), Kind: "web", Aliases: []string{"website", "web site", "web page", "webpage", "url", "homepage", "company website", "web", "уебсайт", "сайт", "интернет страница", "уеб страница", "webseite", "site web"}},
		{Key: "company_industry", Label: m("Company, industry"), Aliases: []string{"industry", "sector", "company industry", "бранш", "отрасъл", "сектор", "branche"}},
		{Key: "company_phone", Label: m("Company, phone"), Kind: "phone", Aliases: []string{"company phone", "телефон на фирмата"}},
		{Key: "company_email", Label: m("Company, e-mail"), Kind: "email", Aliases: []string{"company email", "имейл на фирмата"}},
		{Key: "company_address", Label: m("Company, address"), Aliases: []string{"company address", "registered address", "адрес на фирмата", "седалище", "адрес на управление", "седалище и адрес на управление"}},
		{Key: "company_city", Label: m("Company, city"), Aliases: []string{"company city"}},
		{Key: "company_postal_code", Label: m("Company, postal code"), Aliases: []string{"company postal code"}},
		{Key: "company_country", Label: m("Company, country"), Kind: "country", Aliases: []string{"company country"}},
		{Key: "company_employees", Label: m("Company, employees"), Kind: "number", Aliases: []string{"employees", "number of employees", "no of employees", "служители", "брой служители", "персонал", "mitarbeiter"}},
		{Key: "company_annual_revenue", Label: m("Company, annual revenue"), Kind: "money", Aliases: []string{"annual revenue", "revenue", "turnover", "оборот", "годишен оборот", "приходи", "umsatz", "chiffre d affaires"}},
	}
}
