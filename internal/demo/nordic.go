package demo

func sweden() nation {
	return nation{
		country: "SE", language: "sv", share: 2,
		men:      words("Erik Lars Karl Anders Johan Per Nils Mikael Jan Oskar Björn Magnus Fredrik Gustav Åke"),
		women:    words("Sofie Anna Eva Maria Karin Kristina Lena Kerstin Elin Åsa Ebba Ingrid Malin Linnéa Frida"),
		families: words(`Andersson Johansson Karlsson Nilsson Eriksson Larsson Olsson Persson Svensson Gustafsson Lindberg Lindholm Lindqvist Bergström Sandberg Sjögren Åberg Öberg Nyström Hedlund`),
		cities: cities(`Stockholm / 11# ## / +46 8 5## ### ##
			Göteborg / 41# ## / +46 31 7## ## ##
			Malmö / 21# ## / +46 40 6## ## ##
			Uppsala / 75# ## / +46 18 4## ## ##`),
		streets: words("Storgatan Drottninggatan Kungsgatan Skolgatan Strandvägen Industrigatan Björkvägen Hamngatan"),
		address: "{street} {number}",
		firms:   words("Nordvik Mälar Skåne Dalarna Vänern Kalmar Gotland Norrland"),
		trades: trades(`Papper = Paper, Stål = Metals, Logistik = Logistics, Teknik = Machinery, Energi = Energy, Bygg = Construction, Trä = Wood, Mejeri = Dairy,
			System = Software`),
		forms: words("AB"),
		firm:  "{first} {trade} {form}", kin: "{family} {trade} {form}",
		positions: lines("VD, Inköpschef, Produktionschef, Ekonomichef, Försäljningschef, Projektledare, Underhållschef, Kvalitetschef"),
		mobiles:   lines("+46 70 %## ## ##, +46 73 %## ## ##, +46 76 %## ## ##"),
		numbers:   swedishNumbers,
	}
}

func norway() nation {
	return nation{
		country: "NO", language: "no", share: 1,
		men:      words("Oskar Lars Ole Kristian Magnus Håkon Sindre Eirik Bjørn Øyvind Torbjørn Jonas"),
		women:    words("Ingrid Nora Kari Silje Astrid Marit Sigrid Hanne Solveig Åse Tonje Guro"),
		families: words("Hansen Johansen Olsen Larsen Andersen Nilsen Pedersen Kristiansen Jensen Berg Haugen Hagen Moen Solberg Bakken Ødegård Strand Lie"),
		cities: cities(`Oslo / 01## / +47 22 4# ## ##
			Bergen / 50## / +47 55 3# ## ##
			Trondheim / 70## / +47 73 5# ## ##
			Stavanger / 40## / +47 51 5# ## ##`),
		streets: words("Storgata Kirkegata Strandgata Havnegata Skolegata Fjordveien Industriveien Parkveien"),
		address: "{street} {number}",
		firms:   words("Fjordkraft Nordlys Hardanger Lofoten Telemark Jotun Sognefjord Vesterålen"),
		trades:  trades("Systemer = Software, Sjømat = Food, Energi = Energy, Verft = Shipbuilding, Logistikk = Logistics, Bygg = Construction, Stål = Metals"),
		forms:   words("AS AS ASA"),
		firm:    "{first} {trade} {form}", kin: "{family} {trade} {form}",
		positions: lines("Daglig leder, Innkjøpssjef, Produksjonssjef, Økonomisjef, Salgssjef, Prosjektleder, Vedlikeholdsleder"),
		mobiles:   lines("+47 41# ## ###, +47 92# ## ###, +47 95# ## ###"),
		numbers:   norwegianNumbers,
	}
}

func denmark() nation {
	return nation{
		country: "DK", language: "da", share: 1,
		men:      words("Mads Rasmus Søren Jens Niels Anders Mikkel Jørgen Kasper Frederik Thomas Bent"),
		women:    words("Mette Anne Kirsten Camilla Ida Freja Helle Lone Karen Signe Bodil Maja"),
		families: words("Nielsen Jensen Hansen Pedersen Andersen Christensen Larsen Sørensen Rasmussen Jørgensen Madsen Kristensen Møller Lund Holm Østergaard"),
		cities: cities(`København / 1### / +45 33 %# ## ##
			Aarhus / 80## / +45 86 1# ## ##
			Odense / 50## / +45 66 1# ## ##
			Aalborg / 90## / +45 98 1# ## ##`),
		streets: words("Nørregade Vestergade Havnegade Skolegade Industrivej Strandvejen Kirkevej Møllevej"),
		address: "{street} {number}",
		firms:   words("Øresund Jylland Limfjord Fyn Bornholm Kattegat Sjælland Vadehav"),
		trades:  trades("Maskiner = Machinery, Mejeri = Dairy, Logistik = Logistics, Energi = Energy, Møbler = Furniture, Byg = Construction, Pumper = Machinery"),
		forms:   lines("ApS, ApS, A/S"),
		firm:    "{first} {trade} {form}", kin: "{family} {trade} {form}",
		positions: lines("Direktør, Indkøbschef, Produktionschef, Økonomichef, Salgschef, Projektleder, Kvalitetschef"),
		mobiles:   lines("+45 20 %# ## ##, +45 26 %# ## ##, +45 40 %# ## ##"),
		numbers:   danishNumbers,
	}
}

func finland() nation {
	return nation{
		country: "FI", language: "fi", share: 1,
		men:      words("Juhani Mikko Timo Antti Jari Kari Matti Ville Lauri Eero Sami Päivö"),
		women:    words("Annika Maria Helena Johanna Kaisa Päivi Sanna Minna Tiina Hanna Riikka Aino"),
		families: words("Korhonen Virtanen Mäkinen Nieminen Mäkelä Hämäläinen Laine Heikkinen Koskinen Järvinen Lehtonen Saarinen Salminen Heinonen Niemi Kinnunen"),
		cities: cities(`Helsinki / 00### / +358 9 6## ####
			Tampere / 33### / +358 3 2## ####
			Turku / 20### / +358 2 2## ####
			Oulu / 90### / +358 8 3## ####`),
		streets: words("Keskuskatu Kauppakatu Satamatie Koulukatu Rantatie Teollisuuskatu Puistokatu Metsätie"),
		address: "{street} {number}",
		firms:   words("Saimaa Lappi Karjala Pohjola Häme Päijänne Savo Kainuu"),
		trades:  trades("Marine = Shipbuilding, Puu = Wood, Teräs = Metals, Paperi = Paper, Logistiikka = Logistics, Energia = Energy, Ohjelmistot = Software"),
		forms:   words("Oy Oy Oyj"),
		firm:    "{first} {trade} {form}", kin: "{family} {trade} {form}",
		positions: lines("Toimitusjohtaja, Ostopäällikkö, Tuotantopäällikkö, Talousjohtaja, Myyntijohtaja, Projektipäällikkö, Kunnossapitopäällikkö"),
		mobiles:   lines("+358 40 %######, +358 44 %######, +358 50 %######"),
		numbers:   finnishNumbers,
	}
}
