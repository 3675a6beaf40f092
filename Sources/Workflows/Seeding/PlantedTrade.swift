/// A trade, and what companies in it call themselves in each language.
///
/// All names are made up; a likeness is chance.
struct PlantedTrade {
    let industry: String
    private let english: [String]
    private let german: [String]
    private let french: [String]
    private let spanish: [String]
    private let italian: [String]

    /// What a company of the trade calls itself.
    func nouns(in language: PlantedLanguage) -> [String] {
        switch language {
        case .english: english
        case .german: german
        case .french: french
        case .spanish: spanish
        case .italian: italian
        }
    }

    static let all = [
        PlantedTrade(
            industry: "logistics",
            english: ["Freight", "Carriers", "Logistics", "Haulage", "Forwarding"],
            german: ["Spedition", "Logistik", "Transporte"],
            french: ["Transports", "Logistique", "Messagerie"],
            spanish: ["Transportes", "Logística", "Mensajería"],
            italian: ["Trasporti", "Logistica", "Spedizioni"]
        ),
        PlantedTrade(
            industry: "manufacturing",
            english: ["Castings", "Tooling", "Fabrication", "Machine Works", "Stampings"],
            german: ["Werkzeugbau", "Maschinenbau", "Metallbau"],
            french: ["Fonderie", "Mécanique", "Outillage"],
            spanish: ["Talleres", "Fundiciones", "Mecanizados"],
            italian: ["Fonderie", "Officine", "Meccanica"]
        ),
        PlantedTrade(
            industry: "construction",
            english: ["Builders", "Contracting", "Masonry", "Roofing", "Steel Erectors"],
            german: ["Hochbau", "Dachbau", "Tiefbau"],
            french: ["Bâtiment", "Maçonnerie", "Charpentes"],
            spanish: ["Construcciones", "Obras", "Cubiertas"],
            italian: ["Costruzioni", "Edilizia", "Coperture"]
        ),
        PlantedTrade(
            industry: "wholesale",
            english: ["Supply", "Wholesale", "Trading", "Distributors", "Merchants"],
            german: ["Großhandel", "Handel", "Vertrieb"],
            french: ["Négoce", "Distribution", "Comptoir"],
            spanish: ["Distribuciones", "Suministros", "Comercial"],
            italian: ["Distribuzione", "Forniture", "Commerciale"]
        ),
        PlantedTrade(
            industry: "retail",
            english: ["Stores", "Outfitters", "Home Goods", "Hardware", "Markets"],
            german: ["Kaufhaus", "Baumarkt", "Eisenwaren"],
            french: ["Magasins", "Quincaillerie", "Maison"],
            spanish: ["Almacenes", "Ferretería", "Abarrotes"],
            italian: ["Magazzini", "Ferramenta", "Casalinghi"]
        ),
        PlantedTrade(
            industry: "food",
            english: ["Foods", "Provisions", "Bakeries", "Produce", "Dairy"],
            german: ["Feinkost", "Backwaren", "Molkerei"],
            french: ["Laiterie", "Boulangeries", "Primeurs"],
            spanish: ["Alimentos", "Panaderías", "Lácteos"],
            italian: ["Alimentari", "Panifici", "Latteria"]
        ),
        PlantedTrade(
            industry: "healthcare",
            english: ["Clinics", "Medical", "Dental Group", "Diagnostics", "Care Homes"],
            german: ["Kliniken", "Medizintechnik", "Labor"],
            french: ["Cliniques", "Laboratoires", "Soins"],
            spanish: ["Clínicas", "Laboratorios", "Salud"],
            italian: ["Cliniche", "Laboratori", "Sanità"]
        ),
        PlantedTrade(
            industry: "technology",
            english: ["Systems", "Software", "Networks", "Data Services", "Instruments"],
            german: ["Datentechnik", "Software", "Messtechnik"],
            french: ["Informatique", "Logiciels", "Réseaux"],
            spanish: ["Sistemas", "Informática", "Redes"],
            italian: ["Sistemi", "Informatica", "Reti"]
        ),
        PlantedTrade(
            industry: "energy",
            english: ["Energy", "Power", "Pipeline Services", "Solar", "Fuels"],
            german: ["Energie", "Solar", "Wärme"],
            french: ["Énergie", "Solaire", "Carburants"],
            spanish: ["Energía", "Solar", "Combustibles"],
            italian: ["Energia", "Solare", "Carburanti"]
        ),
        PlantedTrade(
            industry: "hospitality",
            english: ["Hotels", "Catering", "Resorts", "Restaurants", "Events"],
            german: ["Hotels", "Gaststätten", "Catering"],
            french: ["Hôtels", "Traiteur", "Restauration"],
            spanish: ["Hoteles", "Restaurantes", "Eventos"],
            italian: ["Alberghi", "Ristorazione", "Eventi"]
        ),
        PlantedTrade(
            industry: "printing",
            english: ["Press", "Packaging", "Labels", "Print Works", "Displays"],
            german: ["Druckerei", "Verpackungen", "Etiketten"],
            french: ["Imprimerie", "Emballages", "Étiquettes"],
            spanish: ["Imprenta", "Envases", "Etiquetas"],
            italian: ["Tipografia", "Imballaggi", "Etichette"]
        ),
        PlantedTrade(
            industry: "agriculture",
            english: ["Growers", "Orchards", "Seed Company", "Grain", "Nurseries"],
            german: ["Saatgut", "Obsthof", "Baumschulen"],
            french: ["Vergers", "Semences", "Pépinières"],
            spanish: ["Huertas", "Semillas", "Viveros"],
            italian: ["Vivai", "Sementi", "Frutteti"]
        ),
    ]
}
