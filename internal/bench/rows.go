package main

// row is one line of the table: something people or programs ask for.
type row struct {
	name     string
	paths    []string // asked for in turn
	partial  bool     // asked by the script of a page
	unharmed bool     // asked again with If-None-Match: nothing has changed
	aim      float64  // of the floor; 0 for none
	most     float64  // ms of CPU; 0 for no limit
}

// rows are what is measured; contacts are ids of records.
func rows(contacts []string) []row {
	var records []string
	for _, id := range contacts {
		records = append(records, "/contacts/"+id)
	}
	return []row{
		{name: "API list", paths: []string{"/api/v1/contacts?limit=50"}, aim: 0.7},
		{name: "list page", paths: []string{"/contacts"}, aim: 0.7},
		{name: "filtered list", paths: []string{"/contacts?country=DE", "/contacts?city=варна&country=BG"}},
		{name: "filtered, other order", paths: []string{"/contacts?country=DE&sort=name"}},
		{name: "by a custom field, many", paths: []string{"/contacts?x_segment=is:Wholesale"}},
		{name: "by a custom field, few", paths: []string{"/contacts?x_segment=is:Museum"}},
		{name: "three conditions", paths: []string{"/contacts?x_segment=is:Retail&is_active=yes&city=Mainz", "/contacts?country=BG&x_segment=is:Wholesale&created_at=since:2026-01-01"}},
		{name: "record page", paths: records},
		{name: "search, 3 letters", paths: []string{"/contacts?q=ива", "/contacts?q=mar", "/contacts?q=sch", "/contacts?q=нед"}},
		{name: "search, two words", paths: []string{"/contacts?q=ivan+petrov", "/contacts?q=anna+nowak", "/contacts?q=мария+ил"}},
		{name: "search, digits", paths: []string{"/contacts?q=0888+12", "/contacts?q=%2B49+151+5", "/contacts?q=877345"}},
		{name: "palette", paths: []string{"/search?q=ivan", "/search?q=schmdt", "/search?q=мария"}, partial: true},
		{name: "list asked again", paths: []string{"/contacts"}, unharmed: true, most: 0.1},
		{name: "API list asked again", paths: []string{"/api/v1/contacts?limit=50"}, unharmed: true, most: 0.1},
	}
}
