package demo

func portugal() nation {
	return nation{
		country: "PT", language: "pt", share: 1,
		men:      words("João Pedro Miguel Tiago Rui Nuno Ricardo André Diogo Gonçalo Luís Hélder"),
		women:    words("Inês Ana Maria Catarina Joana Marta Sofia Beatriz Rita Cláudia Teresa Conceição"),
		families: words("Silva Santos Ferreira Pereira Oliveira Costa Rodrigues Martins Sousa Fernandes Gonçalves Gomes Lopes Marques Carvalho Almeida Ribeiro Pinto Araújo Simões"),
		cities: cities(`Lisboa / 1###-### / +351 21 3## ####
			Porto / 4###-### / +351 22 2## ####
			Braga / 47##-### / +351 253 2## ###
			Coimbra / 30##-### / +351 239 8## ###`),
		streets: lines("da Liberdade, do Comércio, das Flores, de Camões, do Sol, dos Navegantes, da Estação, do Porto"),
		address: "Rua {street}, {number}",
		firms:   words("Douro Tejo Minho Algarve Alentejo Mondego Lusitana Atlântica"),
		trades:  trades("Engenharia = Engineering, Cortiça = Wood, Têxteis = Textiles, Vinhos = Wine, Logística = Logistics, Energia = Energy, Cerâmica = Ceramics"),
		forms:   lines("Lda., Lda., S.A."),
		firm:    "{first} {trade} {form}", kin: "{family} {trade} {form}",
		positions: lines("Diretor-geral|Diretora-geral, Diretor financeiro|Diretora financeira, Responsável de compras, Chefe de produção, Diretor comercial|Diretora comercial, Contabilista, Gestor de projeto|Gestora de projeto"),
		mobiles:   lines("+351 91# ### ###, +351 93# ### ###, +351 96# ### ###"),
		numbers:   portugueseNumbers,
	}
}
