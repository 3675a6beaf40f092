import Facts
import Values

/// A book that conforms to the catalogue and is otherwise anything: unknowns, ends of ranges, and what lies between.
func randomBook(_ generator: inout SplitMix64) -> FactTable {
    let customers = Int.random(in: 1...4, using: &generator)
    let invoices = Int.random(in: 0...8, using: &generator)
    let day = Day(sinceEpoch: Int32.random(in: 10_000...30_000, using: &generator))
    var table = FactTable(
        catalog: catalog,
        day: day,
        currency: .usd,
        customerKeys: (0..<customers).map { "C\($0)" },
        invoiceKeys: (0..<invoices).map { "I\($0)" },
        customerOfInvoice: (0..<invoices).map { _ in Int32.random(in: 0..<Int32(customers), using: &generator) }
    )
    for (index, fact) in catalog.facts.enumerated() {
        let count = table.rowCount(of: fact.entity)
        var texts: [String?] = []
        var integers: [Int64] = []
        var reals: [Double] = []
        for _ in 0..<count {
            let isUnknown = fact.mayBeUnknown && Int.random(in: 0..<3, using: &generator) == 0
            let isExtreme = Int.random(in: 0..<5, using: &generator) == 0
            switch fact.type {
            case .percent, .score:
                let most = fact.most ?? 1
                let value =
                    isExtreme
                    ? (Bool.random(using: &generator) ? 0 : most) : Double.random(in: 0...most, using: &generator)
                reals.append(isUnknown ? .nan : value)
            case .text:
                texts.append(isUnknown ? nil : ["DE", "US", "", "{x}"][Int.random(in: 0..<4, using: &generator)])
            case .money, .days, .count:
                let least: Int64 = fact.least == nil ? -.max : 0
                let extremes: [Int64] = [least, 0, 1, .max]
                let value =
                    isExtreme
                    ? extremes[Int.random(in: 0..<4, using: &generator)]
                    : Int64.random(in: (least == 0 ? 0 : -60)...2_000_000, using: &generator)
                        % (fact.type == .money ? 2_000_000 : 120)
                integers.append(isUnknown ? FactTable.unknownInteger : value)
            case .date:
                let near = Int64(day.sinceEpoch) + Int64.random(in: -120...60, using: &generator)
                let extremes: [Int64] = [Int64(Int32.min), Int64(Int32.max), 2_932_896, -719_162]
                let value = isExtreme ? extremes[Int.random(in: 0..<4, using: &generator)] : near
                integers.append(isUnknown ? FactTable.unknownInteger : value)
            case .yesNo: integers.append(Int64.random(in: 0...1, using: &generator))
            case .choice(let words):
                let place = Int64.random(in: 0..<Int64(words.count), using: &generator)
                integers.append(isUnknown ? FactTable.unknownInteger : place)
            }
        }
        switch fact.type {
        case .percent, .score: table.fill(index, reals: reals)
        case .text: table.fill(index, texts: texts)
        case .money, .days, .count, .date, .yesNo, .choice: table.fill(index, integers: integers)
        }
    }
    return table
}

/// Rules that use every operator, so that books of extremes reach all of them.
let everyOperator = """
    define invoice.age : days = today - due_date
    define invoice.weighted : money = late_probability * balance
    define invoice.share_of_total : percent = balance / customer.total_balance
    define invoice.huge : money = balance * 1_000_000 + amount - 12% of balance
    define invoice.thirds : days = days_past_due / 3 + payment_terms * 1.5 - age / 40%
    define customer.utilisation : percent = total_balance / (credit_limit ?? 0 base)
    define customer.points : points = (risk_score ?? 50 points) * 2 / 3 + 5 points * open_invoices
    define customer.trend : percent = late_share_365_days * 50% + 1 / settled_invoices - 0.25

    insight invoice.sums "Sums"
      when weighted >= 1 base or share_of_total in 10%..90% or huge < 0 base or -thirds > 3 days
      and when age not in -5..5 days or number is not "A" or customer.country in ["DE", "FR"]
      unless customer.trend > 80% and customer.utilisation is known
      severity high if (customer.points) >= 60 points, otherwise low
      tags cash_at_risk
      evidence huge, thirds, customer.points, customer.trend, due_date + 3 days, due_date - 2 business days
      message "{huge} {thirds} {weighted} {share_of_total} {customer.utilisation} {customer.points} {due_date + 36_500 days}"

    insight customer.levels "Levels"
      when if risk_level is high then segment in [enterprise, mid] else do_not_contact
      severity low
      tags churn_risk
      message "{risk_level ?? "unscored"} {if do_not_contact then name else "-"}"

    hold soon on invoice
      owner a
      why "Soon."
      when promise_due_date - today < 10 days
      stops wait
      until promise_due_date + 3 business days

    group few pick 2 per customer by highest priority, lowest late_probability, newest due_date

    action look on invoice
      owner a
      why "Look."
      when balance != 0 base
      do wait
      in group few
      priority open_days * 2 + 1
    define invoice.open_days : count = if days_past_due > 0 days then 3 else customer.open_invoices

    action ask on customer
      owner a
      why "Ask."
      when last_contact_on < 2020-01-01 or days_since_contact > 4 weeks
      do task "Ask {name}: {total_balance}, {average_days_late_90_days ?? 0 days}"
      in group few
      priority overdue_invoices

    """
