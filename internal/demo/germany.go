package demo

func germany() nation {
	return nation{
		country: "DE", language: "de", share: 13,
		men: words(`Lukas Jonas Felix Jürgen Stefan Andreas Thomas Michael Markus Tobias Sebastian Florian Matthias Uwe Holger
			Dieter Klaus Christian Maximilian Moritz Jan Philipp Alexander Benjamin Ralf`),
		women: words(`Katharina Sabine Petra Monika Claudia Julia Anna Lena Laura Susanne Birgit Andrea Franziska Johanna
			Christina Ulrike Silke Heike Martina Nicole Charlotte Marie Greta Renate Anja`),
		families: words(`Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch Bauer Richter
			Klein Wolf Schröder Neumann Schwarz Zimmermann Braun Krüger Hofmann Hartmann Lange Werner Krause Lehmann Köhler
			Maier Vogel Haas Jung Keller Frank Berger Winkler Roth Beck Lorenz Baumann Böhm`),
		cities: cities(`Berlin / 10### / +49 30 2#######
			Hamburg / 20### / +49 40 3#######
			München / 80### / +49 89 5#######
			Köln / 50### / +49 221 4######
			Frankfurt am Main / 60### / +49 69 7#######
			Stuttgart / 70### / +49 711 6######
			Düsseldorf / 40### / +49 211 3######
			Mainz / 55### / +49 6131 2#####
			Leipzig / 04### / +49 341 9######
			Nürnberg / 90### / +49 911 2######
			Bremen / 28### / +49 421 3######
			Mannheim / 68### / +49 621 1######`),
		streets: words(`Hauptstraße Bahnhofstraße Gartenweg Schillerstraße Goethestraße Lindenallee Industriestraße Mühlweg
			Ringstraße Bergstraße Kirchgasse Rheinallee Hafenstraße Werkstraße Mozartstraße Parkweg`),
		address: "{street} {number}",
		firms: words(`Rheintal Nordsee Schwarzwald Hansa Elbtal Isar Main Neckar Weser Taunus Harz Eifel Ruhr Havel Allgäu
			Odenwald Spessart Lahn Donau Westfalen`),
		trades: trades(`Antriebe = Machinery, Maschinenbau = Machinery, Werkzeuge = Tools, Logistik = Logistics, Elektronik = Electronics,
			Verpackungen = Packaging, Energie = Energy, Bau = Construction, Möbel = Furniture, Software = Software, Chemie = Chemicals,
			Metallbau = Metals, Kältetechnik = Heating and cooling, Pumpen = Machinery, Feinkost = Food, Druck = Printing,
			Medizintechnik = Medical devices, Beratung = Consulting, Fahrzeugteile = Automotive, Textil = Textiles`),
		forms: words("GmbH GmbH GmbH KG AG"),
		firm:  "{first} {trade} {form}", kin: "{family} {trade} {form}",
		positions: lines(`Geschäftsführer|Geschäftsführerin, Leiter Einkauf|Leiterin Einkauf, Produktionsleiter|Produktionsleiterin,
			Vertriebsleiter|Vertriebsleiterin, Kaufmännischer Leiter|Kaufmännische Leiterin, Einkäufer|Einkäuferin, Buchhalter|Buchhalterin,
			Leiter Instandhaltung|Leiterin Instandhaltung, Projektleiter|Projektleiterin, Konstrukteur|Konstrukteurin,
			Leiter Qualität|Leiterin Qualität, Marketingleiter|Marketingleiterin, Systemadministrator|Systemadministratorin, Prokurist|Prokuristin`),
		mobiles: lines("+49 151 %### ####, +49 160 %## ####, +49 170 %## ####, +49 175 %## ####"),
		numbers: germanNumbers,
	}
}

func austria() nation {
	n := germany()
	n.country, n.share, n.numbers = "AT", 3, austrianNumbers
	n.families = words(`Gruber Huber Bauer Wagner Müller Pichler Steiner Moser Mayer Hofer Leitner Berger Fuchs Eder Fischer Schmid
		Winkler Weber Schwarz Maier Schneider Reiter Brandstätter Egger Brunner Lang Baumgartner Auer Binder Lechner`)
	n.cities = cities(`Wien / 10## / +43 1 5######
		Graz / 80## / +43 316 8#####
		Linz / 40## / +43 732 7#####
		Salzburg / 50## / +43 662 8#####
		Innsbruck / 60## / +43 512 5#####
		Klagenfurt / 90## / +43 463 5####`)
	n.firms = words("Alpenhof Donauland Tauern Steirer Tirol Wachau Inntal Salzach Karwendel Burgenland Enns Semmering")
	n.mobiles = lines("+43 664 %######, +43 676 %######, +43 699 1#######")
	return n
}
