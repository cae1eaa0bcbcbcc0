package demo

func romania() nation {
	return nation{
		country: "RO", language: "ro", share: 5,
		men: words(`Radu Andrei Ion Mihai Alexandru Cristian Ștefan Adrian Gabriel Ionuț Bogdan Florin Marius Sorin Vlad Răzvan
			Dragoș Cătălin Victor Tudor`),
		women: words(`Maria Elena Ioana Andreea Ana Cristina Mihaela Alexandra Raluca Gabriela Daniela Simona Roxana Alina Diana
			Oana Corina Irina Mădălina Lăcrămioara`),
		families: words(`Popescu Ionescu Popa Radu Dumitru Stan Stoica Gheorghe Matei Ciobanu Constantin Marin Tudor Dobre Barbu Nistor
			Florea Dinu Georgescu Stănescu Munteanu Diaconu Lungu Nedelcu Ungureanu Călinescu Vasilescu Enache Preda Șerban`),
		cities: cities(`București / 01#### / +40 21 3## ####
			Cluj-Napoca / 400### / +40 264 4## ###
			Timișoara / 300### / +40 256 2## ###
			Iași / 700### / +40 232 2## ###
			Constanța / 900### / +40 241 6## ###
			Brașov / 500### / +40 268 4## ###
			Craiova / 200### / +40 251 4## ###
			Galați / 800### / +40 236 4## ###`),
		streets: lines(`Mihai Eminescu, Unirii, Victoriei, Independenței, Libertății, Traian, Avram Iancu, Nicolae Bălcescu, Republicii, Florilor, Gării, Dunării`),
		address: "Str. {street} nr. {number}",
		firms:   lines("Dunărea, Carpați, Ardeal, Moldova, Oltenia, Banat, Bucegi, Mureș, Dobrogea, Transilvania, Prahova, Someș"),
		trades: trades(`Energie = Energy, Construct = Construction, Logistic = Logistics, Metal = Metals, Agro = Agriculture, Lemn = Wood, Soft = Software,
			Textil = Textiles, Ambalaje = Packaging, Trans = Transport, Farm = Pharmaceuticals, Lactate = Dairy, Auto = Automotive`),
		forms: words("SRL SRL SRL SA"),
		firm:  "{first} {trade} {form}", kin: "{family} {trade} {form}",
		positions: lines(`Director general, Director financiar, Director comercial, Șef producție, Manager achiziții, Contabil șef,
			Inginer mentenanță, Manager de proiect, Administrator, Specialist marketing, Responsabil calitate`),
		mobiles: lines("+40 72% ### ###, +40 74% ### ###, +40 76% ### ###"),
		numbers: romanianNumbers,
	}
}
