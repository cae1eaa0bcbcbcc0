package demo

func france() nation {
	return nation{
		country: "FR", language: "fr", share: 6,
		men: words(`Pierre Julien Nicolas Thomas Antoine Mathieu Olivier Laurent Philippe Sébastien Guillaume Hugo Louis Étienne
			François Benoît Arnaud Jérôme Vincent Rémi`),
		women: words(`Hélène Camille Sophie Claire Isabelle Nathalie Émilie Aurélie Chloé Manon Céline Valérie Juliette Margaux
			Élodie Sandrine Véronique Anaïs Mathilde Florence`),
		families: words(`Martin Bernard Dubois Durand Moreau Laurent Lefebvre Leroy Roux Fournier Girard Bonnet Dupont Lambert
			Fontaine Rousseau Blanc Guérin Boyer Garnier Chevalier François Legrand Gauthier Perrin Marchand Duval Barbier Renaud Lemaître`),
		cities: cities(`Paris / 750## / +33 1 4# ## ## ##
			Lyon / 6900# / +33 4 72 ## ## ##
			Marseille / 1300# / +33 4 91 ## ## ##
			Toulouse / 31### / +33 5 61 ## ## ##
			Nantes / 44### / +33 2 40 ## ## ##
			Lille / 59### / +33 3 20 ## ## ##
			Bordeaux / 33### / +33 5 56 ## ## ##
			Strasbourg / 67### / +33 3 88 ## ## ##`),
		streets: lines(`rue de la République, avenue Victor-Hugo, rue des Lilas, boulevard Voltaire, rue du Moulin, place du Marché,
			rue Pasteur, avenue de la Gare, rue des Écoles, quai du Rhône, rue Jean-Jaurès, impasse des Tilleuls`),
		address: "{number} {street}",
		firms:   lines(`du Rhône, de la Loire, du Midi, de Bretagne, des Alpes, de Provence, du Nord, de Bourgogne, d’Aquitaine, de l’Est, du Vercors, d’Anjou`),
		trades: trades(`Verrerie = Glass, Mécanique = Machinery, Emballages = Packaging, Transports = Transport, Fonderie = Metals, Textiles = Textiles,
			Laiterie = Dairy, Imprimerie = Printing, Énergie = Energy, Bâtiment = Construction, Menuiserie = Wood, Conseil = Consulting,
			Électronique = Electronics, Cosmétiques = Cosmetics`),
		forms: words("SAS SAS SARL SA"),
		firm:  "{trade} {first} {form}", kin: "{trade} {family} {form}",
		positions: lines(`Directeur général|Directrice générale, Directeur financier|Directrice financière, Responsable achats,
			Responsable de production, Directeur commercial|Directrice commerciale, Comptable, Chef de projet|Cheffe de projet,
			Responsable logistique, Acheteur|Acheteuse, Responsable qualité, Gérant|Gérante, Responsable marketing`),
		mobiles: lines("+33 6 1# ## ## ##, +33 6 7# ## ## ##, +33 7 6# ## ## ##"),
		numbers: frenchNumbers,
	}
}
