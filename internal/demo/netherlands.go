package demo

func netherlands() nation {
	return nation{
		country: "NL", language: "nl", share: 3,
		men:   words("Bram Daan Sem Lars Pieter Jeroen Maarten Sander Wouter Ruben Thijs Joost Koen Hendrik Willem"),
		women: words("Emma Sophie Lotte Anouk Femke Marieke Sanne Fleur Eline Inge Roos Maaike Annelies Iris Noor"),
		families: lines(`de Jong, Jansen, de Vries, van den Berg, van Dijk, Bakker, Janssen, Visser, Smit, Meijer, de Boer, Mulder,
			de Groot, Bos, Vos, Peters, Hendriks, van Leeuwen, Dekker, Brouwer, de Wit, Dijkstra, Smits, de Graaf, van der Meer`),
		cities: cities(`Amsterdam / 10## AB / +31 20 6## ####
			Rotterdam / 30## KD / +31 10 4## ####
			Utrecht / 35## GV / +31 30 2## ####
			Eindhoven / 56## LN / +31 40 2## ####
			Groningen / 97## RB / +31 50 3## ####
			Den Haag / 25## BE / +31 70 3## ####`),
		streets: words("Dorpsstraat Kerkstraat Stationsweg Molenweg Havenkade Schoolstraat Parklaan Industrieweg Lindelaan Prinsengracht"),
		address: "{street} {number}",
		firms:   words("Noordkade Zuiderzee Maasland Veluwe Waterland Rijnmond Kennemer Twente Betuwe Westerdok"),
		trades: trades(`Logistics = Logistics, Techniek = Machinery, Verpakkingen = Packaging, Bouw = Construction, Software = Software, Zuivel = Dairy,
			Bloemen = Agriculture, Energie = Energy, Metaal = Metals, Advies = Consulting`),
		forms: lines("B.V., B.V., B.V., N.V."),
		firm:  "{first} {trade} {form}", kin: "{trade} {family} {form}",
		positions: lines("Directeur, Hoofd inkoop, Productiemanager, Financieel directeur, Verkoopleider, Boekhouder, Projectleider, Logistiek manager, Eigenaar, Hoofd onderhoud"),
		mobiles:   lines("+31 6 1# ## ## ##, +31 6 2# ## ## ##, +31 6 5# ## ## ##"),
		numbers:   dutchNumbers,
	}
}
