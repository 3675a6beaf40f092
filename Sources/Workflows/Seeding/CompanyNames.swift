/// What generated customers are called and trade in.
///
/// All of it is made up; a likeness is chance.
enum CompanyNames {
    /// A trade, and what companies in it call themselves.
    struct Trade {
        let industry: String
        let nouns: [String]
    }

    static let trades = [
        Trade(industry: "logistics", nouns: ["Freight", "Carriers", "Logistics", "Haulage", "Forwarding"]),
        Trade(industry: "manufacturing", nouns: ["Castings", "Tooling", "Fabrication", "Machine Works", "Stampings"]),
        Trade(industry: "construction", nouns: ["Builders", "Contracting", "Masonry", "Roofing", "Steel Erectors"]),
        Trade(industry: "wholesale", nouns: ["Supply", "Wholesale", "Trading", "Distributors", "Merchants"]),
        Trade(industry: "retail", nouns: ["Stores", "Outfitters", "Home Goods", "Hardware", "Markets"]),
        Trade(industry: "food", nouns: ["Foods", "Provisions", "Bakeries", "Produce", "Dairy"]),
        Trade(industry: "healthcare", nouns: ["Clinics", "Medical", "Dental Group", "Diagnostics", "Care Homes"]),
        Trade(industry: "technology", nouns: ["Systems", "Software", "Networks", "Data Services", "Instruments"]),
        Trade(industry: "energy", nouns: ["Energy", "Power", "Pipeline Services", "Solar", "Fuels"]),
        Trade(industry: "hospitality", nouns: ["Hotels", "Catering", "Resorts", "Restaurants", "Events"]),
        Trade(industry: "printing", nouns: ["Press", "Packaging", "Labels", "Print Works", "Displays"]),
        Trade(industry: "agriculture", nouns: ["Growers", "Orchards", "Seed Company", "Grain", "Nurseries"]),
    ]

    static let firstWords = [
        "Alder", "Amber Ridge", "Bayfield", "Birchwood", "Blackstone Creek", "Bluewater", "Bramble", "Briar Hill",
        "Calloway", "Canyon", "Cedar Point", "Clearbrook", "Cobalt", "Copper Hollow", "Corbin", "Cranfield",
        "Crestline",
        "Dalton", "Deepwell", "Dunmore", "Eastgate", "Elmhurst", "Fairlane", "Falconer", "Fernbank", "Foxglove",
        "Garrison", "Glenmoor", "Granite Bay", "Greyhaven", "Harrow", "Hawthorne", "Hazelton", "Highmark", "Holloway",
        "Ironwood", "Juniper", "Kestrel", "Kingsley", "Lakeshore", "Larkspur", "Lindgren", "Lockhart", "Maplecrest",
        "Marlow", "Meridian", "Millbrook", "Northfield", "Oakhurst", "Old Harbor", "Osprey", "Pinecrest", "Prairie",
        "Quarry Lane", "Redfern", "Riverbend", "Rosedale", "Saltmarsh", "Sandpiper", "Silver Fork", "Stonebridge",
        "Summit", "Sutter", "Tamarack", "Thornbury", "Tidewater", "Underhill", "Valley Forge Road", "Wainwright",
        "Westerly", "Whitcomb", "Willow Run", "Winslow", "Yarrow",
    ]

    static let endings = ["Inc", "LLC", "Corp", "Co", "Group", "Partners", "& Sons", "Ltd"]

    /// Countries by ISO 3166 code, as often as customers come from them.
    static let countries = ["US", "US", "US", "US", "US", "US", "US", "CA", "CA", "GB", "MX", "DE"]
}
