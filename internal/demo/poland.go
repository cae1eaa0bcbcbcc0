package demo

func poland() nation {
	return nation{
		country: "PL", language: "pl", share: 6,
		men: words(`Marek Krzysztof Piotr Andrzej Tomasz Paweł Michał Jakub Łukasz Wojciech Grzegorz Adam Mateusz Rafał Maciej
			Bartosz Kamil Jarosław Zbigniew Stanisław`),
		women: words(`Agnieszka Katarzyna Małgorzata Anna Joanna Magdalena Ewa Monika Aleksandra Karolina Dorota Beata Zuzanna
			Natalia Iwona Justyna Barbara Wioletta Paulina Urszula`),
		families: words(`Nowak Kowalski Wiśniewski Wójcik Kowalczyk Kamiński Lewandowski Zieliński Szymański Woźniak Dąbrowski Kozłowski
			Jankowski Mazur Kwiatkowski Krawczyk Piotrowski Grabowski Pawłowski Michalski Król Wieczorek Jabłoński Wróbel Majewski
			Olszewski Stępień Malinowski Jaworski Górski Sikora Baran`),
		feminine: endings("ski", "ska", "cki", "cka"),
		cities: cities(`Warszawa / 00-### / +48 22 6## ## ##
			Kraków / 30-### / +48 12 4## ## ##
			Wrocław / 50-### / +48 71 3## ## ##
			Poznań / 60-### / +48 61 8## ## ##
			Gdańsk / 80-### / +48 58 3## ## ##
			Łódź / 90-### / +48 42 6## ## ##
			Katowice / 40-### / +48 32 2## ## ##
			Lublin / 20-### / +48 81 5## ## ##`),
		streets: words(`Długa Polna Leśna Słoneczna Krótka Szkolna Ogrodowa Lipowa Kościuszki Mickiewicza Sienkiewicza Przemysłowa Fabryczna Piękna`),
		address: "ul. {street} {number}",
		firms:   words("Wisła Odra Bałtyk Tatry Mazury Warta Karpaty Sudety Śląsk Podhale Narew Pomorze"),
		trades: trades(`Foods = Food, Precyzja = Machinery, Logistyka = Logistics, Stal = Metals, Meble = Furniture, Opakowania = Packaging,
			Budowa = Construction, Systemy = Software, Energia = Energy, Tekstylia = Textiles, Szkło = Glass, Druk = Printing, Chemia = Chemicals,
			Transport = Transport`),
		forms: lines("Sp. z o.o., Sp. z o.o., S.A., Sp.k."),
		firm:  "{first} {trade} {form}", kin: "{family} {trade} {form}",
		positions: lines(`Prezes zarządu, Dyrektor finansowy|Dyrektorka finansowa, Kierownik produkcji|Kierowniczka produkcji,
			Kierownik zakupów|Kierowniczka zakupów, Dyrektor handlowy|Dyrektorka handlowa, Główny księgowy|Główna księgowa, Specjalista ds. logistyki|Specjalistka ds. logistyki,
			Inżynier utrzymania ruchu, Kierownik projektu|Kierowniczka projektu, Specjalista ds. marketingu|Specjalistka ds. marketingu, Właściciel|Właścicielka`),
		mobiles: lines("+48 50% ### ###, +48 60% ### ###, +48 69% ### ###, +48 78% ### ###"),
		numbers: polishNumbers,
	}
}
