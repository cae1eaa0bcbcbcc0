package demo

// someone is a person of the hand-written sample; the first was entered last.
type someone struct {
	first, last, position string
	firm                  string // name in someFirms, "" for nobody
	tags                  []int
	owner                 int // the how-manyeth member
	hours                 int // since something was noted
	local                 string
	phone, mobile         string
	birthday, source      string
}

type someFirm struct {
	name, country, city, industry string
	employees                     int64
}

// someFirms are the companies that everybody's sample begins with.
func someFirms() []someFirm {
	return []someFirm{
		{"Тунджа Металс АД", "BG", "Стара Загора", "Metals", 340},
		{"Rheintal Antriebe GmbH", "DE", "Mainz", "Machinery", 820},
		{"Kowalczyk Precyzja", "PL", "Katowice", "Machinery", 46},
		{"Марица Стъкло ООД", "BG", "Пловдив", "Glass", 85},
		{"Noordkade Logistics", "NL", "Rotterdam", "Logistics", 210},
		{"Aurelia Packaging S.p.A.", "IT", "Bologna", "Packaging", 560},
		{"Dunărea Energie SRL", "RO", "Galați", "Energy", 130},
		{"Alpenhof Molkerei AG", "AT", "Salzburg", "Dairy", 95},
		{"Родопи Текстил АД", "BG", "Хасково", "Textiles", 270},
		{"Nordvik Papper AB", "SE", "Göteborg", "Paper", 410},
		{"Moravská Keramika", "CZ", "Olomouc", "Ceramics", 60},
		{"Verrerie du Rhône", "FR", "Lyon", "Glass", 150},
		{"Балкан Хидравлик АД", "BG", "Казанлък", "Machinery", 390},
		{"Saarinen Marine Oy", "FI", "Turku", "Shipbuilding", 75},
		{"Wisła Foods Sp. z o.o.", "PL", "Kraków", "Food", 180},
		{"Стара планина Фуудс", "BG", "Габрово", "Food", 120},
		{"Haas Kältetechnik KG", "DE", "Nürnberg", "Heating and cooling", 110},
		{"Douro Engenharia", "PT", "Porto", "Engineering", 65},
		{"Искър Машинери ЕООД", "BG", "София", "Machinery", 40},
		{"Fjordkraft Systemer", "NO", "Bergen", "Energy", 55},
	}
}

// somePeople are the contacts that everybody's sample begins with.
func somePeople() []someone {
	return []someone{
		{"Ивайло", "Стоянов", "Ръководител производство", "Тунджа Металс АД", []int{keyAccount, vatBulgaria, calibration}, 0, 2,
			"i.stoyanov", "+359 42 555 014", "+359 888 555 014", "--10-12", "Hannover fair, 2024"},
		{"Katharina", "Vogel", "Leiterin Einkauf", "Rheintal Antriebe GmbH", []int{decisionMaker}, 1, 4,
			"k.vogel", "+49 6131 555 0142", "+49 151 5550 0142", "1981-03-27", "Hannover fair, 2024"},
		{"Marek", "Kowalczyk", "Właściciel", "Kowalczyk Precyzja", []int{customer}, 0, 26,
			"marek", "+48 32 255 50 17", "+48 601 555 017", "1974-06-02", "Referral"},
		{"Десислава", "Тодорова", "Управител", "Марица Стъкло ООД", []int{customer, newsletter}, 2, 29,
			"d.todorova", "+359 32 655 520", "+359 878 555 020", "1979-01-15", "Plovdiv fair, 2024"},
		{"Bram", "de Vries", "Logistiek manager", "Noordkade Logistics", []int{lead}, 1, 31,
			"b.devries", "+31 10 455 5023", "+31 6 15 55 50 23", "", "Website"},
		{"Chiara", "Bellandi", "Responsabile acquisti", "Aurelia Packaging S.p.A.", []int{customer, keyAccount}, 3, 75,
			"chiara.bellandi", "+39 051 255 5026", "+39 347 555 5026", "1985-09-08", "Referral"},
		{"Radu", "Ionescu", "Director comercial", "Dunărea Energie SRL", []int{lead}, 0, 98,
			"radu.ionescu", "+40 236 455 529", "+40 744 555 029", "", "Webinar"},
		{"Lukas", "Brandstätter", "Geschäftsführer", "Alpenhof Molkerei AG", []int{customer}, 2, 101,
			"l.brandstaetter", "+43 662 855532", "+43 664 5550032", "1970-12-19", "Website"},
		{"Мария", "Караджова", "Мениджър покупки", "Родопи Текстил АД", []int{lead, newsletter}, 0, 122,
			"m.karadzhova", "+359 38 655 535", "+359 898 555 035", "", "Newsletter"},
		{"Sofie", "Lindholm", "Inköpschef", "Nordvik Papper AB", []int{decisionMaker}, 3, 125,
			"sofie.lindholm", "+46 31 755 50 38", "+46 70 555 50 38", "1988-05-30", "Partner"},
		{"Tomáš", "Dvořák", "Jednatel", "Moravská Keramika", []int{customer}, 1, 147,
			"dvorak", "+420 585 555 041", "+420 602 555 041", "", "Phone call"},
		{"Hélène", "Marchand", "Directrice commerciale", "Verrerie du Rhône", []int{partner}, 2, 150,
			"h.marchand", "+33 4 72 55 50 44", "+33 6 55 50 44 10", "1983-11-04", "Partner"},
		{"Петър", "Недялков", "Главен инженер", "Балкан Хидравлик АД", []int{customer, vatBulgaria}, 0, 171,
			"p.nedyalkov", "+359 431 65547", "+359 887 555 047", "1968-02-21", "Referral"},
		{"Annika", "Saarinen", "Toimitusjohtaja", "Saarinen Marine Oy", []int{lead}, 3, 174,
			"annika", "+358 2 255 5050", "+358 40 5555050", "", "Website"},
		{"Krzysztof", "Zieliński", "Kierownik zakupów", "Wisła Foods Sp. z o.o.", []int{customer}, 1, 196,
			"k.zielinski", "+48 12 455 50 53", "+48 695 555 053", "", "Webinar"},
		{"Елица", "Маринова", "Ръководител качество", "Стара планина Фуудс", []int{customer}, 0, 199,
			"e.marinova", "+359 66 855 556", "+359 889 555 056", "1990-07-07", "Plovdiv fair, 2024"},
		{"Jürgen", "Haas", "Geschäftsführer", "Haas Kältetechnik KG", []int{decisionMaker, keyAccount}, 2, 292,
			"haas", "+49 911 255 5059", "+49 170 555 5059", "1962-04-11", "Hannover fair, 2024"},
		{"Ines", "Carvalho", "Gestora de projeto", "Douro Engenharia", []int{lead}, 3, 316,
			"ines.carvalho", "+351 22 255 5062", "+351 915 555 062", "", "Website"},
		{"Владимир", "Костов", "Собственик", "Искър Машинери ЕООД", []int{customer}, 0, 319,
			"v.kostov", "+359 2 955 5065", "+359 877 555 065", "1977-10-30", "Phone call"},
		{"Oskar", "Nilsen", "Daglig leder", "Fjordkraft Systemer", []int{partner}, 1, 340,
			"oskar", "+47 55 35 55 68", "+47 41 55 50 68", "", "Partner"},
		{"Ралица", "Енева", "Финансов директор", "Тунджа Металс АД", []int{decisionMaker}, 0, 364,
			"r.eneva", "+359 42 655 071", "+359 879 555 071", "", "Referral"},
		{"Стефан", "Гочев", "Инженер поддръжка", "Тунджа Металс АД", nil, 0, 380,
			"s.gochev", "+359 42 655 074", "+359 885 555 074", "", "Referral"},
		{"Нели", "Радева", "Мениджър покупки", "Тунджа Металс АД", []int{newsletter}, 0, 402,
			"n.radeva", "+359 42 655 077", "+359 896 555 077", "", "Newsletter"},
	}
}
