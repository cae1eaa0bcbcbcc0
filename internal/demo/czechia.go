package demo

func czechia() nation {
	return nation{
		country: "CZ", language: "cs", share: 4,
		men: words(`Jan Petr Tomáš Jiří Josef Pavel Martin Jaroslav Miroslav Zdeněk Václav Michal František Karel Milan Lukáš
			Ondřej Vojtěch Radek Aleš`),
		women: words(`Jana Marie Eva Hana Anna Věra Lenka Alena Kateřina Lucie Petra Zuzana Tereza Markéta Michaela Barbora
			Ivana Monika Veronika Šárka`),
		families: words(`Novák Svoboda Novotný Dvořák Černý Procházka Kučera Veselý Krejčí Horák Němec Pokorný Marek Pospíšil Hájek
			Jelínek Král Růžička Beneš Fiala Sedláček Doležal Zeman Kolář Urban Vaněk Blažek Kříž Kovář Bartoš`),
		feminine: czechFeminine,
		cities: cities(`Praha / 1## 00 / +420 22% ### ###
			Brno / 6## 00 / +420 54% ### ###
			Ostrava / 70# 00 / +420 59% ### ###
			Plzeň / 30# 00 / +420 37% ### ###
			Olomouc / 77# 00 / +420 585 ### ###
			Liberec / 46# 00 / +420 48% ### ###
			Zlín / 76# 00 / +420 577 ### ###`),
		streets: lines(`Nádražní, Školní, Zahradní, Dlouhá, Husova, Komenského, Palackého, Masarykova, Průmyslová, Lipová, Polní, Na Výsluní`),
		address: "{street} {number}",
		firms:   lines("Moravská, Vltavská, Šumavská, Krkonošská, Jihočeská, Beskydská, Slezská, Valašská, Labská, Orlická"),
		trades: trades(`Keramika = Ceramics, Strojírna = Machinery, Logistika = Logistics, Ocel = Metals, Sklárna = Glass, Textilka = Textiles,
			Energetika = Energy, Stavební = Construction, Mlékárna = Dairy, Tiskárna = Printing, Technika = Electronics, Pila = Wood`),
		forms: lines("s.r.o., s.r.o., s.r.o., a.s."),
		firm:  "{first} {trade} {form}", kin: "{trade} {family} {form}",
		positions: lines(`Jednatel|Jednatelka, Finanční ředitel|Finanční ředitelka, Vedoucí výroby, Vedoucí nákupu, Obchodní ředitel|Obchodní ředitelka,
			Účetní, Projektový manažer|Projektová manažerka, Technolog|Technoložka, Vedoucí údržby, Obchodní zástupce|Obchodní zástupkyně, Majitel|Majitelka`),
		mobiles: lines("+420 602 ### ###, +420 724 ### ###, +420 777 ### ###"),
		numbers: czechNumbers,
	}
}

// czechFeminine keeps names that are the same for both, drops the e that
// moves, and adds -ová to the others.
func czechFeminine(family string) string {
	return endings("ý", "á", "í", "í", "něk", "ňková", "ek", "ková", "ec", "cová", "a", "ová", "", "ová")(family)
}
