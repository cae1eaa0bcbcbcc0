package demo

func italy() nation {
	return nation{
		country: "IT", language: "it", share: 4,
		men: words(`Marco Luca Andrea Matteo Alessandro Francesco Giovanni Davide Stefano Paolo Roberto Simone Antonio Giuseppe
			Riccardo Fabio Nicolò Emanuele`),
		women: words(`Chiara Giulia Francesca Sara Elena Valentina Martina Paola Silvia Laura Federica Alessia Elisa Roberta
			Beatrice Ilaria Giorgia Lucia`),
		families: words(`Rossi Russo Ferrari Esposito Bianchi Romano Colombo Ricci Marino Greco Bruno Gallo Conti Costa Giordano
			Mancini Rizzo Lombardi Moretti Barbieri Fontana Santoro Mariani Rinaldi Caruso Ferrara Galli Martini Leone Bellandi Pellegrini D’Amico`),
		cities: cities(`Milano / 201## / +39 02 4### ####
			Roma / 001## / +39 06 4### ####
			Torino / 101## / +39 011 5### ###
			Bologna / 401## / +39 051 2### ###
			Verona / 371## / +39 045 8### ###
			Padova / 351## / +39 049 8### ###
			Bergamo / 241## / +39 035 2## ###
			Modena / 411## / +39 059 2## ###`),
		streets: words(`Garibaldi Mazzini Roma Cavour Dante Verdi Marconi Matteotti Manzoni Galilei Leopardi Vespucci`),
		address: "Via {street} {number}",
		firms:   words("Aurelia Emilia Adriatica Lombarda Veneta Padana Etruria Liguria Dolomiti Tirrena Umbra Sabina"),
		trades: trades(`Packaging = Packaging, Meccanica = Machinery, Ceramiche = Ceramics, Tessuti = Textiles, Alimentari = Food, Logistica = Logistics,
			Arredi = Furniture, Vini = Wine, Energia = Energy, Costruzioni = Construction, Grafica = Printing, Pelletterie = Leather`),
		forms: lines("S.r.l., S.r.l., S.r.l., S.p.A."),
		firm:  "{first} {trade} {form}", kin: "{trade} {family} {form}",
		positions: lines(`Amministratore delegato|Amministratrice delegata, Direttore commerciale|Direttrice commerciale, Responsabile acquisti,
			Responsabile produzione, Direttore finanziario|Direttrice finanziaria, Ragioniere|Ragioniera, Responsabile logistica, Responsabile qualità,
			Project manager, Titolare`),
		mobiles: lines("+39 320 ### ####, +39 333 ### ####, +39 347 ### ####, +39 349 ### ####"),
		numbers: italianNumbers,
	}
}
